import type { CoverageEntry } from "../../world/coverage.ts";
import { at, stringOf } from "../../world/json.ts";
import {
  groupKind,
  type KubeObject,
  type Manifest,
  type ObjectRef,
  type Resource,
  refKey,
  refLabel,
  refOf,
} from "../../world/resource.ts";
import { placeOf } from "../place.ts";
import { builtInScope } from "./identity.ts";
import { sameJson } from "./same-json.ts";

type Entry = { -readonly [Key in keyof Resource]: Resource[Key] };

const NO_MANIFESTS: readonly Manifest[] = Object.freeze([]);

/** All objects by identity, each with the evidence gathered for it. */
export class ObjectTable {
  #entries = new Map<string, Entry>();
  readonly #conflicts: string[] = [];

  /**
   * Merges one object in. The live object wins over manifests, whichever came first; a manifest for a known
   * object becomes evidence on it; of the same live object read twice the later state counts.
   */
  put(found: Resource): void {
    const key = refKey(found.ref);
    const known = this.#entries.get(key);
    if (known === undefined) {
      this.#entries.set(key, { ...found, manifests: orNone(found.manifests) });
    } else if (found.observed) {
      this.#putLive(known, found);
    } else {
      addManifests(known, [...found.manifests, ...(isRepetition(known, found) ? [] : [asManifest(found)])]);
    }
  }

  find(ref: ObjectRef): Resource | undefined {
    return this.#entries.get(refKey(ref));
  }

  attach(resource: Resource, manifest: Manifest): void {
    addManifests(resource as Entry, [manifest]);
  }

  /** Puts custom resources without a namespace into `default` where a CustomResourceDefinition says they have one. */
  settleScopes(): void {
    const namespaced = this.scopes();
    const unsettled = [...this.#entries].filter(
      ([, { ref }]) =>
        ref.namespace === undefined &&
        builtInScope(ref.apiVersion, ref.kind) === undefined &&
        namespaced.get(groupKind(ref.apiVersion, ref.kind)) === "Namespaced",
    );
    for (const [key, entry] of unsettled) {
      this.#entries.delete(key);
      const object = {
        ...entry.object,
        metadata: { ...entry.object.metadata, namespace: "default" },
      } as KubeObject;
      this.put({ ...entry, object, ref: refOf(object) });
    }
  }

  /** What the CustomResourceDefinitions at hand say of their kinds: "Namespaced" or "Cluster". */
  scopes(): ReadonlyMap<string, string> {
    const scopes = new Map<string, string>();
    for (const { ref, object } of this.#entries.values()) {
      if (ref.kind !== "CustomResourceDefinition") continue;
      const kind = stringOf(at(object, "spec", "names", "kind"));
      const group = stringOf(at(object, "spec", "group"));
      const scope = stringOf(at(object, "spec", "scope"));
      if (kind !== undefined && group !== undefined && scope !== undefined)
        scopes.set(`${kind}.${group}`, scope);
    }
    return scopes;
  }

  resources(): readonly Resource[] {
    return [...this.#entries.values()];
  }

  remarks(): CoverageEntry[] {
    return this.#conflicts.map((reason) => ({
      subject: { place: "sources" },
      status: "read",
      count: 0,
      reason,
    }));
  }

  #putLive(known: Entry, found: Resource): void {
    const { manifests } = known;
    if (!known.observed) {
      const claim = isRepetition(known, found) ? [] : [asManifest(known)];
      Object.assign(known, found);
      known.manifests = orNone([...found.manifests, ...claim, ...manifests]);
      return;
    }
    if (version(known) === version(found)) return;
    if (this.#conflicts.length < 20) {
      const places = `${placeOf(known.origin)} and ${placeOf(found.origin)}`;
      this.#conflicts.push(
        `${refLabel(found.ref)} was read twice and differs (${places}): the later state counts`,
      );
    }
    if (isLater(found, known)) Object.assign(known, found);
  }
}

function asManifest({ ref, object, origin }: Resource): Manifest {
  return { source: { kind: "file" }, apiVersion: ref.apiVersion, kind: ref.kind, origin, object };
}

/** The same statement again, such as one manifest reached through two directories. */
function isRepetition(known: Resource, found: Resource): boolean {
  return !known.observed && !found.observed && sameJson(known.object, found.object);
}

function addManifests(entry: Entry, manifests: readonly Manifest[]): void {
  if (manifests.length > 0) entry.manifests = [...entry.manifests, ...manifests];
}

function orNone(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.length === 0 ? NO_MANIFESTS : manifests;
}

function version({ object }: Resource): string {
  return `${stringOf(object.metadata.uid) ?? ""}@${stringOf(object.metadata.resourceVersion) ?? ""}`;
}

/** resourceVersions are etcd revisions: opaque by contract, growing in every server there is. */
function isLater(found: Resource, known: Resource): boolean {
  const [a, b] = [found, known].map(({ object }) => Number(object.metadata.resourceVersion));
  return a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b) || a > b;
}
