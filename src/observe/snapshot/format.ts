/**
 * A snapshot is gzip-compressed NDJSON: a header line, one line for each part of the observation, and a last
 * line that says how many there were. `version` rises when an older program could misread it.
 */
export const SNAPSHOT_FORMAT = "replatform.io/snapshot";
export const SNAPSHOT_VERSION = 1;

/** How every snapshot's text begins. */
export const SNAPSHOT_START = `{"format":"${SNAPSHOT_FORMAT}"`;

export interface SnapshotHeader {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly version: number;
  /** The program that wrote it: "replatform 0.1.0". */
  readonly generator: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}
