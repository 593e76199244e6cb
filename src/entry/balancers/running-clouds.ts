import {
  at,
  entriesOf,
  isObject,
  type JsonObject,
  listOf,
  objectsOf,
  type Path,
  stringOf,
} from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import type { Shown } from "../controller.ts";
import { flagsIn, startWords } from "../controllers/start-words.ts";
import { imageName } from "../software-version.ts";
import { type Cloud, CONTROLLER_IMAGES, IN_TREE_PROVIDERS, PROVIDER_IDS } from "./cloud.ts";

/** A workload that makes load balancers, with what shows it. */
export interface CloudController {
  readonly cloud: Cloud;
  readonly workload: Workload;
  /** The container, in the pod spec of the workload's template. */
  readonly container: Path;
  readonly shown: Shown;
}

const CONTROLLERS = new WeakMap<readonly Workload[], readonly CloudController[]>();

/** The cloud controllers among a cluster's workloads. */
export function cloudControllers({ workloads }: Pick<World, "workloads">): readonly CloudController[] {
  const known = CONTROLLERS.get(workloads);
  if (known !== undefined) return known;
  const found = workloads.flatMap(ofWorkload);
  CONTROLLERS.set(workloads, found);
  return found;
}

function ofWorkload(workload: Workload): readonly CloudController[] {
  const { spec, resource, path } = workload.template;
  return objectsOf(spec.containers).flatMap((container): CloudController[] => {
    const cloud = makesBalancersOf(container);
    if (cloud === undefined) return [];
    const own: Path = ["containers", listOf(spec.containers).indexOf(container)];
    const image = imageName(stringOf(container.image) ?? "");
    const note = `runs ${image.slice(image.lastIndexOf("/") + 1)}`;
    return [{ cloud, workload, container: own, shown: { resource, path: [...path, ...own, "image"], note } }];
  });
}

/** Whose load balancers a container makes, by its image, or by the cloud that is built into it. */
export function makesBalancersOf(container: JsonObject): Cloud | undefined {
  const image = imageName(stringOf(container.image) ?? "");
  const match = CONTROLLER_IMAGES.find(([part]) => image.includes(part));
  if (match !== undefined || !image.endsWith("controller-manager")) return match?.[1];
  return IN_TREE_PROVIDERS.get(flagsOf(container)["--cloud-provider"] ?? "");
}

/** The flags a container is started with ("--cluster-name" to "cluster.local"). */
export function flagsOf(container: unknown): Readonly<Record<string, string>> {
  return isObject(container) ? flagsIn(startWords(container, "kube-system")) : {};
}

/** The value a container's environment gives a variable, where it stands there in plain. */
export function variableOf(container: unknown, name: string): string | undefined {
  return stringOf(
    at(
      objectsOf(at(container, "env")).find((entry) => entry.name === name),
      "value",
    ),
  );
}

const NODES = new WeakMap<readonly NodeModel[], ReadonlyMap<Cloud, Shown>>();

/** The clouds a cluster's machines belong to, by their Nodes' providerID. */
export function machineClouds({ nodes }: Pick<World, "nodes">): ReadonlyMap<Cloud, Shown> {
  const known = NODES.get(nodes);
  if (known !== undefined) return known;
  const found = new Map<Cloud, Shown>();
  for (const { resource } of nodes) {
    const id = stringOf(at(resource.object, "spec", "providerID")) ?? "";
    const scheme = id.slice(0, Math.max(0, id.indexOf("://")));
    const cloud = PROVIDER_IDS.get(scheme);
    if (cloud === undefined || found.has(cloud)) continue;
    found.set(cloud, { resource, path: ["spec", "providerID"], note: `a machine of ${scheme}` });
  }
  NODES.set(nodes, found);
  return found;
}

/** Annotations of an object: those that are texts. */
export function annotationsOf(object: unknown): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(at(object, "metadata", "annotations")).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
