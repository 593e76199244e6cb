import { objectMatcher } from "../../platforms/patterns.ts";
import type { Profile } from "../../platforms/profile.ts";
import { type Manifest, type ObjectRef, type Owner, type Resource, refOf } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { ApiRemoval } from "../api-removals.ts";
import { findRemoval, indexRemovals, type RemovalIndex } from "../api-removals-between.ts";
import type { Evidence } from "../guarantee.ts";
import { embeddedUses } from "./embedded.ts";
import { stillWrites } from "./managers.ts";
import type { Speaker, Use } from "./use.ts";

const LAST_APPLIED = ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"];

/**
 * Every statement in a world that names a version from the removal table. That a live object was listed under
 * such a version is none: the API server converts, and stored objects survive their storage version. What the
 * platform applies itself is left out: it brings its own manifests for the new version.
 */
export function collectUses(world: World, removals: readonly ApiRemoval[], profile: Profile): readonly Use[] {
  const index = indexRemovals(removals.filter(isStored));
  const isPlatforms = objectMatcher(profile.source.owned);
  const uses: Use[] = [];
  for (const resource of world.objects.all()) {
    const found = usesOf(resource, index);
    if (found.length > 0 && !isPlatforms(resource.ref)) uses.push(...found);
  }
  for (const manifest of world.manifests) {
    if (isPlatforms(manifest.ref)) continue;
    const use = manifestUse(manifest, manifest.ref, UNOWNED, index);
    if (use !== undefined) uses.push(use);
  }
  return uses;
}

const UNOWNED: Owner = { kind: "unknown", name: "" };

/** Some types only travel in requests, stand in the API server's own files, or last an hour: nobody keeps such. */
function isStored({ wireTypeOnly, apiVersion, kind }: ApiRemoval): boolean {
  return !wireTypeOnly && !apiVersion.startsWith("audit.k8s.io/") && kind !== "Event";
}

function usesOf(resource: Resource, index: RemovalIndex): readonly Use[] {
  const { ref, manifests, owner, origin, observed } = resource;
  const uses: Use[] = [];
  for (const manifest of manifests) {
    if (manifest.source.kind === "managed-fields" && !stillSays(manifest, manifests, index)) continue;
    const use = manifestUse(manifest, ref, owner, index);
    if (use !== undefined) uses.push(use);
  }
  const own = findRemoval(index, ref.apiVersion, ref.kind);
  if (own !== undefined && (observed ? hasNoOther(own) : !isRepeated(resource))) {
    const speaker: Speaker = { kind: observed ? "object" : "manifest" };
    const evidence: Evidence = { ref, origin, path: ["apiVersion"], value: ref.apiVersion };
    uses.push({ speaker, removal: own, object: ref, subject: ref, owner, evidence });
  }
  uses.push(...embeddedUses(resource, index));
  return uses;
}

function stillSays(manifest: Manifest, manifests: readonly Manifest[], index: RemovalIndex): boolean {
  if (findRemoval(index, manifest.apiVersion, manifest.kind) === undefined) return false;
  return stillWrites(
    manifest,
    manifests.filter((other) => other !== manifest),
    (version) => findRemoval(index, version, manifest.kind) !== undefined,
  );
}

/** A kind none of whose versions is left: nothing the API server could convert the object to. */
function hasNoOther(removal: ApiRemoval): boolean {
  return removal.alternatives.every((entry) => entry.removedIn !== undefined);
}

/** An object known only from a Helm release stands in its manifests already. */
function isRepeated({ ref, manifests }: Resource): boolean {
  return manifests.some(({ source, apiVersion }) => source.kind === "helm" && apiVersion === ref.apiVersion);
}

function manifestUse(manifest: Manifest, ref: ObjectRef, owner: Owner, index: RemovalIndex): Use | undefined {
  const { source, apiVersion, kind, origin } = manifest;
  const removal = findRemoval(index, apiVersion, kind);
  if (removal === undefined) return undefined;
  const object: ObjectRef = { ...ref, apiVersion, kind };
  const said = { removal, object, subject: ref, owner };
  switch (source.kind) {
    case "helm": {
      const note = `Helm release ${source.release}, revision ${source.revision} (${source.status}), holds ${kind} ${ref.name}`;
      const evidence = { ref: source.storedIn, origin, path: ["data", "release"], value: apiVersion, note };
      return { ...said, speaker: { kind: "helm", release: source }, evidence };
    }
    case "file": {
      const named = manifest.object === undefined ? object : refOf(manifest.object);
      const evidence = { ref: named, origin, path: ["apiVersion"], value: apiVersion };
      return { ...said, speaker: { kind: "manifest" }, evidence };
    }
    case "last-applied": {
      const evidence = { ref, origin, path: LAST_APPLIED, value: apiVersion };
      return { ...said, speaker: { kind: "last-applied" }, evidence };
    }
    case "managed-fields": {
      const { manager, operation } = source;
      const speaker = { kind: operation === "Apply" ? "server-side-apply" : "manager", manager } as const;
      const note = `field manager ${manager} (${operation})`;
      const evidence = { ref, origin, path: ["metadata", "managedFields"], value: apiVersion, note };
      return { ...said, speaker, evidence };
    }
  }
}
