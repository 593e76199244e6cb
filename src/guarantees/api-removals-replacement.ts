import { versionOf } from "../world/resource.ts";
import type { Minor } from "../world/version.ts";
import type { ApiRemoval, ServedVersion } from "./api-removals.ts";

/** The API version to change to. */
export interface Replacement {
  readonly apiVersion: string;
  /** The first minor that serves it. */
  readonly servedFrom: Minor;
  /** The first minor that no longer does; undefined when no end is known. */
  readonly removedIn: Minor | undefined;
  /** False when the cluster does not serve it yet: the change must wait for that minor. */
  readonly servedNow: boolean;
  /** Where it is first served when the old version is gone already: what is served before and after that. */
  readonly bridge?: ServedVersion;
}

/**
 * What replaces a removed version in a cluster that arrives at `target`: the most stable version of the kind
 * served there. `now` is the minor the cluster runs. Undefined when nothing serves the kind any more.
 */
export function replacementAt(
  removal: ApiRemoval,
  target: Minor,
  now: Minor | undefined,
): Replacement | undefined {
  const candidates = removal.alternatives
    .filter((entry) => canHold(removal, entry))
    .sort((a, b) => compareVersions(versionOf(b.apiVersion), versionOf(a.apiVersion)));
  const best = candidates.find((entry) => isServed(entry, target));
  if (best === undefined) return undefined;
  const { apiVersion, introducedIn: servedFrom, removedIn } = best;
  const servedNow = now === undefined || servedFrom <= now;
  const replacement = { apiVersion, servedFrom, removedIn, servedNow };
  if (servedNow || servedFrom < removal.removedIn) return replacement;
  const bridges = candidates.filter(
    (entry) => isServed(entry, removal.removedIn - 1) && isServed(entry, removal.removedIn),
  );
  const bridge = bridges.find((entry) => isServed(entry, target)) ?? bridges[0];
  return bridge === undefined ? replacement : { ...replacement, bridge };
}

function isServed(entry: ServedVersion, minor: Minor): boolean {
  return entry.introducedIn <= minor && (entry.removedIn === undefined || minor < entry.removedIn);
}

/**
 * A version of a lower major cannot hold everything (autoscaling/v1 knows no metrics but CPU), unless it is
 * the official replacement (batch/v1 for batch/v2alpha1).
 */
function canHold(removal: ApiRemoval, entry: ServedVersion): boolean {
  if (entry.apiVersion === removal.replacement) return true;
  return parse(versionOf(entry.apiVersion)).major >= parse(versionOf(removal.apiVersion)).major;
}

/** Kubernetes' version priority: stable before beta before alpha, then by number (v2, v1, v1beta2, v1alpha1). */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  return left.stability - right.stability || left.major - right.major || left.minor - right.minor;
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

function parse(version: string): { major: number; stability: number; minor: number } {
  const match = VERSION.exec(version);
  if (match === null) return { major: 0, stability: -1, minor: 0 };
  const stability = match[2] === undefined ? 2 : match[2] === "beta" ? 1 : 0;
  return { major: Number(match[1]), stability, minor: Number(match[3] ?? 0) };
}
