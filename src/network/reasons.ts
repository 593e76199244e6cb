import type { PeerClass } from "./classes.ts";
import { addressEndpoint, type Endpoint, nodeEndpoint, podEndpoint } from "./endpoint.ts";
import { PolicyIndex } from "./policy-index.ts";
import type { Network } from "./relation.ts";
import { subjectsOf } from "./subjects.ts";
import { doubts, tracePair } from "./trace.ts";
import type { View } from "./view.ts";

/** Why a connection between two classes is unknown in a view, by tracing one member of each. */
export function reasonsIn(network: Network, view: View): (from: number, to: number) => readonly string[] {
  const tools = { index: new PolicyIndex(view), options: view.options, table: network.table };
  const member = membersIn(network, view);
  const known = new Map<string, readonly string[]>();
  return (from, to) => {
    const key = `${from} ${to}`;
    let reasons = known.get(key);
    if (reasons === undefined) {
      const a = member(from);
      const b = member(to);
      reasons = a === undefined || b === undefined ? [] : doubts(tracePair(a, b, tools));
      known.set(key, reasons);
    }
    return reasons;
  };
}

/**
 * A member of a class as one view has it: policies do not tell it from the others. Its node is left out, as the others
 * may be on another.
 */
export function membersIn({ classes }: Network, view: View): (id: number) => Endpoint | undefined {
  const { pods, nodes } = subjectsOf(view);
  const podByName = new Map(pods.map((one) => [`${one.pod.namespace}/${one.pod.name}`, one]));
  const nodeByOrigin = new Map(nodes.map((one) => [one.node.resource.ref.name, one]));
  return (id) => {
    const [pod] = classes[id]?.pods ?? [];
    const [node] = classes[id]?.nodes ?? [];
    const [range] = classes[id]?.ranges ?? [];
    if (pod !== undefined) {
      const there = podByName.get(`${pod.pod.namespace}/${pod.pod.name}`);
      return there === undefined ? undefined : { ...podEndpoint(there), nodeName: undefined };
    }
    if (node !== undefined) {
      const there = nodeByOrigin.get(node.node.resource.ref.name);
      return there === undefined ? undefined : { ...nodeEndpoint(there), nodeName: undefined };
    }
    return range === undefined ? undefined : addressEndpoint(range.first);
  };
}

/** Any member of a class, as the first view that has it sees it. */
export function memberOf(one: PeerClass | undefined): Endpoint | undefined {
  const [pod] = one?.pods ?? [];
  const [node] = one?.nodes ?? [];
  const [range] = one?.ranges ?? [];
  if (pod !== undefined) return podEndpoint(pod);
  if (node !== undefined) return nodeEndpoint(node);
  return range === undefined ? undefined : addressEndpoint(range.first);
}
