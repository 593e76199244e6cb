import type { GroupKind } from "./resource.ts";

/**
 * How well one thing could be read. `read`: all of it. `partial`: some of it. `forbidden`: the server
 * refused. `absent`: the sources do not hold it and cannot tell whether the cluster has any.
 * `unreadable`: it is there but could not be understood.
 */
export type CoverageStatus = "read" | "partial" | "forbidden" | "absent" | "unreadable";

export interface CoverageEntry {
  /** A kind of object ("PodDisruptionBudget.policy"), or a place (a file, a document, the version). */
  readonly subject: { readonly kind: GroupKind } | { readonly place: string };
  readonly status: CoverageStatus;
  /** Objects read. */
  readonly count: number;
  /** Why it is not `read`, in words for people. */
  readonly reason?: string;
  /** `manifests/shop.yaml:120`, `GET /apis/policy/v1/poddisruptionbudgets`. */
  readonly place?: string;
}

/** What was and what was not read. Kinds nobody reported on count as absent. */
export interface Coverage {
  readonly entries: readonly CoverageEntry[];
  /** The user vouched that the files hold everything, so a kind that is not in them does not exist. */
  readonly assumedComplete: boolean;
}

/** How well a kind was read; `absent` when no entry speaks of it. */
export function coverageOf(coverage: Coverage, kind: GroupKind): CoverageEntry {
  const found = coverage.entries.find((entry) => "kind" in entry.subject && entry.subject.kind === kind);
  if (found !== undefined) return found;
  return coverage.assumedComplete
    ? { subject: { kind }, status: "read", count: 0 }
    : { subject: { kind }, status: "absent", count: 0, reason: "the sources hold no object of this kind" };
}

/** The documents and files that could not be read: any guarantee may miss evidence that stood in them. */
export function unreadPlaces(coverage: Coverage): readonly CoverageEntry[] {
  return coverage.entries.filter((entry) => "place" in entry.subject && entry.status !== "read");
}
