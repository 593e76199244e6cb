import type { ResourceNeed } from "../guarantee.ts";

export const EGRESS_NEEDS: readonly ResourceNeed[] = [
  {
    kind: "Node",
    weight: "all",
    why: "which addresses the nodes have, and so which are given up, would not be known",
  },
  ...(
    [
      ["ConfigMap", "addresses of nodes in settings would not be seen"],
      ["Service", "addresses of nodes in externalIPs and annotations would not be seen"],
      ["Deployment.apps", "addresses of nodes in environment variables and arguments would not be seen"],
      ["StatefulSet.apps", "addresses of nodes in environment variables and arguments would not be seen"],
      ["DaemonSet.apps", "addresses of nodes in environment variables and arguments would not be seen"],
      ["CronJob.batch", "addresses of nodes in environment variables and arguments would not be seen"],
      ["Ingress.networking.k8s.io", "addresses of nodes in annotations and host names would not be seen"],
    ] as const
  ).map(([kind, why]): ResourceNeed => ({ kind, weight: "part", why })),
];
