import { parseAddress } from "../../world/addresses/address.ts";
import type { World } from "../../world/world.ts";
import { portsOf } from "../partition.ts";
import type { Layer } from "../policy.ts";
import { hasPort, PROTOCOLS, type Protocol } from "../port-set.ts";
import { buildNetwork, type Network, rows } from "../relation.ts";
import type { NetworkOptions } from "../view.ts";
import { OUTSIDE, PORTS, type SmallPod, type SmallWorld, worldOf } from "./small-worlds.ts";

/** Whoever can send or receive in a small world, as naive evaluators see it. */
export type Peer =
  | ({ readonly kind: "pod" } & SmallPod)
  | { readonly kind: "node"; readonly ip: string; readonly name: string; readonly labels: SmallPod["labels"] }
  | { readonly kind: "outside"; readonly ip: string };

/** Allowed, denied, or, where the objects alone do not tell, unknown. */
export type Verdict = boolean | "unknown";

export type NaiveVerdict = (from: Peer, to: Peer, protocol: Protocol, port: number) => boolean;

interface Case {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: Protocol;
  readonly port: number;
  readonly certain: boolean;
  readonly possible: boolean;
}

/** Every answer of the engine for a small world. */
export function* answers(
  small: SmallWorld,
  layersOf: (world: World) => readonly Layer[],
  options: NetworkOptions,
): Generator<Case> {
  const world = worldOf(small);
  const network = buildNetwork([{ world, layers: layersOf(world), options }]);
  const certain = rows(network, 0, "certain");
  const possible = rows(network, 0, "possible");
  const peers = peersOf(small, world, network);
  for (const from of peers) {
    const sure = certain(from.id);
    const may = possible(from.id);
    for (const to of peers) {
      // Policies say nothing between two that are no pods.
      if (from === to || (from.peer.kind !== "pod" && to.peer.kind !== "pod")) continue;
      const surePorts = portsOf(sure, to.id, network.table);
      const mayPorts = portsOf(may, to.id, network.table);
      for (const protocol of PROTOCOLS) {
        for (const port of PORTS) {
          yield {
            from: from.peer,
            to: to.peer,
            protocol,
            port,
            certain: hasPort(surePorts, protocol, port),
            possible: hasPort(mayPorts, protocol, port),
          };
        }
      }
    }
  }
}

/** Answers that differ from the naive evaluator's, or that the engine leaves open; none is expected. */
export function differences(
  small: SmallWorld,
  layersOf: (world: World) => readonly Layer[],
  options: NetworkOptions,
  naive: NaiveVerdict,
): string[] {
  const found: string[] = [];
  for (const one of answers(small, layersOf, options)) {
    const expected = naive(one.from, one.to, one.protocol, one.port);
    if (one.certain === expected && one.possible === expected) continue;
    const got = one.certain === one.possible ? one.certain : "unknown";
    found.push(`${describe(one)}: ${got} instead of ${expected}`);
  }
  return found;
}

/** Answers the naive evaluator's contradict: surely allowed though it denies, or surely denied though it allows. */
export function contradictions(
  small: SmallWorld,
  layersOf: (world: World) => readonly Layer[],
  options: NetworkOptions,
  naive: NaiveVerdict,
): string[] {
  const found: string[] = [];
  for (const one of answers(small, layersOf, options)) {
    const truth = naive(one.from, one.to, one.protocol, one.port);
    if (one.certain && !truth) found.push(`${describe(one)}: surely allowed, but denied`);
    if (!one.possible && truth) found.push(`${describe(one)}: surely denied, but allowed`);
  }
  return found;
}

function describe({ from, to, protocol, port }: Case): string {
  return `${JSON.stringify(from)} -> ${JSON.stringify(to)} ${port}/${protocol}`;
}

function peersOf(small: SmallWorld, world: World, network: Network): { peer: Peer; id: number }[] {
  const { classes } = network;
  const pods = small.pods.map((pod) => ({
    peer: { kind: "pod" as const, ...pod },
    id: classes.findIndex((one) => one.pods.some((member) => member.pod.name === pod.name)),
  }));
  const nodes = world.nodes.map(({ name, labels, addresses }) => ({
    peer: { kind: "node" as const, name, labels, ip: addresses[0]?.address ?? "" },
    id: classes.findIndex((one) => one.nodes.some(({ node }) => node.name === name)),
  }));
  const outside = OUTSIDE.map((ip) => ({
    peer: { kind: "outside" as const, ip },
    id: classes.findIndex((one) => one.ranges.some(({ first, last }) => inside(ip, first, last))),
  }));
  return [...pods, ...nodes, ...outside];
}

type Bound = NonNullable<ReturnType<typeof parseAddress>>;

function inside(ip: string, first: Bound, last: Bound): boolean {
  const address = parseAddress(ip);
  return (
    address !== undefined &&
    first.family === address.family &&
    first.value <= address.value &&
    address.value <= last.value
  );
}
