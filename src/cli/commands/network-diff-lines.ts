import type { DiffLine, NetworkDiff } from "../../network/diff.ts";
import { portsJson, portsText } from "../../network/names.ts";
import type { PeerSet } from "../../network/peer-sets.ts";
import { visible } from "../../report/escape.ts";

/** What is compared. */
export interface DiffHead {
  readonly before: string;
  readonly after: string;
}

export function* diffText(diff: NetworkDiff, { before, after }: DiffHead): Generator<string> {
  yield `Connections from ${visible(before)} to ${visible(after)}\n`;
  yield* section("Lost", diff.lost, diff, () => "");
  yield* section("Gained", diff.gained, diff, () => "");
  yield* section("Unknown", diff.unknown, diff, (line) => {
    const why = line.reasons.length === 0 ? "" : `: ${line.reasons.map(visible).join("; ")}`;
    return `, ${line.before} before, ${line.after} after${why}`;
  });
  for (const [title, names] of [
    ["Workloads only before", diff.gone],
    ["Workloads only after", diff.added],
  ] as const) {
    if (names.length > 0) yield `\n${title} (their connections are not listed): ${fewOf(names)}\n`;
  }
}

function* section(
  title: string,
  lines: readonly DiffLine[],
  { table }: NetworkDiff,
  more: (line: DiffLine) => string,
): Generator<string> {
  const total = lines.reduce((sum, { connections }) => sum + connections, 0);
  yield `\n${title}: ${total === 0 ? "none" : `${total} connection${total === 1 ? "" : "s"}`}\n`;
  for (const line of lines) {
    const count = line.connections === 1 ? "" : ` (${line.connections} connections)`;
    yield `  ${endText(line.from)} => ${endText(line.to)} : ${portsText(line.ports, table)}${count}${more(line)}\n`;
  }
}

const MOST_NAMES = 6;

function endText({ names }: PeerSet): string {
  return fewOf(names);
}

function fewOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => visible(shortened(name)));
  return names.length > MOST_NAMES
    ? `${shown.join(", ")} and ${names.length - MOST_NAMES} more`
    : shown.join(", ");
}

/** A long list of addresses or nodes, cut. */
function shortened(name: string): string {
  const parts = name.split(",");
  return parts.length <= MOST_NAMES ? name : `${parts.slice(0, 3).join(",")},... (${parts.length} in all)`;
}

export function* diffJson(diff: NetworkDiff, head: DiffHead): Generator<string> {
  yield `${JSON.stringify(
    {
      ...head,
      lost: diff.lost.map(lineJson),
      gained: diff.gained.map(lineJson),
      unknown: diff.unknown.map((line) => ({
        ...lineJson(line),
        before: line.before,
        after: line.after,
        reasons: line.reasons,
      })),
      onlyBefore: diff.gone,
      onlyAfter: diff.added,
    },
    undefined,
    2,
  )}\n`;
}

function lineJson({ from, to, ports, connections }: DiffLine): object {
  return { from: from.names, to: to.names, ports: portsJson(ports), connections };
}
