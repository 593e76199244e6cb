import { at, isObject, type JsonObject, objectsOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { Owner } from "../../world/resource.ts";

export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

const NOBODY: Owner = Object.freeze({ kind: "unknown", name: "" });

/**
 * Who will apply the object again, by the marks each tool leaves. A controller comes first, because whoever
 * owns the controlling object decides; a GitOps tool before Helm, because it runs Helm.
 * Names: `ReplicaSet web-5d4`, `Application argocd/shop`, `Kustomization flux-system/apps`,
 * `HelmRelease flux-system/shop`, `release shop in namespace shop`, `kubectl apply`; "" when unknown.
 */
export function ownerOf(metadata: JsonObject): Owner {
  return (
    controller(metadata) ??
    argoCd(metadata) ??
    flux(metadata) ??
    helm(metadata) ??
    kubectl(metadata) ??
    NOBODY
  );
}

function controller(metadata: JsonObject): Owner | undefined {
  if (metadata.ownerReferences === undefined) return undefined;
  const found = objectsOf(metadata.ownerReferences).find((reference) => reference.controller === true);
  if (found === undefined) return undefined;
  return { kind: "controller", name: `${stringOf(found.kind) ?? "object"} ${stringOf(found.name) ?? ""}` };
}

/** Tracking by annotation (`app:group/kind:namespace/name`, the default since 3.0) or by Argo CD's own label. */
function argoCd(metadata: JsonObject): Owner | undefined {
  const tracking = stringOf(at(metadata, "annotations", "argocd.argoproj.io/tracking-id"));
  const name = tracking?.split(":", 1)[0] ?? stringOf(at(metadata, "labels", "argocd.argoproj.io/instance"));
  if (name === undefined || name === "") return undefined;
  // Applications outside Argo CD's own namespace are tracked as `namespace_name`.
  return { kind: "argo-cd", name: `Application ${name.replace("_", "/")}` };
}

function flux(metadata: JsonObject): Owner | undefined {
  const labels = stringMapOf(metadata.labels);
  for (const [group, kind] of FLUX) {
    const name = labels[`${group}/name`];
    if (name === undefined) continue;
    const namespace = labels[`${group}/namespace`];
    return { kind: "flux", name: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}` };
  }
  return undefined;
}

const FLUX = [
  ["helm.toolkit.fluxcd.io", "HelmRelease"],
  ["kustomize.toolkit.fluxcd.io", "Kustomization"],
] as const;

function helm(metadata: JsonObject): Owner | undefined {
  if (at(metadata, "labels", "app.kubernetes.io/managed-by") !== "Helm") return undefined;
  const release = stringOf(at(metadata, "annotations", "meta.helm.sh/release-name"));
  if (release === undefined) return undefined;
  const namespace = stringOf(at(metadata, "annotations", "meta.helm.sh/release-namespace"));
  return helmOwner(release, namespace ?? stringOf(metadata.namespace) ?? "default");
}

export function helmOwner(release: string, namespace: string): Owner {
  return { kind: "helm", name: `release ${release} in namespace ${namespace}` };
}

/** Client-side apply leaves an annotation, the other commands a field manager that starts with `kubectl`. */
function kubectl(metadata: JsonObject): Owner | undefined {
  if (at(metadata, "annotations", LAST_APPLIED) !== undefined)
    return { kind: "kubectl", name: "kubectl apply" };
  if (!Array.isArray(metadata.managedFields)) return undefined;
  for (const entry of metadata.managedFields) {
    const manager = isObject(entry) ? stringOf(entry.manager) : undefined;
    const command = manager === undefined ? undefined : KUBECTL_MANAGERS[manager];
    if (command !== undefined) return { kind: "kubectl", name: command };
  }
  return undefined;
}

/** Field managers of commands that state an object; `kubectl-label`, `-rollout` and such only touch one. */
const KUBECTL_MANAGERS: Readonly<Record<string, string>> = Object.freeze({
  __proto__: null,
  kubectl: "kubectl apply",
  "kubectl-client-side-apply": "kubectl apply",
  "kubectl-create": "kubectl create",
  "kubectl-replace": "kubectl replace",
  "kubectl-edit": "kubectl edit",
} as unknown as Record<string, string>);
