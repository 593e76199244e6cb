import { circle, tooLong } from "../../world/dns-book.ts";
import { answerOf, type DnsAnswer, type DnsRecord, dnsName, LONGEST_CHAIN } from "../../world/dns-records.ts";
import { askName, type OwnRecords } from "./ask-name.ts";
import { ZoneFinder } from "./authority.ts";
import { DnsClient } from "./client.ts";
import type { Failure } from "./exchange.ts";
import { isAskable } from "./message.ts";
import { DNS_PORT, type DnsServer } from "./server.ts";

export interface LookUpOptions {
  /** Asked one after the other until one answers. */
  readonly servers: readonly DnsServer[];
  /** Milliseconds for each attempt; default 1,200. */
  readonly timeoutMs?: number;
  /** Default 2: a server that is silent costs 2.4 s, once. */
  readonly attempts?: number;
  /** Milliseconds after which the names that are left are unknown; default 60,000. */
  readonly totalMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Where zones' own servers listen; default 53. */
  readonly authorityPort?: number;
}

/** The label that stands in for "any name" below a wildcard. Nobody has a host of this name. */
export const PROBE = "replatform-wildcard-probe";

/**
 * Looks names up, all at once: addresses of both families, chains of CNAMEs, TTLs as the zones' own servers give them.
 * `*.shop.example` is asked by a name below it. What could not be found out is an answer too. Throws nothing but the
 * signal's reason.
 */
export async function lookUp(
  names: readonly string[],
  options: LookUpOptions,
): Promise<readonly DnsAnswer[]> {
  const client = new DnsClient({
    timeoutMs: options.timeoutMs ?? 1200,
    attempts: options.attempts ?? 2,
    totalMs: options.totalMs ?? 60_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const finder = new ZoneFinder(client, options.servers, options.authorityPort ?? DNS_PORT);
  const own = new Map<string, Promise<OwnRecords | Failure>>();
  const ask = (name: string): Promise<OwnRecords | Failure> => {
    let asking = own.get(name);
    if (asking === undefined) {
      asking = askName(name, client, finder);
      own.set(name, asking);
    }
    return asking;
  };
  const stop = (): void => client.stop();
  options.signal?.addEventListener("abort", stop, { once: true });
  const wanted = [...new Set(names.map(dnsName))];
  let done = 0;
  try {
    return await Promise.all(
      wanted.map(async (name) => {
        const answer = await lookUpOne(name, ask);
        options.onProgress?.(++done, wanted.length);
        return answer;
      }),
    );
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}

async function lookUpOne(
  name: string,
  ask: (name: string) => Promise<OwnRecords | Failure>,
): Promise<DnsAnswer> {
  const probe = name.startsWith("*.") ? `${PROBE}${name.slice(1)}` : name;
  if (!isAskable(probe)) return { name, status: "unknown", reason: "it is no name DNS knows", records: [] };
  const records: DnsRecord[] = [];
  const notes: string[] = probe === name ? [] : [`asked as ${probe}`];
  const failures: string[] = [];
  const chain = [probe];
  let again: string | undefined;
  for (let from = 0; from < chain.length; ) {
    const step = chain.slice(from);
    from = chain.length;
    for (const [index, found] of (await Promise.all(step.map(ask))).entries()) {
      if ("failure" in found) {
        failures.push(`${step[index] === name ? "" : `${step[index]}: `}${found.failure}`);
        continue;
      }
      notes.push(...found.notes);
      for (const record of found.records) {
        records.push(record.name === probe ? { ...record, name } : record);
        if (record.type !== "CNAME") continue;
        if (chain.includes(record.value)) again = record.value;
        else chain.push(record.value);
      }
    }
    if (chain.length > LONGEST_CHAIN + 1) return tooLong(name, records);
  }
  if (failures.length > 0) return { name, status: "unknown", reason: failures.join("; "), records };
  const answer = answerOf(name, records, [...new Set(notes)]);
  return answer.status === "missing" && again !== undefined
    ? circle(name, [...chain, again], records)
    : answer;
}
