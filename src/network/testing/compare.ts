import { parseAddress } from "../../world/addresses/address.ts";
import type { World } from "../../world/world.ts";
import { portsOf } from "../partition.ts";
import type { Layer } from "../policy.ts";
import type { PortSet } from "../port-set.ts";
import { buildNetwork, type Network, rows } from "../relation.ts";
import type { NetworkOptions } from "../view.ts";
import type { NaivePeer } from "./naive-peers.ts";
import { type Mask, maskOf, PROBES, probeNames } from "./probes.ts";
import { nodesOf, OUTSIDE, type SmallWorld, worldOf } from "./small-worlds.ts";

/** How a world is given to the engine. */
export interface Setup {
  readonly layersOf: (world: World) => readonly Layer[];
  readonly options: NetworkOptions;
}

/** The engine's answer for one pair: probes it surely allows, and probes it does not surely deny. */
export interface Answer {
  readonly from: NaivePeer;
  readonly to: NaivePeer;
  readonly certain: Mask;
  readonly possible: Mask;
}

/** Every pod, node and address of a small world, as naive evaluators see it. */
export function peersOf(small: SmallWorld): readonly NaivePeer[] {
  return [
    ...small.pods.map((pod): NaivePeer => ({ kind: "pod", ...pod })),
    ...nodesOf(small).map((node): NaivePeer => ({ kind: "node", ...node })),
    ...OUTSIDE.map((ip): NaivePeer => ({ kind: "outside", name: ip, ips: [ip], labels: {} })),
  ];
}

/**
 * Every answer of the engine for the peers of a small world, expanded from classes: a member of a class has the
 * class's answer, so that two members a policy tells apart would be found here. Policies say nothing between two ends
 * that are no pods.
 */
export function answersOf(small: SmallWorld, peers: readonly NaivePeer[], setup: Setup): readonly Answer[] {
  const world = worldOf(small);
  const network = buildNetwork([{ world, layers: setup.layersOf(world), options: setup.options }]);
  const { table } = network;
  const [certain, possible] = [rows(network, 0, "certain"), rows(network, 0, "possible")];
  const masks = new Map<PortSet, Mask>();
  const asMask = (set: PortSet): Mask => {
    const mask = masks.get(set) ?? maskOf(set);
    masks.set(set, mask);
    return mask;
  };
  const classOf = classFinder(network);
  const ends = peers.map((peer) => ({ peer, id: classOf(peer) }));
  const found: Answer[] = [];
  for (const from of ends) {
    const sure = certain(from.id);
    const may = possible(from.id);
    for (const to of ends) {
      if (from === to || (from.peer.kind !== "pod" && to.peer.kind !== "pod")) continue;
      found.push({
        from: from.peer,
        to: to.peer,
        certain: asMask(portsOf(sure, to.id, table)),
        possible: asMask(portsOf(may, to.id, table)),
      });
    }
  }
  return found;
}

function classFinder({ classes }: Network): (peer: NaivePeer) => number {
  const byName = new Map<string, number>();
  classes.forEach(({ pods, nodes }, id) => {
    for (const { pod } of pods) byName.set(`pod ${pod.name}`, id);
    for (const { node } of nodes) byName.set(`node ${node.name}`, id);
  });
  return ({ kind, name, ips }) => {
    if (kind !== "outside") return byName.get(`${kind} ${name}`) ?? -1;
    const address = parseAddress(ips[0] ?? "");
    return classes.findIndex(({ ranges }) =>
      ranges.some(
        ({ first, last }) =>
          first.family === address?.family && first.value <= address.value && address.value <= last.value,
      ),
    );
  };
}

/** Where an answer and the naive evaluator's differ; undefined where they agree. */
export function difference({ from, to, certain, possible }: Answer, expected: Mask): string | undefined {
  if (certain === expected && possible === expected) return undefined;
  const parts = [
    ["surely allowed, but denied", certain & ~expected],
    ["surely denied, but allowed", expected & ~possible],
    ["left open", possible & ~certain],
  ] as const;
  const said = parts.filter(([, mask]) => mask !== 0).map(([text, mask]) => `${text}: ${probeNames(mask)}`);
  return `${JSON.stringify(from)} -> ${JSON.stringify(to)} ${said.join("; ")}`;
}

/** The same where some answers may be open: they must hold the truth, whatever it turns out to be. */
export function contradiction(answer: Answer, truth: Mask): string | undefined {
  const { certain, possible } = answer;
  if ((certain & ~truth) === 0 && (truth & ~possible) === 0) return undefined;
  return difference({ ...answer, certain, possible }, truth);
}

/** Single questions: pairs of ends, each with every probe, in each possible truth. */
export function comparisonsIn(answers: readonly Answer[], truths: number): number {
  return answers.length * PROBES.length * truths;
}
