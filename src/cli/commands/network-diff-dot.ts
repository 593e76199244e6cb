import type { DiffLine, NetworkDiff } from "../../network/diff.ts";
import { portsText } from "../../network/names.ts";
import { dotLabel, dotString, fewNames } from "./network-dot.ts";

const STYLES = {
  lost: 'color="#b3261e", fontcolor="#b3261e", penwidth=2',
  gained: 'color="#1a6b3c", fontcolor="#1a6b3c", style=dashed',
  unknown: "color=gray40, fontcolor=gray40, style=dotted",
} as const;

/** What changes as a Graphviz graph: only the ends of changes, each set of ends once. */
export function* diffDot(diff: NetworkDiff): Generator<string> {
  yield 'digraph changes {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=10];\n';
  const ids = new Map<string, string>();
  for (const kind of ["lost", "gained", "unknown"] as const) {
    for (const line of diff[kind]) {
      const ends = [line.from, line.to].map(({ names }) => names);
      for (const names of ends) {
        const key = names.join("\n");
        if (ids.has(key)) continue;
        ids.set(key, `n${ids.size + 1}`);
        yield `  ${dotString(ids.get(key) ?? "")} [label=${dotLabel(fewNames(names))}];\n`;
      }
      const [from, to] = ends.map((names) => dotString(ids.get(names.join("\n")) ?? ""));
      yield `  ${from} -> ${to} [label=${labelOf(line, kind, diff)}, ${STYLES[kind]}];\n`;
    }
  }
  yield "}\n";
}

function labelOf({ ports, before, after }: DiffLine, kind: string, { table }: NetworkDiff): string {
  const what = kind === "unknown" ? `${before}, then ${after}` : kind;
  return dotLabel([what, portsText(ports, table)]);
}
