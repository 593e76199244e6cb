import type { Origin } from "../world/resource.ts";

/** An origin as coverage entries name it: `manifests/shop.yaml:120`, `cluster.snapshot`. */
export function placeOf(origin: Origin): string {
  return origin.kind === "file" ? `${origin.source}:${origin.line}` : origin.source;
}
