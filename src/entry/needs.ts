import type { GroupKind } from "../world/resource.ts";

/** A kind of object the way from a visitor to a pod is read from, and what is not known without it. */
export interface EntryNeed {
  readonly kind: GroupKind;
  readonly weight: "all" | "part";
  /** Completes "without it ...". */
  readonly why: string;
}

export const ENTRY_NEEDS: readonly EntryNeed[] = [
  {
    kind: "Node",
    weight: "all",
    why: "which addresses visitors may arrive at, and so which go, would not be known",
  },
  {
    kind: "Ingress.networking.k8s.io",
    weight: "all",
    why: "which hosts and paths are served would not be known",
  },
  {
    kind: "Service",
    weight: "all",
    why: "load balancers, node ports and external addresses would not be seen",
  },
  {
    kind: "DaemonSet.apps",
    weight: "part",
    why: "ingress controllers and ports taken on every node would not be seen",
  },
  {
    kind: "Deployment.apps",
    weight: "part",
    why: "ingress controllers and ports taken on nodes would not be seen",
  },
  {
    kind: "ConfigMap",
    weight: "part",
    why: "ingress controllers' settings and the plain ports they hand on would not be known",
  },
  {
    kind: "IngressClass.networking.k8s.io",
    weight: "part",
    why: "which controller serves an Ingress would not be known",
  },
  {
    kind: "Pod",
    weight: "part",
    why: "on which nodes ingress controllers run would not be known",
  },
  {
    kind: "Namespace",
    weight: "part",
    why: "who installed an ingress controller, and which namespaces controllers and Gateways look into, would not be known",
  },
];
