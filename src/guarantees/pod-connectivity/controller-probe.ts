import { workloadOf } from "../../network/repair/probes.ts";
import type { PodSubject } from "../../network/subjects.ts";
import { at, stringMapOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";

/** The old platform's ingress controller, known to policies by labels that its installer gave. */
export interface OldController {
  readonly workload: Workload;
  readonly namespace: Resource;
}

const NAME = "app.kubernetes.io/name";
const INSTANCE = "app.kubernetes.io/instance";

/**
 * ingress-nginx as Kubespray's addon sets it up: a namespace labelled by its own name, pods without the chart's
 * `instance` label (roles/kubernetes-apps/ingress_controller/ingress_nginx/templates).
 */
export function oldControllers({ workloads, objects }: World): readonly OldController[] {
  return workloads.flatMap((workload) => {
    const { labels, spec } = workload.template;
    if (labels[NAME] !== "ingress-nginx" || labels[INSTANCE] !== undefined || spec.hostNetwork === true)
      return [];
    const namespace = objects.get("Namespace", undefined, workload.ref.namespace ?? "default");
    if (namespace === undefined || namespaceLabels(namespace).name !== namespace.ref.name) return [];
    return [{ workload, namespace }];
  });
}

function namespaceLabels({ object }: Resource): Labels {
  return stringMapOf(at(object, "metadata", "labels"));
}

export const PROBE_NAME = " ingress controller ";

/** The world with one pod of the controller as it is (so that a DaemonSet without pods counts too). */
export function withOld(world: World, { workload, namespace }: OldController): World {
  const { labels, spec } = workload.template;
  return {
    ...world,
    workloads: [...world.workloads, workloadOf(namespace, namespace.ref.name, PROBE_NAME, labels, spec)],
  };
}

/** The same pod as ingress-nginx' Helm chart labels it, in a namespace that has nothing but its name. */
export function withNew(world: World, { workload, namespace }: OldController): World {
  const labels = {
    [NAME]: "ingress-nginx",
    [INSTANCE]: "ingress-nginx",
    "app.kubernetes.io/component": "controller",
    "app.kubernetes.io/part-of": "ingress-nginx",
    "app.kubernetes.io/managed-by": "Helm",
  };
  const object = { ...namespace.object, metadata: { ...namespace.object.metadata, labels: {} } };
  return {
    ...world,
    objects: world.objects.with({ put: [{ ...namespace, object }] }),
    workloads: [
      ...world.workloads,
      workloadOf(namespace, namespace.ref.name, PROBE_NAME, labels, workload.template.spec),
    ],
  };
}

export function isController({ pod }: PodSubject): boolean {
  return pod.name === PROBE_NAME;
}
