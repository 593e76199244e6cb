import type { CoverageEntry } from "../../../world/coverage.ts";
import type { KindToRead } from "../discovery/kinds-to-read.ts";
import { inParallel } from "../in-parallel.ts";
import { missingRight } from "./missing-right.ts";
import type { KnownNamespaces } from "./namespaces.ts";
import { complete, listKind, listPath, type Reader } from "./reader.ts";

const MOST_NAMED = 8;

/**
 * Reads a kind that may not be listed in the whole cluster in each namespace where it may be. `refused` is what stays
 * true where that is none.
 */
export async function readByNamespace(
  reader: Reader,
  kind: KindToRead,
  known: KnownNamespaces,
  open: ReadonlySet<string>,
  refused: CoverageEntry,
  concurrency: number,
): Promise<CoverageEntry> {
  const [version = ""] = kind.versions;
  const worked: string[] = [];
  let count = 0;
  let fault: string | undefined;
  await inParallel([...open], concurrency, async (namespace) => {
    const { refusal, ...result } = await listKind(reader, kind, version, namespace);
    count += result.count;
    if (refusal === undefined) worked.push(namespace);
    else if (refusal.status !== 403) fault ??= `; in ${namespace}: ${refusal.message}`;
  });
  worked.sort();
  if (worked.length === 0 && count === 0) return refused;
  const place = `GET ${listPath(kind, version, "*")}`;
  const subject = { kind: kind.id };
  if (known.complete && worked.length === known.names.length)
    return { subject, status: "read", count, place };
  const of = known.complete ? `${worked.length} of ${known.names.length} namespaces` : "namespaces";
  const reason = `only in ${of} (${list(worked)}): ${missingRight(kind)}${fault ?? ""}`;
  return { subject, status: "partial", count, reason, place };
}

/** Someone who may not list the namespaces may still look at those they know by name. */
export async function readNamespacesByName(
  reader: Reader,
  kind: KindToRead,
  names: readonly string[],
  refused: CoverageEntry,
): Promise<CoverageEntry> {
  const read: string[] = [];
  for (const name of names) {
    const answer = await reader.client.get(`/api/v1/namespaces/${encodeURIComponent(name)}`);
    if (!answer.ok) continue;
    reader.onObjects([answer.body]);
    reader.collector.add(complete(answer.body, "v1", kind.kind), reader.origin, true);
    read.push(name);
  }
  if (read.length === 0) return refused;
  const reason = `only ${list(read)}: ${missingRight(kind)}`;
  return {
    subject: { kind: kind.id },
    status: "partial",
    count: read.length,
    reason,
    place: "GET /api/v1/namespaces/*",
  };
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(", ");
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
}
