import type { ResourceNeed } from "../guarantee.ts";

export const CONNECTIVITY_NEEDS: readonly ResourceNeed[] = [
  { kind: "Node", weight: "all", why: "which addresses the nodes have, and give up, would not be known" },
  {
    kind: "NetworkPolicy.networking.k8s.io",
    weight: "all",
    why: "who may talk to whom would not be known",
  },
  ...(
    [
      ["Namespace", "by which labels policies know namespaces would not be known"],
      ["Deployment.apps", "whom policies select would not be seen"],
      ["StatefulSet.apps", "whom policies select would not be seen"],
      ["DaemonSet.apps", "whom policies select, and the ingress controller, would not be seen"],
    ] as const
  ).map(([kind, why]): ResourceNeed => ({ kind, weight: "part", why })),
];
