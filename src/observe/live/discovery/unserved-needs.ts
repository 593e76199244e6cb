import type { CoverageEntry } from "../../../world/coverage.ts";
import type { GroupKind } from "../../../world/resource.ts";
import type { Discovered } from "./api-resource.ts";
import type { KindToRead } from "./kinds-to-read.ts";

/**
 * What is known of needed kinds that are not going to be listed: where the server serves no such kind, there is no
 * such object; where the API that should serve it is broken, nothing is known.
 */
export function unservedNeeds(
  needs: readonly GroupKind[],
  kinds: readonly KindToRead[],
  { broken }: Discovered,
): CoverageEntry[] {
  const read = new Set(kinds.map(({ id }) => id));
  return [...new Set(needs)]
    .filter((id) => !read.has(id))
    .map((id) => {
      const dot = id.indexOf(".");
      const group = dot < 0 ? "" : id.slice(dot + 1);
      const fault = broken.find((api) => api.group === group);
      return fault === undefined
        ? { subject: { kind: id }, status: "read", count: 0, reason: "the server serves no such kind" }
        : { subject: { kind: id }, status: "unreadable", count: 0, reason: fault.reason };
    });
}
