import { at, type Json, listOf, numberOf, stringOf } from "../../../world/json.ts";
import type { PortTerm, Rule } from "../../policy.ts";
import { PROTOCOLS, type Protocol } from "../../port-set.ts";

/** IANA numbers of the protocols that have ports. */
const NUMBERS: Readonly<Record<number, Protocol>> = { 6: "TCP", 17: "UDP", 132: "SCTP" };
const PORTLESS = ["ICMP", "ICMPV6", "UDPLITE"];

/** Protocols of a rule that the engine follows: none for ICMP and the like, undefined for what is no protocol. */
function protocolsOf(value: Json): readonly Protocol[] | undefined {
  const number = typeof value === "number" ? value : /^\d+$/.test(String(value)) ? Number(value) : undefined;
  if (number !== undefined) {
    if (!Number.isInteger(number) || number < 1 || number > 255) return undefined;
    const named = NUMBERS[number];
    return named === undefined ? [] : [named];
  }
  const text = stringOf(value)?.toUpperCase() ?? "";
  const found = PROTOCOLS.find((one) => one === text);
  if (found !== undefined) return [found];
  return PORTLESS.includes(text) ? [] : undefined;
}

/** Whether a rule's protocol is one of those that know no ports. */
export function isPortless(protocol: Json | undefined): boolean {
  return protocol !== undefined && protocol !== null && protocolsOf(protocol)?.length === 0;
}

/** The ports a rule takes: its protocol, and the destination's ports and notPorts. */
export function portsOf(rule: unknown, problems: string[]): Rule["ports"] {
  const protocol = at(rule, "protocol") ?? undefined;
  const notProtocol = at(rule, "notProtocol") ?? undefined;
  const destination = at(rule, "destination");
  const wanted = listOf(at(destination, "ports"));
  const unwanted = listOf(at(destination, "notPorts"));
  const only = protocol === undefined ? PROTOCOLS : protocolsOf(protocol);
  const not = notProtocol === undefined ? [] : protocolsOf(notProtocol);
  if (only === undefined || not === undefined) {
    problems.push("the protocol is none");
    return "all";
  }
  if ((wanted.length > 0 || unwanted.length > 0) && protocol === undefined) {
    problems.push("ports without a protocol");
    return "all";
  }
  const protocols = only.filter((one) => !not.includes(one));
  if (wanted.length === 0 && unwanted.length === 0) {
    return protocols.length === PROTOCOLS.length ? "all" : protocols.map((one) => rangeOf(one, 1, LAST));
  }
  return protocols.flatMap((one) => within(one, wanted, unwanted, problems));
}

const LAST = 65535;
type Range = readonly [first: number, last: number];

function within(
  protocol: Protocol,
  wanted: readonly Json[],
  unwanted: readonly Json[],
  problems: string[],
): readonly PortTerm[] {
  const yes = wanted.map((port) => parsePort(port, problems));
  const no = unwanted.map((port) => parsePort(port, problems));
  // One that cannot be read may be any.
  if (yes.includes(undefined)) return [rangeOf(protocol, 1, LAST)];
  const names = yes.filter((port) => typeof port === "string");
  const holes = no.filter((port) => typeof port === "object");
  if (no.some((port) => typeof port === "string") || (names.length > 0 && no.length > 0)) {
    problems.push("notPorts with a port's name");
  }
  const ranges: readonly Range[] =
    wanted.length === 0 ? [[1, LAST]] : yes.filter((port) => typeof port === "object");
  return [
    ...ranges.flatMap((range) => cut(range, holes)).map(([first, last]) => rangeOf(protocol, first, last)),
    ...names.map((name): PortTerm => ({ kind: "named", protocol, name })),
  ];
}

/** A number, a range `first:last`, or a port's name (api/pkg/lib/numorstring/port.go). */
function parsePort(port: Json, problems: string[]): Range | string | undefined {
  const number = numberOf(port);
  const text = number === undefined ? (stringOf(port) ?? "") : String(number);
  const match = /^(\d+)(?::(\d+))?$/.exec(text);
  if (match === null) {
    if (/^[a-zA-Z0-9_.-]{1,128}$/.test(text)) return text;
    problems.push(`${JSON.stringify(port)} is no port`);
    return undefined;
  }
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (last > LAST || last < first) {
    problems.push(`${JSON.stringify(port)} is no port`);
    return undefined;
  }
  return [Math.max(first, 1), last];
}

function cut(range: Range, holes: readonly Range[]): readonly Range[] {
  return holes.reduce<readonly Range[]>(
    (rest, [from, to]) =>
      rest.flatMap(([first, last]): Range[] => {
        if (to < first || from > last) return [[first, last]];
        return [
          ...(from > first ? [[first, from - 1] as const] : []),
          ...(to < last ? [[to + 1, last] as const] : []),
        ];
      }),
    range[0] > range[1] ? [] : [range],
  );
}

function rangeOf(protocol: Protocol, first: number, last: number): PortTerm {
  return { kind: "range", protocol, first, last };
}
