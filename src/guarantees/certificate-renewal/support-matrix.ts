import matrix from "../../data/cert-manager-releases.json" with { type: "json" };
import type { SoftwareVersion } from "../../entry/controller.ts";
import { type Minor, parseMinor } from "../../world/version.ts";

/** A release of cert-manager (`1.11`) with the minors of Kubernetes it was supported on. */
export interface Release {
  readonly release: string;
  readonly number: readonly [major: number, minor: number];
  readonly oldest: Minor;
  readonly newest: Minor;
}

/** Oldest first. A row that cannot be read is a broken build and throws. */
export const RELEASES: readonly Release[] = matrix.releases.map(({ release, kubernetes }) => {
  const [major, minor] = release.split(".").map(Number);
  const oldest = parseMinor(kubernetes[0] ?? "");
  const newest = parseMinor(kubernetes[1] ?? "");
  if (major === undefined || minor === undefined || oldest === undefined || newest === undefined) {
    throw new TypeError(`cert-manager release ${release}: not a row of the support matrix`);
  }
  return { release, number: [major, minor], oldest, newest };
});

/** Undefined for releases the table does not have: older ones, and ones that came after it. */
export function releaseOf([major, minor]: SoftwareVersion): Release | undefined {
  return RELEASES.find(({ number }) => number[0] === major && number[1] === minor);
}

/** The first release after this version that is supported on a minor. */
export function nextSupporting(version: SoftwareVersion, kubernetes: Minor): Release | undefined {
  return RELEASES.find(
    ({ number: [major, minor], oldest, newest }) =>
      (major - version[0] || minor - version[1]) > 0 && oldest <= kubernetes && kubernetes <= newest,
  );
}

/** Whether a version is on or after a release. */
export function isAtLeast(version: readonly number[], release: readonly number[]): boolean {
  for (const [index, part] of release.entries()) {
    const difference = (version[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
