import type { GroupKind } from "../../../world/resource.ts";
import { type ApiResource, groupKindOf } from "./api-resource.ts";
import { isLeftOut } from "./left-out.ts";
import { withoutTwins } from "./twins.ts";
import { compareVersions } from "./version-order.ts";

/** A kind to list, once, in the first of the versions that works. */
export interface KindToRead {
  readonly id: GroupKind;
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Those it can be listed in, best first; at least one. */
  readonly versions: readonly string[];
}

/** `wanted`: kinds that are read although they are left out; with `only`, nothing else is read. */
export function kindsToRead(
  resources: readonly ApiResource[],
  wanted: ReadonlySet<GroupKind>,
  only: boolean,
): KindToRead[] {
  const kinds = new Map<GroupKind, ApiResource[]>();
  for (const resource of withoutTwins(resources)) {
    const id = groupKindOf(resource);
    const isWanted = wanted.has(id) || (!only && !isLeftOut(resource.group, resource.plural));
    if (!isWanted || !resource.verbs.includes("list")) continue;
    const versions = kinds.get(id);
    if (versions === undefined) kinds.set(id, [resource]);
    else versions.push(resource);
  }
  return [...kinds].map(([id, served]) => toRead(id, served)).sort(byExpectedSize);
}

function toRead(id: GroupKind, served: ApiResource[]): KindToRead {
  const [best, ...others] = served.sort((a, b) => compareVersions(a.version, b.version)) as [
    ApiResource,
    ...ApiResource[],
  ];
  const { group, kind, plural, namespaced, version } = best;
  // The plural may differ between versions in theory only; a path is made of the best one's.
  const versions = [
    version,
    ...others.filter((other) => other.plural === plural).map((other) => other.version),
  ];
  return { id, group, kind, plural, namespaced, versions: [...new Set(versions)] };
}

/**
 * The kinds a cluster has most of. One kind's pages come one after the other, so the longest lists start first, or
 * the end is spent waiting for one of them.
 */
const LARGEST: readonly GroupKind[] = [
  "Pod",
  "Secret",
  "ConfigMap",
  "ReplicaSet.apps",
  "EndpointSlice.discovery.k8s.io",
];

function byExpectedSize(a: KindToRead, b: KindToRead): number {
  return rank(a) - rank(b) || (a.id < b.id ? -1 : 1);
}

function rank({ id }: KindToRead): number {
  const place = LARGEST.indexOf(id);
  return place < 0 ? LARGEST.length : place;
}
