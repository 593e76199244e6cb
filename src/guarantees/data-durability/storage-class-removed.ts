import { at, type Json, objectsOf, type Path, stringOf } from "../../world/json.ts";
import { type ObjectRef, type Resource, refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate, counted, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import { customUses } from "./custom-uses.ts";
import type { Rule, Step } from "./rule.ts";
import { podVolumes } from "./volumes.ts";

/**
 * Something names a StorageClass that the platform takes away. Volumes that exist stay: a bound claim needs its
 * class only to be resized. What needs it is whatever makes a new claim.
 */
export const storageClassRemoved: Rule = {
  id: "storage-class-removed",
  title: "A StorageClass that is taken away is still asked for",
  hazards: ["ST-1"],
  find(step: Step) {
    const removed = new Set(step.now.storageClassesRemoved);
    if (removed.size === 0) return [];
    return [
      ...step.workloads.flatMap((workload) => ofWorkload(workload, removed)),
      ...ofClaims(step, removed),
      ...ofManifests(step, removed),
      ...customUses(step, removed),
    ];
  },
};

/** The class a claim, or a template of one, names; the annotation is how it was written before 1.6. */
export function classOf(claim: unknown): { readonly name: string; readonly path: Path } | undefined {
  for (const path of [
    ["spec", "storageClassName"],
    ["metadata", "annotations", "volume.beta.kubernetes.io/storage-class"],
  ]) {
    const name = stringOf(at(claim, ...path));
    if (name !== undefined) return { name, path };
  }
  return undefined;
}

function ofWorkload(workload: Workload, removed: ReadonlySet<string>): readonly Breach[] {
  const found: { name: string; evidence: Evidence; ephemeral: boolean }[] = [];
  const { resource } = workload;
  objectsOf(at(resource?.object, "spec", "volumeClaimTemplates")).forEach((template, index) => {
    const named = classOf(template);
    if (resource === undefined || named === undefined || !removed.has(named.name)) return;
    const evidence = cite(resource, ["spec", "volumeClaimTemplates", index, ...named.path]);
    found.push({ name: named.name, evidence, ephemeral: false });
  });
  for (const { volume, path } of podVolumes(workload)) {
    const named = classOf(at(volume, "ephemeral", "volumeClaimTemplate"));
    if (named === undefined || !removed.has(named.name)) continue;
    const evidence = citeTemplate(workload.template, [
      ...path,
      "ephemeral",
      "volumeClaimTemplate",
      ...named.path,
    ]);
    found.push({ name: named.name, evidence, ephemeral: true });
  }
  const [first] = found;
  if (first === undefined) return [];
  const who = refLabel(workload.ref);
  const names = listed([...new Set(found.map(({ name }) => name))]);
  const everyPod = found.some(({ ephemeral }) => ephemeral);
  return [
    {
      cause: storageClassRemoved.id,
      verdict: "breaks",
      subject: workload.ref,
      message: everyPod
        ? `${who} makes a new claim of StorageClass ${names} for every pod. The class is taken away: from then on each evicted pod stays pending.`
        : `${who} makes its claims of StorageClass ${names}, which is taken away. Its ${counted(workload.pods.length, "pod")} keep the volumes they have; a further replica, or one whose claim is lost, stays pending, and volumes cannot be resized.`,
      remedy: everyPod
        ? "Name a StorageClass that stays in the ephemeral volume's claim template."
        : `Delete the StatefulSet with --cascade=orphan and create it again with a StorageClass that stays in volumeClaimTemplates (the field is immutable); the claims it has are taken up as they are.`,
      evidence: found.map(({ evidence }) => evidence),
    },
  ];
}

/** Claims that wait for the class break; bound ones lose no more than resizing, told once for each class. */
function ofClaims(step: Step, removed: ReadonlySet<string>): readonly Breach[] {
  const waiting: Breach[] = [];
  const bound = new Map<string, Resource[]>();
  for (const claim of step.now.objects.list("PersistentVolumeClaim")) {
    const named = classOf(claim.object);
    if (named === undefined || !removed.has(named.name) || step.isPlatform(claim.ref)) continue;
    const isBound = at(claim.object, "spec", "volumeName") !== undefined || phaseOf(claim) === "Bound";
    if (isBound) bound.set(named.name, [...(bound.get(named.name) ?? []), claim]);
    else waiting.push(unbound(claim, named.name, cite(claim, named.path)));
  }
  return [...waiting, ...[...bound].map(([name, claims]) => resizing(name, claims, step))];
}

function phaseOf(claim: Resource): Json | undefined {
  return at(claim.object, "status", "phase");
}

function unbound(claim: Pick<Resource, "ref">, name: string, evidence: Evidence): Breach {
  return {
    cause: storageClassRemoved.id,
    verdict: "breaks",
    subject: claim.ref,
    message: `${refLabel(claim.ref)} asks for a volume of StorageClass ${name}, which is taken away: unless it is bound before, it stays pending.`,
    remedy: "Name a StorageClass that stays.",
    evidence: [evidence],
  };
}

function resizing(name: string, claims: readonly Resource[], step: Step): Breach {
  const found = step.now.objects.get("StorageClass.storage.k8s.io", undefined, name);
  const subject: ObjectRef = found?.ref ?? { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name };
  return {
    cause: storageClassRemoved.id,
    verdict: "advice",
    subject,
    message: `StorageClass ${name} is taken away. ${counted(claims.length, "bound claim")} of it ${claims.length === 1 ? "keeps its volume" : "keep their volumes"} and cannot be resized any more (${listed(claims.map(({ ref }) => `${ref.namespace ?? "default"}/${ref.name}`))}).`,
    remedy: "Resize what is short of room before, or move it to a claim of a StorageClass that stays.",
    evidence: claims.slice(0, 5).map((claim) => cite(claim, classOf(claim.object)?.path ?? ["spec"])),
  };
}

/** What Helm will ask for with its next upgrade, where no such object was read. */
function ofManifests(step: Step, removed: ReadonlySet<string>): readonly Breach[] {
  return step.now.manifests.flatMap((manifest) => {
    const { object, origin } = manifest;
    if (object === undefined || object.kind !== "PersistentVolumeClaim") return [];
    const named = classOf(object);
    if (named === undefined || !removed.has(named.name)) return [];
    const { namespace, name } = object.metadata;
    const ref = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
    };
    return [unbound({ ref }, named.name, { ref, origin, path: named.path, value: named.name })];
  });
}
