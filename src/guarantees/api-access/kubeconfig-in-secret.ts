import { objectMatcher } from "../../platforms/patterns.ts";
import { at, isObject, type Path } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";
import { endpointsLost } from "./endpoints-lost.ts";

export const kubeconfigInSecret: Cause = {
  id: "kubeconfig-in-secret",
  title: "A Secret holds where to reach an API, unseen",
  hazards: ["SE-1"],
};

/** Secrets' values are never read, so which API server stands in them is a question to their owner. */
export function judgeHiddenKubeconfigs(
  before: World,
  now: World,
  { profile }: JudgeContext,
): readonly Breach[] {
  if (endpointsLost(before, now).length === 0) return [];
  const isPlatforms = objectMatcher(profile.source.owned);
  return now.objects.list("Secret").flatMap((secret) => {
    const path = isPlatforms(secret.ref) ? undefined : serverIn(secret);
    if (path === undefined) return [];
    const who = refLabel(secret.ref);
    return [
      {
        cause: kubeconfigInSecret.id,
        verdict: "unknown",
        subject: secret.ref,
        message: `${who} holds the address of a Kubernetes API (${path.at(-1)}). Values of Secrets are not read: if it is this cluster's old one, whoever uses it gets no answer once the API is behind its load balancer.`,
        remedy: `Look at the server in ${who}; if it is this cluster, change it to https://kubernetes.default.svc, or to the new kubeconfig's server when the API has moved.`,
        evidence: [{ ref: secret.ref, origin: secret.origin, path }],
      } satisfies Breach,
    ];
  });
}

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters */
const ARGO_CD_CLUSTER = ["argocd.argoproj.io/secret-type", "cluster"] as const;

/** The key that holds an API server's address: Argo CD's `server`, or whatever is named a kubeconfig. */
function serverIn({ object }: Resource): Path | undefined {
  const [label, value] = ARGO_CD_CLUSTER;
  const isCluster = at(object, "metadata", "labels", label) === value;
  for (const part of ["data", "stringData"]) {
    const map = object[part];
    const key = isObject(map)
      ? Object.keys(map).find((each) => (isCluster ? each === "server" : /kube-?_?config/i.test(each)))
      : undefined;
    if (key !== undefined) return [part, key];
  }
  return undefined;
}
