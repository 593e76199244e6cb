import type { Path } from "../../world/json.ts";
import type { Origin } from "../../world/resource.ts";
import { findInBlocks } from "./block-path.ts";
import { findInJson } from "./json-path.ts";
import { YamlPositions } from "./yaml-path.ts";

/** The 1-based lines of fields in an object's own text, which begins in the origin's line. */
export function linesOf(
  bytes: Buffer,
  origin: Extract<Origin, { kind: "file" }>,
  paths: readonly Path[],
): number[] {
  const text = bytes.toString("utf8");
  const within = origin.within ?? [];
  let parsed: YamlPositions | undefined;
  const find = (path: Path): number => {
    if (origin.syntax === "json") return findInJson(text, path);
    const quick = findInBlocks(text, path);
    if (quick !== undefined) return quick;
    parsed ??= new YamlPositions(text);
    return parsed.find(path);
  };
  return paths.map((path) => {
    try {
      return origin.line + newlinesBefore(text, find([...within, ...path]));
    } catch (error) {
      // The parser for positions is another one than the one for values, with limits of its own.
      if (error instanceof RangeError || error instanceof ReferenceError) return origin.line;
      throw error;
    }
  });
}

function newlinesBefore(text: string, index: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
