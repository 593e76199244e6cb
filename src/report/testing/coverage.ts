import type { AssessmentCoverage } from "../assessment.ts";

function read(kind: string, count: number, ...neededBy: string[]): AssessmentCoverage {
  return { kind, status: "read", count, neededBy };
}

/** What a directory of manifests and a dump gives: most of it, one broken document, no Helm releases. */
export const shopCoverage: AssessmentCoverage[] = [
  read("Node", 7, "scheduling", "egress-address", "api-access"),
  read("Pod", 88, "scheduling", "data-durability"),
  read("Deployment.apps", 19, "scheduling", "data-durability", "api-access"),
  read("StatefulSet.apps", 5, "scheduling", "data-durability"),
  read("DaemonSet.apps", 6, "scheduling", "data-durability"),
  read("CronJob.batch", 2, "scheduling", "api-versions"),
  read("ConfigMap", 61, "api-access", "egress-address"),
  read("PersistentVolume", 9, "scheduling", "data-durability"),
  read("PersistentVolumeClaim", 9, "scheduling", "data-durability"),
  read("StorageClass.storage.k8s.io", 3, "data-durability"),
  read("PodDisruptionBudget.policy", 4, "scheduling"),
  read("HorizontalPodAutoscaler.autoscaling", 8, "api-versions"),
  {
    kind: "Secret",
    status: "absent",
    count: 0,
    reason: "the sources hold no object of this kind, so Helm releases could not be read",
    neededBy: ["api-versions"],
  },
  {
    place: "shop/legacy/old-importer.yaml:41",
    status: "unreadable",
    count: 0,
    reason: "not YAML: bad indentation of a mapping entry",
    neededBy: ["api-versions", "scheduling", "data-durability", "egress-address", "api-access"],
  },
  {
    kind: "FlowSchema.flowcontrol.apiserver.k8s.io",
    place: "shop/dump/flowschemas.json",
    status: "partial",
    count: 11,
    reason: "the list was cut off after 11 objects (metadata.continue is set)",
    neededBy: ["api-versions"],
  },
];
