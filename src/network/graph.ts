import type { Connection, End, Listing } from "./list.ts";
import type { PortSet } from "./port-set.ts";

/** Ends that have the same connections, drawn as one. */
export interface GraphNode {
  readonly id: string;
  /** The cluster it is drawn in; undefined for hosts and addresses. */
  readonly namespace: string | undefined;
  readonly names: readonly string[];
  readonly kind: End["kind"];
}

export interface GraphEdge {
  readonly from: string;
  /** A node, or all nodes of a namespace. */
  readonly to: string | { readonly namespace: string };
  readonly ports: PortSet;
  readonly unknown: boolean;
  readonly both: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A relation to draw: workloads of one namespace and one class are one node, equal edges to a whole namespace one. */
export function graphOf(listing: Listing): Graph {
  const nodes = new Map<string, GraphNode & { names: string[] }>();
  const edges = new Map<string, GraphEdge & { to: string }>();
  const seen = new Set<End>();
  const nodeOf = (end: End): string => {
    const id = end.kind === "pods" ? `${end.peer.namespace} ${end.peer.class}` : end.name;
    const namespace = end.kind === "pods" ? end.peer.namespace : undefined;
    const node = nodes.get(id) ?? { id, namespace, names: [], kind: end.kind };
    nodes.set(id, node);
    if (!seen.has(end) && !node.names.includes(end.name)) node.names.push(end.name);
    seen.add(end);
    return id;
  };
  for (const peer of listing.peers) nodeOf({ kind: "pods", name: peer.name, peer });
  const add = ({ from, to, ports }: Connection, unknown: boolean): void => {
    const edge = { from: nodeOf(from), to: nodeOf(to), ports, unknown, both: false };
    edges.set(`${edge.from}|${edge.to}|${ports.id}|${unknown}`, edge);
  };
  for (const line of listing.allowed()) add(line, false);
  for (const line of listing.unknown()) add(line, true);
  return { nodes: [...nodes.values()], edges: bundle([...nodes.values()], undirected(edges)) };
}

type PlainEdge = GraphEdge & { readonly to: string };

/** There and back on the same ports is one edge with two heads. */
function undirected(edges: ReadonlyMap<string, PlainEdge>): readonly PlainEdge[] {
  const out: PlainEdge[] = [];
  for (const edge of edges.values()) {
    const back = edges.has(`${edge.to}|${edge.from}|${edge.ports.id}|${edge.unknown}`);
    if (!back || edge.from === edge.to) out.push(edge);
    else if (edge.from < edge.to) out.push({ ...edge, both: true });
  }
  return out;
}

/** Edges from one node to every node of another namespace are one edge to the namespace. */
function bundle(nodes: readonly GraphNode[], edges: readonly PlainEdge[]): readonly GraphEdge[] {
  const namespaceOf = new Map(nodes.map(({ id, namespace }) => [id, namespace]));
  const sizes = new Map<string, number>();
  for (const { namespace } of nodes) {
    if (namespace !== undefined) sizes.set(namespace, (sizes.get(namespace) ?? 0) + 1);
  }
  const groups = new Map<string, { namespace: string; edges: PlainEdge[] }>();
  const out: GraphEdge[] = [];
  for (const edge of edges) {
    const namespace = namespaceOf.get(edge.to);
    if (namespace === undefined || namespace === namespaceOf.get(edge.from)) {
      out.push(edge);
      continue;
    }
    const key = `${edge.from}|${namespace}|${edge.ports.id}|${edge.unknown}|${edge.both}`;
    const group = groups.get(key) ?? { namespace, edges: [] };
    groups.set(key, group);
    group.edges.push(edge);
  }
  for (const { namespace, edges: group } of groups.values()) {
    const [first] = group;
    if (first !== undefined && group.length > 1 && group.length === sizes.get(namespace)) {
      out.push({ ...first, to: { namespace } });
    } else out.push(...group);
  }
  return out;
}
