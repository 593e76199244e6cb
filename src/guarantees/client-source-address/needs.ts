import type { ResourceNeed } from "../guarantee.ts";

export const SOURCE_NEEDS: readonly ResourceNeed[] = [
  { kind: "Node", weight: "part", why: "by which addresses users come would not be known" },
  { kind: "DaemonSet.apps", weight: "all", why: "an ingress controller would not be seen" },
  { kind: "Deployment.apps", weight: "all", why: "an ingress controller would not be seen" },
  {
    kind: "Ingress.networking.k8s.io",
    weight: "all",
    why: "lists and limits in annotations would not be seen",
  },
  { kind: "ConfigMap", weight: "all", why: "the controllers' settings would not be seen" },
  { kind: "Service", weight: "part", why: "load balancers and node ports would not be seen" },
  {
    kind: "NetworkPolicy.networking.k8s.io",
    weight: "part",
    why: "policies that admit clients by address would not be seen",
  },
];
