import type { ResourceNeed } from "../guarantee.ts";

/** Helm keeps its releases in Secrets or ConfigMaps; the other kinds are those people write that lose a version. */
export const API_VERSION_NEEDS: readonly ResourceNeed[] = [
  {
    kind: "Secret",
    weight: "part",
    why: "the manifests of Helm releases (in Secrets) would not be seen",
  },
  {
    kind: "ConfigMap",
    weight: "part",
    why: "the manifests of Helm releases kept in ConfigMaps, and manifests in addons' ConfigMaps, would not be seen",
  },
  ...[
    "HorizontalPodAutoscaler.autoscaling",
    "FlowSchema.flowcontrol.apiserver.k8s.io",
    "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io",
    "CronJob.batch",
    "PodDisruptionBudget.policy",
    "PodSecurityPolicy.policy",
  ].map((kind): ResourceNeed => ({ kind, weight: "part", why: whyOf(kind) })),
];

function whyOf(kind: string): string {
  const name = kind.slice(0, kind.indexOf("."));
  return name === "PodSecurityPolicy"
    ? "a PodSecurityPolicy that Kubernetes 1.25 drops would not be seen"
    : `a ${name} last applied with a removed version would not be seen`;
}
