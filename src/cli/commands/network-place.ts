import { visible } from "../../report/escape.ts";
import type { Origin } from "../../world/resource.ts";

/** `policies.yaml:12`, or the request or snapshot something came from. */
export function placeText(origin: Origin, line: number | undefined): string {
  const source = visible(origin.source);
  if (origin.kind !== "file") return source;
  return `${source}:${line ?? origin.line}`;
}
