import type { Manifest } from "../../world/resource.ts";

/**
 * Field managers of Kubernetes itself: the platform replaces them together with the API server.
 * The APF ones are the API server keeping its own FlowSchemas (k8s.io/apiserver/pkg/util/flowcontrol).
 */
const OF_KUBERNETES =
  /^(?:kube-(?:apiserver|controller-manager|scheduler|proxy)|kubelet|kubeadm|(?:[a-z]+-)?cloud-controller-manager|api-priority-and-fairness-config-.*|kubectl-last-applied)$/;

/** Commands that touch an object once, in whatever version kubectl and the server agree on. */
const ONE_OFF =
  /^kubectl-(?:annotate|autoscale|create|debug|edit|expose|label|patch|rollout|run|scale|set|taint|uncordon|cordon|drain)$/;

/** Tools that state an object from a manifest: what they wrote last is told better by last-applied or a release. */
const FROM_MANIFESTS = /^(?:kubectl.*|helm|argocd.*|kustomize-controller|helm-controller|flux)$/i;

/**
 * Whether a managedFields entry shows that somebody still writes the object with that version. An applier's
 * entry always has the version of its last apply (fieldmanager.BuildManagerIdentifier leaves the version out);
 * an updater's old entry stays for fields it has not changed since, so a newer entry of the same manager, or a
 * manifest for those that write from manifests, shows that it is history.
 */
export function stillWrites(
  entry: Manifest,
  others: readonly Manifest[],
  isGone: (version: string) => boolean,
): boolean {
  const { source } = entry;
  if (source.kind !== "managed-fields") return false;
  const { manager, operation } = source;
  if (OF_KUBERNETES.test(manager)) return false;
  if (operation === "Apply") return true;
  if (ONE_OFF.test(manager)) return false;
  return !others.some((other) => {
    if (other.source.kind === "managed-fields") {
      return other.source.manager === manager && !isGone(other.apiVersion);
    }
    return FROM_MANIFESTS.test(manager);
  });
}
