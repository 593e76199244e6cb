import type { CoverageEntry, CoverageStatus } from "../../../world/coverage.ts";
import type { KindToRead } from "../discovery/kinds-to-read.ts";
import type { Refusal } from "../http/answer.ts";
import type { ListResult } from "./list-pages.ts";
import { missingRight } from "./missing-right.ts";
import { isConversionFailure, listKind, listPath, type Reader } from "./reader.ts";

/** Reads a kind from the whole cluster. `forbidden` may still be mended namespace by namespace. */
export async function readKind(reader: Reader, kind: KindToRead): Promise<CoverageEntry> {
  const [first = "", ...others] = kind.versions;
  let version = first;
  let result = await listKind(reader, kind, version);
  for (const other of others) {
    if (result.count > 0 || !isConversionFailure(result.refusal?.message ?? "")) break;
    version = other;
    result = await listKind(reader, kind, version);
  }
  return entryFor(kind, result, `GET ${listPath(kind, version)}`);
}

function entryFor(kind: KindToRead, { count, refusal }: ListResult, place: string): CoverageEntry {
  const subject = { kind: kind.id };
  if (refusal === undefined) return { subject, status: "read", count, place };
  if (count > 0) {
    const reason = `the list broke off after ${count}: ${refusal.message}`;
    return { subject, status: "partial", count, reason, place };
  }
  return { subject, status: statusOf(refusal), count, reason: reasonFor(kind, refusal), place };
}

function statusOf({ status }: Refusal): CoverageStatus {
  if (status === 403) return "forbidden";
  return status === 404 || status === 405 ? "absent" : "unreadable";
}

function reasonFor(kind: KindToRead, { status, message }: Refusal): string {
  if (status === 403) return missingRight(kind);
  if (status === 404) return "the server names this kind and does not find its list (404)";
  if (status === 405) return "the server names this kind and does not list it (405)";
  return status === 0 ? message : `${message} (${status})`;
}
