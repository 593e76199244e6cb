import { at, entriesOf, isObject, listOf, objectsOf, type Path, stringOf } from "../../world/json.ts";
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
  return listOf(spec.containers).flatMap((container, index): CloudController[] => {
    const own: Path = ["containers", index];
    const image = imageName(stringOf(at(container, "image")) ?? "");
    const match = CONTROLLER_IMAGES.find(([part]) => image.includes(part));
    if (match !== undefined) {
      const note = `runs ${image.slice(image.lastIndexOf("/") + 1)}`;
      const shown = { resource, path: [...path, ...own, "image"], note };
      return [{ cloud: match[1], workload, container: own, shown }];
    }
    if (!image.endsWith("controller-manager") || !isObject(container)) return [];
    const provider = flagsIn(startWords(container, workload.ref.namespace ?? "default"))["--cloud-provider"];
    const cloud = IN_TREE_PROVIDERS.get(provider ?? "");
    if (cloud === undefined) return [];
    const shown = { resource, path: [...path, ...own], note: `--cloud-provider=${provider}` };
    return [{ cloud, workload, container: own, shown }];
  });
}

/** The flags a cloud controller is started with, as ("--cluster-name" to "cluster.local"). */
export function controllerFlags({ workload, container }: CloudController): Readonly<Record<string, string>> {
  const found = at(workload.template.spec, ...container);
  return isObject(found) ? flagsIn(startWords(found, workload.ref.namespace ?? "default")) : {};
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
