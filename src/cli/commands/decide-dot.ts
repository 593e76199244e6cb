import type { Road } from "../../report/road-section.ts";
import { dotLabel, dotString } from "./network-dot.ts";

const SHAPE = {
  question: "diamond",
  ready: "box",
  "fix-first": "box",
  deferred: "box",
  "new-cluster": "box",
} as const;

const STYLE = {
  taken: 'color="#1a6b3c", fontcolor="#1a6b3c", penwidth=2',
  ahead: 'color="#1a6b3c", fontcolor="#1a6b3c", style=dashed',
  "not-taken": "color=gray70, fontcolor=gray60",
} as const;

/** The flow as a Graphviz graph: the way taken in colour, what lies beyond it dashed, the rest greyed. */
export function decisionDot(road: Road | undefined): string {
  const { nodes, edges } = road?.flow ?? { nodes: [], edges: [] };
  const lines = [
    "digraph road {",
    '  node [fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...nodes.map(
      ({ id, kind, title, place }) =>
        `  ${dotString(id)} [shape=${SHAPE[kind]}, label=${dotLabel([title])}, ${STYLE[place]}];`,
    ),
    ...edges.map(
      ({ from, to, label, place }) =>
        `  ${dotString(from)} -> ${dotString(to)} [label=${dotLabel([label])}, ${STYLE[place]}];`,
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}
