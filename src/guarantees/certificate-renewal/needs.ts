import type { ResourceNeed } from "../guarantee.ts";

/** What the guarantee is judged by, and what stays open without it. */
export const needs: readonly ResourceNeed[] = [
  {
    kind: "Ingress.networking.k8s.io",
    weight: "part",
    why: "certificates that are made for an Ingress would not be seen",
  },
  {
    kind: "Deployment.apps",
    weight: "part",
    why: "which version of cert-manager runs, and which controllers answer challenges, would not be known",
  },
  {
    kind: "DaemonSet.apps",
    weight: "part",
    why: "which controllers answer challenges, and what takes pods to addresses, would not be known",
  },
  {
    kind: "Secret",
    weight: "part",
    why: "how long certificates are valid, and which Secrets issuers need, would not be known",
  },
  {
    kind: "ConfigMap",
    weight: "part",
    why: "whether a controller expects PROXY headers would not be known",
  },
  {
    kind: "Service",
    weight: "part",
    why: "load balancers that write PROXY headers would not be seen",
  },
];
