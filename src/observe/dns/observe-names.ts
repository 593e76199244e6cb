import { type BookAnswer, bookReader, NOT_TOLD, type RecordBook } from "../../world/dns-book.ts";
import { answerOf, type DnsAnswer } from "../../world/dns-records.ts";

/** Asks servers; undefined where none may be asked. */
export type AskServers = ((names: readonly string[]) => Promise<readonly DnsAnswer[]>) | undefined;

/**
 * Where names lead, from what was written down, and from servers where that does not tell or leads away. A name nobody
 * has a word on has no answer at all: it was not looked up.
 */
export async function observeNames(
  names: readonly string[],
  books: readonly RecordBook[],
  ask: AskServers,
): Promise<readonly DnsAnswer[]> {
  const read = bookReader(books);
  const written = names.map((name) => ({ name, found: read(name) }));
  const open = new Set(written.flatMap(({ found }) => ("elsewhere" in found ? [found.elsewhere] : [])));
  const asked = new Map<string, DnsAnswer>();
  if (ask !== undefined && open.size > 0) {
    for (const answer of await ask([...open])) asked.set(answer.name, answer);
  }
  return written.flatMap(({ name, found }) => {
    if ("answer" in found) return [found.answer];
    const rest = asked.get(found.elsewhere);
    return rest === undefined ? untold(name, found) : [joined(name, found.records, rest)];
  });
}

/** The records that were written down, and where a server says that they lead. */
function joined(name: string, before: DnsAnswer["records"], rest: DnsAnswer): DnsAnswer {
  const records = [...before, ...rest.records];
  if (rest.status === "found") return answerOf(name, records, rest.notes ?? []);
  return { ...rest, name, records };
}

function untold(name: string, found: Extract<BookAnswer, { elsewhere: string }>): DnsAnswer[] {
  const { elsewhere, reason, records } = found;
  if (reason === NOT_TOLD && records.length === 0) return [];
  const where = records.length === 0 ? "" : `it leads to ${elsewhere}, and `;
  return [{ name, status: "unknown", reason: `${where}${reason} (--dns-server asks a server too)`, records }];
}
