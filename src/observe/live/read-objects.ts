import type { CoverageEntry } from "../../world/coverage.ts";
import { at, stringOf } from "../../world/json.ts";
import type { KindToRead } from "./discovery/kinds-to-read.ts";
import { inParallel } from "./in-parallel.ts";
import { type KnownNamespaces, openNamespaces } from "./list/namespaces.ts";
import { readByNamespace, readNamespacesByName } from "./list/read-by-namespace.ts";
import { readKind } from "./list/read-kind.ts";
import type { Reader } from "./list/reader.ts";

export interface ReadObjectsOptions {
  readonly concurrency: number;
  /** Namespaces to try where they may not be listed. */
  readonly namespaces: readonly string[];
  readonly onKind: (kind: KindToRead, entry: CoverageEntry) => void;
}

/** Reads every kind, and covers each. Namespaces come first: they are the way round a forbidden list. */
export async function readObjects(
  reader: Reader,
  kinds: readonly KindToRead[],
  options: ReadObjectsOptions,
): Promise<void> {
  const { concurrency, onKind } = options;
  const namespaceKind = kinds.find(({ id }) => id === "Namespace");
  const known = await readNamespaces(reader, namespaceKind, options);
  let open: Promise<ReadonlySet<string>> | undefined;

  async function readOne(kind: KindToRead): Promise<CoverageEntry> {
    const entry = await readKind(reader, kind);
    if (entry.status !== "forbidden" || !kind.namespaced) return entry;
    open ??= openNamespaces(reader.client, known, concurrency);
    return readByNamespace(reader, kind, known, await open, entry, concurrency);
  }

  const rest = kinds.filter((kind) => kind !== namespaceKind);
  await inParallel(rest, concurrency, async (kind) => onKind(kind, await readOne(kind)));
}

async function readNamespaces(
  reader: Reader,
  kind: KindToRead | undefined,
  { namespaces, onKind }: ReadObjectsOptions,
): Promise<KnownNamespaces> {
  const guessed = { names: namespaces, complete: false };
  if (kind === undefined) return guessed;
  const names: string[] = [];
  const noting: Reader = {
    ...reader,
    onObjects(objects) {
      reader.onObjects(objects);
      for (const object of objects) names.push(stringOf(at(object, "metadata", "name")) ?? "");
    },
  };
  const entry = await readKind(noting, kind);
  if (entry.status !== "forbidden") {
    onKind(kind, entry);
    return names.length === 0 ? guessed : { names: names.sort(), complete: entry.status === "read" };
  }
  onKind(kind, await readNamespacesByName(reader, kind, namespaces, entry));
  return guessed;
}
