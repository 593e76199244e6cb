import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isReadableName, type Visitor } from "./visitor.ts";

/** Directories that hold no manifests, and a lot of everything else. */
const LEFT_OUT: ReadonlySet<string> = new Set([".git", "node_modules", ".terraform"]);

/** Deeper than any real tree; bind mounts can make loops that no link shows. */
const DEEPEST = 64;

/**
 * The files to read below a directory, in the order of their names so that results do not depend on the disk.
 * Links are not followed: they may lead out of the directory, or round in circles.
 */
export async function* walk(directory: string, visitor: Visitor, depth = 0): AsyncGenerator<string> {
  let entries: Dirent[];
  try {
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    visitor.fault(directory, `cannot be opened (${(error as NodeJS.ErrnoException).code})`);
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (LEFT_OUT.has(entry.name)) continue;
      if (depth < DEEPEST) yield* walk(path, visitor, depth + 1);
      else visitor.fault(path, `lies more than ${DEEPEST} directories deep`);
    } else if (entry.isSymbolicLink()) visitor.skip(path, "link");
    else if (!entry.isFile()) visitor.skip(path, "special");
    else if (!isReadableName(entry.name)) visitor.skip(path, "other");
    else yield path;
  }
}
