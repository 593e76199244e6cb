import { randomInt } from "node:crypto";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, RECURSION_DESIRED } from "dns-packet";
import { canonicalAddress } from "../../world/addresses/address.ts";
import { dnsName } from "../../world/dns-records.ts";

export type QuestionType = "A" | "AAAA" | "NS" | "SOA";

export interface Question {
  /** Lower case, without the last dot. */
  readonly name: string;
  readonly type: QuestionType;
  /** False: the server shall say what it is the authority for, and ask nobody. */
  readonly recursive: boolean;
}

export interface Reply {
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, ... */
  readonly code: string;
  readonly authoritative: boolean;
  readonly recursionAvailable: boolean;
  readonly answers: readonly ReplyRecord[];
  readonly authorities: readonly ReplyRecord[];
  readonly additionals: readonly ReplyRecord[];
  /** An answer holds a name that no host has: control characters, spaces, letters that are not ASCII. */
  readonly unreadable: boolean;
}

/** A record of a type this module uses. */
export interface ReplyRecord {
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME" | "DNAME" | "NS" | "SOA";
  /** Seconds. */
  readonly ttl: number;
  /** An address in canonical form, or a name; of an SOA the name of its first server. */
  readonly value: string;
}

/** Bytes a server may put into one UDP answer: what passes everywhere without being fragmented (DNS flag day 2020). */
const UDP_PAYLOAD = 1232;
/** RFC 2181, section 8: a TTL with its first bit set counts as zero. */
const LONGEST_TTL = 0x7fffffff;
const NAME = /^[\x21-\x7e]{1,253}$/;

/** True for names that can be asked: labels of 1 to 63 characters, all of them seen by whoever reads the report. */
export function isAskable(name: string): boolean {
  return NAME.test(name) && name.split(".").every((label) => label.length >= 1 && label.length <= 63);
}

export function newId(): number {
  return randomInt(0, 0x10000);
}

/** A query as bytes. Servers from before EDNS may refuse it: then without. */
export function encodeQuery(id: number, { name, type, recursive }: Question, edns: boolean): Buffer {
  const query = {
    type: "query" as const,
    id,
    flags: recursive ? RECURSION_DESIRED : 0,
    questions: [{ name, type, class: "IN" as const }],
  };
  if (!edns) return encode(query);
  const option = { type: "OPT" as const, name: ".", udpPayloadSize: UDP_PAYLOAD, flags: 0 };
  return encode({ ...query, additionals: [option as Answer] });
}

/** What an answer's first bytes say, before anything in it is believed. */
export function isTruncated(bytes: Buffer, id: number): boolean {
  return bytes.length >= 12 && bytes.readUInt16BE(0) === id && ((bytes[2] as number) & 0x82) === 0x82;
}

/** The reply, or undefined where the bytes are none to this question: an answer to another one, a forgery, rubbish. */
export function decodeReply(bytes: Buffer, id: number, question: Question): Reply | undefined {
  let packet: ReturnType<typeof decode>;
  try {
    packet = decode(bytes);
  } catch {
    return undefined;
  }
  const [asked] = packet.questions ?? [];
  if (packet.type !== "response" || packet.id !== id) return undefined;
  const rcode = (packet as { rcode?: unknown }).rcode;
  const code = typeof rcode === "string" ? rcode : "an answer without a code";
  // A server that could not read the question may leave it out of its answer.
  const echoed = asked !== undefined && dnsName(asked.name) === question.name && asked.type === question.type;
  if (!echoed && !(asked === undefined && code !== "NOERROR" && code !== "NXDOMAIN")) return undefined;
  const flags = packet.flags ?? 0;
  const answers = (packet.answers ?? []).filter(isUsed);
  const readable = answers.flatMap(recordOf);
  return {
    code,
    authoritative: (flags & AUTHORITATIVE_ANSWER) !== 0,
    recursionAvailable: (flags & 0x80) !== 0,
    answers: readable,
    authorities: (packet.authorities ?? []).filter(isUsed).flatMap(recordOf),
    additionals: (packet.additionals ?? []).filter(isUsed).flatMap(recordOf),
    unreadable: readable.length < answers.length,
  };
}

const USED: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "DNAME", "NS", "SOA"]);

interface UsedAnswer {
  readonly type: ReplyRecord["type"];
  readonly name: string;
  readonly ttl?: number;
  readonly data: string | { readonly mname: string };
}

function isUsed(answer: Answer): answer is Answer & UsedAnswer {
  return USED.has(answer.type) && "class" in answer && answer.class === "IN";
}

/** None where a name in it is unreadable or the address is no address. */
function recordOf(answer: UsedAnswer): ReplyRecord[] {
  const name = dnsName(answer.name);
  const { type, ttl = 0 } = answer;
  const text = typeof answer.data === "string" ? answer.data : answer.data.mname;
  const value = type === "A" || type === "AAAA" ? canonicalAddress(text) : dnsName(text);
  if (value === undefined || !NAME.test(name)) return [];
  if (!NAME.test(value) && type !== "SOA") return [];
  return [{ name, type, ttl: ttl > LONGEST_TTL ? 0 : ttl, value }];
}
