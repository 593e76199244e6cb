import type { TextReader } from "./text-reader.ts";

/**
 * What happens with the texts found in a source. Reading hands them to parsers; citing lines goes through the
 * same archives again and only keeps the ranges it wants. Names are as origins have them: `backup.tar.gz!a/b.json`.
 */
export interface Visitor {
  /** A text begins; undefined when it is not wanted. */
  open(name: string, content: "json" | "yaml" | "snapshot"): TextReader | undefined;
  /** A file that should have been read and could not be; `reason` completes "the file ...". */
  fault(name: string, reason: string): void;
  /** A file left out on purpose. */
  skip(name: string, why: SkipReason): void;
}

export type SkipReason = "other" | "link" | "special" | "empty";

/** Whether a file in a directory or an archive is to be read at all; what it holds is then told by its content. */
export function isReadableName(name: string): boolean {
  return /\.(?:ya?ml|json|jsonl|ndjson|tar|tgz|gz|snapshot)$/i.test(name);
}
