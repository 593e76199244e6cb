import type { ResourceNeed } from "../guarantee.ts";

/** What the guarantee is judged by, and what stays open without it. */
export const needs: readonly ResourceNeed[] = [
  { kind: "PersistentVolume", weight: "all", why: "volumes on nodes' disks would not be seen" },
  { kind: "PersistentVolumeClaim", weight: "all", why: "who stores what on which volume would not be known" },
  { kind: "Pod", weight: "part", why: "data of pods without a workload that was read would not be seen" },
  { kind: "Deployment.apps", weight: "part", why: "data in its pods' node directories would not be seen" },
  {
    kind: "StatefulSet.apps",
    weight: "part",
    why: "its claim templates and its pods' directories would not be seen",
  },
  { kind: "DaemonSet.apps", weight: "part", why: "what it keeps on each node would not be seen" },
  { kind: "CronJob.batch", weight: "part", why: "data its jobs keep on a node would not be seen" },
  {
    kind: "StorageClass.storage.k8s.io",
    weight: "part",
    why: "whether the default class goes would not be known",
  },
];
