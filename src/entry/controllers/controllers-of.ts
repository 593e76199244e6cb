import type { Profile } from "../../platforms/profile.ts";
import { stringMapOf } from "../../world/json.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import type { Controller, Shown } from "../controller.ts";
import { operatorOf } from "../operator.ts";
import { softwareVersion } from "../software-version.ts";
import { ingressNginx } from "./ingress-nginx.ts";
import { otherController } from "./other.ts";
import { type Recognised, recognise } from "./recognise.ts";
import { flagsIn, startWords } from "./start-words.ts";

/** What every kind's own module is given to begin with. */
export type Begun = Pick<Controller, "workload" | "kind" | "shownBy" | "operator" | "version" | "flags">;

/**
 * The ingress controllers that run in the cluster, those without a single pod too. States share the workloads and
 * ConfigMaps that no stage changed, and then this answer: what the platform sets over a controller's settings is not in
 * it (`settingsIn`).
 */
export function controllersOf(world: World, profile: Profile): readonly Controller[] {
  const known = REMEMBERED.get(world.workloads);
  const parts = [world.objects.list("ConfigMap"), world.objects.list("Namespace"), world.coverage, profile];
  if (known?.parts.every((part, index) => part === parts[index]) === true) return known.controllers;
  const controllers = found(world, profile);
  REMEMBERED.set(world.workloads, { parts, controllers });
  return controllers;
}

interface Remembered {
  readonly parts: readonly unknown[];
  readonly controllers: readonly Controller[];
}

const REMEMBERED = new WeakMap<readonly Workload[], Remembered>();

function found(world: World, profile: Profile): readonly Controller[] {
  return world.workloads.flatMap((workload) => {
    const recognised = recognise(workload);
    if (recognised === undefined) return [];
    const begun = begin(world, profile, workload, recognised);
    return [
      begun.kind === "ingress-nginx" ? ingressNginx(world, begun) : otherController(world, begun, recognised),
    ];
  });
}

function begin(world: World, profile: Profile, workload: Workload, recognised: Recognised): Begun {
  const { kind, container, image, shownBy } = recognised;
  return {
    workload,
    kind,
    shownBy,
    operator: operatorOf(workload, profile.source.managed.ingress, kubesprayAddon(world, workload, kind)),
    version: softwareVersion(image, workload),
    flags: flagsIn(startWords(container, workload.ref.namespace ?? "default")),
  };
}

/**
 * ingress-nginx as Kubespray's addon sets it up: a namespace labelled by its own name, pods without the labels
 * `instance` and `component` that the chart and the project's own manifests give
 * (roles/kubernetes-apps/ingress_controller/ingress_nginx/templates).
 */
function kubesprayAddon(
  { objects }: World,
  { ref, template }: Workload,
  kind: Controller["kind"],
): Shown | undefined {
  const { labels } = template;
  const name = ref.namespace ?? "default";
  if (kind !== "ingress-nginx" || labels["app.kubernetes.io/name"] !== "ingress-nginx") return undefined;
  const installed = ["app.kubernetes.io/instance", "app.kubernetes.io/component"];
  if (installed.some((key) => labels[key] !== undefined)) return undefined;
  const namespace = objects.get("Namespace", undefined, name);
  if (namespace === undefined || stringMapOf(namespace.object.metadata.labels).name !== name)
    return undefined;
  const note = `label name=${name}, as Kubespray's addon sets it, and pods without the chart's labels`;
  return { resource: namespace, path: ["metadata", "labels", "name"], note };
}
