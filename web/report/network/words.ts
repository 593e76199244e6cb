import type {
  AssessmentNetwork,
  ChangeKind,
  NetworkChange,
  NetworkEnd,
} from "../../../src/report/network-section.ts";
import { counted, listed } from "../model/words.ts";

export const CHANGES: readonly ChangeKind[] = [
  "names-lost",
  "names-may-be-lost",
  "lost",
  "may-be-lost",
  "gained",
  "may-be-gained",
];

export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  "names-lost": "Names lost",
  "names-may-be-lost": "Names may be lost",
  lost: "Lost",
  "may-be-lost": "May be lost",
  gained: "Gained",
  "may-be-gained": "May be gained",
};

/** `7 may be lost`, `1 loss of names`. */
export function countWords(count: number, change: ChangeKind): string {
  switch (change) {
    case "names-lost":
      return counted(count, "loss of names", "losses of names");
    case "names-may-be-lost":
      return counted(count, "possible loss of names", "possible losses of names");
    default:
      return `${count} ${CHANGE_WORDS[change].toLowerCase()}`;
  }
}

const LAST_PORT = 65_535;

/** `TCP 80, 8000-8999; UDP 53`; `all ports` where every protocol is whole. */
export function portsWords(ports: NetworkChange["ports"]): string {
  const whole = (ranges: NetworkChange["ports"][string]): boolean =>
    ranges.some(([first, last]) => first === 1 && last === LAST_PORT);
  const entries = Object.entries(ports);
  if (entries.length === 3 && entries.every(([, ranges]) => whole(ranges))) return "all ports";
  return entries
    .map(([protocol, ranges]) =>
      whole(ranges) ? `all ${protocol}` : `${protocol} ${ranges.map(rangeWords).join(", ")}`,
    )
    .join("; ");
}

function rangeWords([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** One end in a few words: `shop/web`, `all 14 workloads of shop`, `5 nodes`. */
export function endWords(end: NetworkEnd): string {
  switch (end.type) {
    case "workload": {
      const some = end.pods === undefined ? "" : ` (${end.pods.changed} of ${end.pods.all} pods)`;
      return `${end.namespace}/${end.name}${some}`;
    }
    case "namespace":
      return `all ${end.workloads} workloads of ${end.namespace}`;
    case "nodes": {
      const [name = "", another] = end.names;
      if (end.all) return "every node";
      return another === undefined ? `node ${name}` : counted(end.names.length + end.more, "node");
    }
    case "addresses": {
      const [range = "", another] = end.ranges;
      return another === undefined
        ? range
        : counted(end.ranges.length + end.more, "range of addresses", "ranges of addresses");
    }
  }
}

/** Everything an end stands for, as far as it is listed. */
export function membersOf(end: NetworkEnd): readonly string[] {
  switch (end.type) {
    case "workload":
      return [`${end.kind} ${endWords(end)}`];
    case "namespace":
      return [endWords(end)];
    case "nodes":
      return [...end.names.map((name) => `Node ${name}`), ...moreOf(end.more)];
    case "addresses":
      return [...end.ranges, ...moreOf(end.more)];
  }
}

export function moreOf(more: number): readonly string[] {
  return more === 0 ? [] : [`${more} more`];
}

/** Positions of states in the move: `1 to 4`, `5`, `6, 8 and 9`. */
export function statesWords(
  states: AssessmentNetwork["states"][number],
  positions: ReadonlyMap<string, number>,
): string {
  const numbers = states.flatMap((state) => {
    const at = positions.get(state);
    return at === undefined ? [] : [at + 1];
  });
  numbers.sort((a, b) => a - b);
  const [first] = numbers;
  const last = numbers.at(-1);
  if (first === undefined || last === undefined || first === last) return String(first ?? "");
  return last - first === numbers.length - 1 ? `${first} to ${last}` : listed(numbers.map(String));
}
