import type { ResourceNeed } from "../guarantee.ts";

export const needs: readonly ResourceNeed[] = [
  {
    kind: "NetworkPolicy.networking.k8s.io",
    weight: "all",
    why: "what keeps pods from asking CoreDNS would not be known",
  },
  {
    kind: "Node",
    weight: "all",
    why: "on which nodes pods ask the cache and on which CoreDNS would not be known",
  },
  ...(
    [
      ["Namespace", "which namespaces policies mean by their labels would not be known"],
      ["Service", "CoreDNS's address and ports would be taken from Kubespray's defaults"],
      ["ConfigMap", "zones that only the cache knows and resolvers in settings would not be seen"],
      ["Pod", "pods that differ from their templates would not be seen"],
      ["Deployment.apps", "pods that ask for names, and CoreDNS itself, would not be seen"],
      ["StatefulSet.apps", "pods that ask for names would not be seen"],
      ["DaemonSet.apps", "pods that ask for names, the cache and the network plugin would not be seen"],
      ["CronJob.batch", "pods that ask for names would not be seen"],
    ] as const
  ).map(([kind, why]): ResourceNeed => ({ kind, weight: "part", why })),
];
