import type { CoverageEntry } from "../../world/coverage.ts";
import type { JsonObject } from "../../world/json.ts";
import type { UnboundManifest } from "../../world/resource.ts";
import {
  groupKind,
  type KubeObject,
  type Manifest,
  type ObjectRef,
  type Origin,
  type Resource,
  refOf,
} from "../../world/resource.ts";
import { builtInScope } from "../objects/identity.ts";
import { helmOwner } from "../objects/owner.ts";
import { placeOf } from "../place.ts";
import { decodeRelease, type Release } from "./decode.ts";
import { releaseObjects } from "./release-objects.ts";
import { type StoredRelease, storedRelease } from "./stored-release.ts";

/** The objects releases are attached to. */
export interface Objects {
  find(ref: ObjectRef): Resource | undefined;
  attach(resource: Resource, manifest: Manifest): void;
  scopes(): ReadonlyMap<string, string>;
}

/**
 * Collects Helm v3 releases from the Secrets and ConfigMaps Helm keeps them in. Only two revisions of a release
 * matter: the one deployed, and a later one that is pending or failed; the others are never decoded.
 */
export class HelmReleases {
  readonly #releases = new Map<string, StoredRelease[]>();

  /** Looks at one object before it is redacted; keeps the payload of a release that may matter. */
  note(object: JsonObject, origin: Origin): void {
    const stored = storedRelease(object, origin);
    if (stored === undefined || FINISHED.has(stored.status ?? "")) return;
    const key = `${stored.namespace}/${stored.release}`;
    const known = this.#releases.get(key) ?? [];
    if (known.some(({ revision }) => revision === stored.revision)) return;
    this.#releases.set(key, relevant([...known, stored]));
  }

  /** Decodes what was kept and gives every manifest to its live object, or back where there is none. */
  attach(objects: Objects): { unbound: UnboundManifest[]; faults: CoverageEntry[] } {
    const unbound: UnboundManifest[] = [];
    const faults: CoverageEntry[] = [];
    const scopes = objects.scopes();
    for (const stored of [...this.#releases.values()].flat()) {
      const release = decodeRelease(stored.payload);
      if (typeof release === "string") {
        faults.push(unreadable(stored, release));
        continue;
      }
      if (FINISHED.has(release.status)) continue;
      const { found, broken } = releaseObjects(release);
      for (const reason of broken) faults.push(unreadable(stored, reason));
      for (const object of found) {
        const placed = inNamespace(object, release.namespace, scopes, objects);
        const manifest = manifestOf(release, stored, placed);
        const live = objects.find(refOf(placed));
        if (live === undefined) unbound.push({ ...manifest, ref: refOf(placed) });
        else attach(objects, live, manifest, release);
      }
    }
    this.#releases.clear();
    return { unbound, faults };
  }
}

/** Revisions that no longer say what will be applied. */
const FINISHED: ReadonlySet<string> = new Set(["superseded", "uninstalled", "uninstalling"]);

/** The latest deployed revision and the latest of all; those whose label names no status must be decoded first. */
function relevant(stored: readonly StoredRelease[]): StoredRelease[] {
  const latest = [...stored].sort((a, b) => b.revision - a.revision);
  const deployed = latest.find(({ status }) => status === "deployed");
  return latest.filter(
    (candidate, index) => index === 0 || candidate === deployed || candidate.status === undefined,
  );
}

function attach(objects: Objects, live: Resource, manifest: Manifest, release: Release): void {
  objects.attach(live, manifest);
  if (live.owner.kind === "unknown") {
    (live as { owner: Resource["owner"] }).owner = helmOwner(release.name, release.namespace);
  }
}

/** As Helm installs it: into the release's namespace where the manifest names none. */
function inNamespace(
  object: KubeObject,
  namespace: string,
  scopes: ReadonlyMap<string, string>,
  objects: Objects,
): KubeObject {
  if (object.metadata.namespace !== undefined) return object;
  const { apiVersion, kind } = object;
  const scope = builtInScope(apiVersion, kind) ?? scopes.get(groupKind(apiVersion, kind));
  if (scope === "Cluster") return object;
  const placed = { ...object, metadata: { ...object.metadata, namespace } } as KubeObject;
  // A custom resource of unknown scope: whichever of the two exists.
  if (scope === undefined && objects.find(refOf(placed)) === undefined && objects.find(refOf(object)))
    return object;
  return placed;
}

function manifestOf(release: Release, stored: StoredRelease, object: KubeObject): Manifest {
  return {
    source: {
      kind: "helm",
      release: release.name,
      namespace: release.namespace,
      chart: release.chart,
      revision: release.revision,
      status: release.status,
      storedIn: stored.storedIn,
    },
    apiVersion: object.apiVersion,
    kind: object.kind,
    origin: stored.origin,
    object,
  };
}

function unreadable(stored: StoredRelease, reason: string): CoverageEntry {
  return {
    subject: {
      place: `Helm release ${stored.release} in namespace ${stored.namespace}, revision ${stored.revision}`,
    },
    status: "unreadable",
    count: 0,
    reason,
    place: placeOf(stored.origin),
  };
}
