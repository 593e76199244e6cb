import { at, type JsonObject, listOf, objectsOf, type Path, stringOf } from "../../world/json.ts";
import type { PodTemplate, Workload } from "../../world/workload.ts";

/** A volume of a pod spec with where containers mount it. */
export interface PodVolume {
  readonly name: string;
  readonly volume: JsonObject;
  /** In the pod spec. */
  readonly path: Path;
  readonly mounts: readonly Mount[];
}

export interface Mount {
  readonly container: JsonObject;
  readonly mountPath: string;
  readonly readOnly: boolean;
  /** In the pod spec. */
  readonly path: Path;
}

/** Templates are the same objects in every state: each is looked through once, not once a rule and state. */
const known = new WeakMap<PodTemplate, readonly PodVolume[]>();

/** The volumes of a workload's pods. */
export function podVolumes({ template }: Workload): readonly PodVolume[] {
  let volumes = known.get(template);
  if (volumes === undefined) {
    volumes = volumesOf(template);
    known.set(template, volumes);
  }
  return volumes;
}

function volumesOf(template: PodTemplate): readonly PodVolume[] {
  const mounts = allMounts(template.spec);
  return objectsOf(template.spec.volumes).map((volume, index) => {
    const name = stringOf(volume.name) ?? "";
    return { name, volume, path: ["volumes", index], mounts: mounts.get(name) ?? [] };
  });
}

function allMounts(spec: JsonObject): ReadonlyMap<string, readonly Mount[]> {
  const found = new Map<string, Mount[]>();
  for (const field of ["initContainers", "containers"]) {
    listOf(spec[field]).forEach((container, index) => {
      objectsOf(at(container, "volumeMounts")).forEach((mount, position) => {
        const name = stringOf(mount.name) ?? "";
        const list = found.get(name) ?? [];
        list.push({
          container: container as JsonObject,
          mountPath: stringOf(mount.mountPath) ?? "",
          readOnly: mount.readOnly === true,
          path: [field, index, "volumeMounts", position],
        });
        found.set(name, list);
      });
    });
  }
  return found;
}

/** Whether a path is one of the directories or below one. */
export function isWithin(path: string, directories: readonly string[]): boolean {
  const clean = path.replace(/\/+$/, "");
  return directories.some((directory) => clean === directory || clean.startsWith(`${directory}/`));
}

/** Whether a container mounts anything that could hold its data: any volume but configuration. */
export function claimedElsewhere(workload: Workload, container: JsonObject): boolean {
  const names = new Set(objectsOf(container.volumeMounts).map((mount) => stringOf(mount.name)));
  const own = objectsOf(at(workload.resource?.object, "spec", "volumeClaimTemplates"));
  if (own.some((template) => names.has(stringOf(at(template, "metadata", "name"))))) return true;
  return podVolumes(workload).some(
    ({ name, volume }) => names.has(name) && !CONFIGURATION.some((source) => volume[source] !== undefined),
  );
}

const CONFIGURATION = ["configMap", "secret", "projected", "downwardAPI"];
