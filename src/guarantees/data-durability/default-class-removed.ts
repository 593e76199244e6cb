import { at, objectsOf, stringMapOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";
import { classOf } from "./storage-class-removed.ts";
import { podVolumes } from "./volumes.ts";

const DEFAULT = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
] as const;

/** The default StorageClass is taken away and no other is the default: claims without a class stay pending. */
export const defaultClassRemoved: Rule = {
  id: "default-class-removed",
  title: "The default StorageClass is taken away",
  hazards: ["ST-1"],
  find(step: Step) {
    const removed = new Set(step.now.storageClassesRemoved);
    const defaults = step.now.objects
      .list("StorageClass.storage.k8s.io")
      .filter((one) => markOf(one) !== undefined);
    const [gone] = defaults.filter(({ ref }) => removed.has(ref.name));
    if (gone === undefined || defaults.some(({ ref }) => !removed.has(ref.name))) return [];
    return [breach(gone, step)];
  },
};

/** The annotation that makes it the default. */
function markOf({ object }: Resource): string | undefined {
  const annotations = stringMapOf(object.metadata.annotations);
  return DEFAULT.find((key) => annotations[key] === "true");
}

function breach(gone: Resource, step: Step): Breach {
  const users = step.workloads.flatMap((workload) =>
    usesDefault(workload).map((evidence) => ({ workload, evidence })),
  );
  const names = listed([...new Set(users.map(({ workload }) => refLabel(workload.ref)))]);
  const some = users.length > 0;
  return {
    cause: defaultClassRemoved.id,
    verdict: some ? "breaks" : "unknown",
    subject: gone.ref,
    message: `${refLabel(gone.ref)} is the default and is taken away, and no other class is the default: claims that name no class stay pending.${some ? ` ${names} make such claims.` : " Whether anybody relies on it, or the platform brings another default, is not known."}`,
    remedy:
      "Name a StorageClass that stays in every claim, or mark one as the default (storageclass.kubernetes.io/is-default-class).",
    evidence: [
      cite(gone, ["metadata", "annotations", markOf(gone) ?? DEFAULT[0]]),
      ...users.slice(0, 4).map(({ evidence }) => evidence),
    ],
  };
}

/** Claim templates that leave the class open; an empty name is no such: it asks for no class at all. */
function usesDefault(workload: Workload): readonly Evidence[] {
  const { resource } = workload;
  const own =
    resource === undefined
      ? []
      : objectsOf(at(resource.object, "spec", "volumeClaimTemplates")).flatMap((template, index) =>
          classOf(template) === undefined ? [cite(resource, ["spec", "volumeClaimTemplates", index])] : [],
        );
  const ephemeral = podVolumes(workload).flatMap(({ volume, path }) => {
    const template = at(volume, "ephemeral", "volumeClaimTemplate");
    return template !== undefined && classOf(template) === undefined
      ? [citeTemplate(workload.template, [...path, "ephemeral", "volumeClaimTemplate"])]
      : [];
  });
  return [...own, ...ephemeral];
}
