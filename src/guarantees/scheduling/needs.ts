import type { ResourceNeed } from "../guarantee.ts";

/** What the guarantee is judged by, and what stays open without it. */
export const needs: readonly ResourceNeed[] = [
  {
    kind: "Node",
    weight: "all",
    why: "which labels, taints and zones are lost, and how much room there is, would not be known",
  },
  {
    kind: "PodDisruptionBudget.policy",
    weight: "part",
    why: "a budget that forbids every eviction would not be seen",
  },
  {
    kind: "Pod",
    weight: "part",
    why: "pods without a controller, pods that are not ready and where pods run would not be seen",
  },
  {
    kind: "Deployment.apps",
    weight: "part",
    why: "its pods' rules, requests and replicas would not be seen",
  },
  {
    kind: "StatefulSet.apps",
    weight: "part",
    why: "its pods' rules, requests and volumes would not be seen",
  },
  {
    kind: "DaemonSet.apps",
    weight: "part",
    why: "what each node must hold beside other pods would not be known",
  },
  {
    kind: "ReplicaSet.apps",
    weight: "part",
    why: "which Deployment a running pod belongs to would not be known",
  },
  { kind: "CronJob.batch", weight: "part", why: "jobs bound to lost labels or nodes would not be seen" },
  { kind: "PersistentVolumeClaim", weight: "part", why: "which pods mount which volume would not be known" },
  { kind: "PersistentVolume", weight: "part", why: "volumes bound to a zone or a node would not be seen" },
  {
    kind: "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
    weight: "part",
    why: "a webhook that refuses evicted pods' replacements would not be seen",
  },
  {
    kind: "MutatingWebhookConfiguration.admissionregistration.k8s.io",
    weight: "part",
    why: "a webhook that refuses evicted pods' replacements would not be seen",
  },
  { kind: "Service", weight: "part", why: "which pods answer for a webhook would not be known" },
  {
    kind: "Namespace",
    weight: "part",
    why: "which namespaces a webhook or an affinity covers would not be known",
  },
];
