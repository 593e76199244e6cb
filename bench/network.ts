// One run of the network engine in a process of its own: `network.mjs relation|diff|blocks COUNT`.
import { replacedNodes, testNode } from "../src/guarantees/testing.ts";
import { changesBetween } from "../src/network/changes/changes-between.ts";
import { diffNetworks } from "../src/network/diff.ts";
import { listNetwork } from "../src/network/list.ts";
import { buildNetwork, rows } from "../src/network/relation.ts";
import { viewOf } from "../src/network/view-of.ts";
import type { World } from "../src/world/world.ts";
import { blocksWorld, networkWorld } from "./network-world.ts";

const [what, count] = [process.argv[2], Number(process.argv[3])];
const NODES = Array.from({ length: 20 }, (_, index) =>
  testNode(`worker-${index}`, { internalIP: `192.0.2.${index + 1}` }),
);

const started = process.cpuUsage();
const world: World = what === "blocks" ? blocksWorld(count) : { ...networkWorld(count), nodes: NODES };
const made = process.cpuUsage();
const figures = { relation, diff, blocks, world: () => 0 }[what as "relation"]();
const done = process.cpuUsage();
const ms = (from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number =>
  (to.user + to.system - from.user - from.system) / 1000;
console.log(JSON.stringify({ world: ms(started, made), ms: ms(made, done), figures }));

/** Every row of the relation, factored. */
function relation(): number {
  const network = buildNetwork([viewOf(world)]);
  const row = rows(network, 0, "certain");
  let parts = 0;
  for (let id = 0; id < network.classes.length; id++) parts += row(id).length;
  return parts;
}

/** The whole relation of two states of the move, and its difference: every node is replaced. */
function diff(): number {
  const after = { ...world, nodes: replacedNodes(NODES) };
  const { lost, gained, unknown } = diffNetworks(viewOf(world), viewOf(after), (one) => viewOf(one));
  return lost.length + gained.length + unknown.length;
}

/** Many blocks of one policy: classes, and lines listed. */
function blocks(): object {
  const network = buildNetwork([viewOf(world)]);
  const lines = [...listNetwork(network, 0, { granularity: "workload" }).allowed()].length;
  return { classes: network.classes.length, lines, changes: changesBetween(network, 0, 0).length };
}
