import { type Graph, type GraphNode, graphOf } from "../../network/graph.ts";
import { portsText } from "../../network/names.ts";
import type { PortSets } from "../../network/port-set.ts";
import { dotLabel, dotString, fewNames } from "./network-dot.ts";
import type { ListPrinting } from "./network-list-lines.ts";

/** The relation as a Graphviz graph: namespaces are clusters, equal connections are one edge. */
export function* listDot({ listing, table }: ListPrinting): Generator<string> {
  const graph = graphOf(listing);
  yield 'digraph network {\n  compound=true;\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=10];\n';
  const namespaces = [...new Set(graph.nodes.map(({ namespace }) => namespace))];
  for (const namespace of namespaces) {
    const members = graph.nodes.filter((node) => node.namespace === namespace);
    if (namespace === undefined) {
      for (const node of members) yield `  ${dotString(node.id)} [label=${labelOf(node)}, shape=ellipse];\n`;
      continue;
    }
    yield `  subgraph ${dotString(`cluster ${namespace}`)} {\n    label=${dotString(namespace)};\n`;
    for (const node of members) yield `    ${dotString(node.id)} [label=${labelOf(node)}];\n`;
    yield "  }\n";
  }
  yield* edgesOf(graph, table);
  yield "}\n";
}

function* edgesOf(graph: Graph, table: PortSets): Generator<string> {
  const firstOf = new Map<string | undefined, string>();
  for (const { id, namespace } of graph.nodes) if (!firstOf.has(namespace)) firstOf.set(namespace, id);
  for (const { from, to, ports, unknown, both } of graph.edges) {
    const attributes = [`label=${dotString(portsText(ports, table))}`];
    if (both) attributes.push("dir=both");
    if (unknown) attributes.push("style=dotted", "color=gray40");
    if (typeof to !== "string") attributes.push(`lhead=${dotString(`cluster ${to.namespace}`)}`);
    const head = typeof to === "string" ? to : (firstOf.get(to.namespace) ?? "");
    yield `  ${dotString(from)} -> ${dotString(head)} [${attributes.join(", ")}];\n`;
  }
}

/** Workloads without their namespace, which the cluster around them says. */
function labelOf({ names, namespace, kind }: GraphNode): string {
  const shown = kind === "addresses" ? names.flatMap((name) => name.split(",")) : names;
  const prefix = `${namespace}/`;
  return dotLabel(
    fewNames(shown).map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)),
  );
}
