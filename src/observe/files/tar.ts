import { Parser, type ReadEntry } from "tar";
import { EntryReader } from "./entry-reader.ts";
import { SourceFault } from "./source-fault.ts";
import type { TextReader } from "./text-reader.ts";
import { isReadableName, type Visitor } from "./visitor.ts";

/** A backup of 100,000 objects has twice as many entries: Velero writes each under two names. */
const MOST_ENTRIES = 2_000_000;

/** Goes through the files of a tar stream as they come; nothing is ever written to disk. */
export function readTar(archive: string, visitor: Visitor): TextReader {
  let entries = 0;
  let failure: Error | undefined;
  const parser = new Parser({
    strict: false,
    // Decompression, with limits of our own, comes before.
    gzip: false,
    onwarn: (code, message) => {
      if (code === "TAR_BAD_ARCHIVE" || code === "TAR_ABORT")
        failure ??= new SourceFault(reasonOf(String(message)));
    },
    onReadEntry: (entry) => {
      if (++entries > MOST_ENTRIES) failure ??= new SourceFault(`holds more than ${MOST_ENTRIES} entries`);
      visitEntry(entry, archive, visitor);
    },
  });
  const check = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    push(chunk) {
      parser.write(chunk);
      check();
    },
    end() {
      parser.end();
      check();
      if (entries === 0) throw new SourceFault("is an archive without a file in it");
    },
  };
}

function reasonOf(message: string): string {
  return message.startsWith("Truncated") ? "is an archive that was cut off" : "is a broken archive";
}

function visitEntry(entry: ReadEntry, archive: string, visitor: Visitor): void {
  const name = `${archive}!${entry.path}`;
  if (entry.type === "Directory" || entry.meta) {
    entry.resume();
    return;
  }
  if (entry.type !== "File" && entry.type !== "OldFile" && entry.type !== "ContiguousFile") {
    visitor.skip(name, entry.type === "SymbolicLink" || entry.type === "Link" ? "link" : "special");
    entry.resume();
    return;
  }
  if (leavesArchive(entry.path)) {
    visitor.fault(name, "has a name that leads out of its archive, so it was not read");
    entry.resume();
    return;
  }
  if (!isReadableName(entry.path) || entry.size === 0) {
    visitor.skip(name, entry.size === 0 ? "empty" : "other");
    entry.resume();
    return;
  }
  const reader = new EntryReader(name, visitor);
  entry.on("data", (chunk: Buffer) => reader.push(chunk));
  entry.on("end", () => reader.end());
}

function leavesArchive(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) || path.split(/[\\/]/).includes("..");
}
