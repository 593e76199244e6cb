// Every host and path by every entry, judged in every state, in a process of its own: `entry.mjs INGRESSES NODES`.
import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { reachOf } from "../src/entry/reach.ts";
import { GUARANTEES } from "../src/guarantees/registry.ts";
import { PLAIN_ENTRY_PLAN } from "../src/platforms/entry-plan.ts";
import { profileSchema } from "../src/platforms/profile.ts";
import { prove } from "../src/simulate/prove.ts";
import { simulateRoute } from "../src/simulate/route.ts";
import { entryWorld } from "./entry-world.ts";

const [ingresses, nodes] = [Number(process.argv[2]), Number(process.argv[3])];
const profile = profileSchema.parse(load(readFileSync("profiles/elastx-caas-v2.yaml", "utf8")));
const world = entryWorld(ingresses, nodes);
const judged = ["ingress-reachability", "client-source-address", "certificate-renewal"];

const started = process.cpuUsage();
const states = simulateRoute(world, profile, { target: 26 });
const { findings } = prove(
  states,
  GUARANTEES.filter(({ id }) => judged.includes(id)),
  {
    profile,
    target: { minor: 26 },
    removals: [],
    mentions: [],
    route: "in-place",
    entryPlan: PLAIN_ENTRY_PLAN,
    states: states.map(({ id }) => id),
    on: "2024-03-05",
  },
);
const proved = process.cpuUsage();
let rows = 0;
let reachable = 0;
for (const state of states) {
  for (const { verdict } of reachOf(world, state.world, { profile, entryPlan: PLAIN_ENTRY_PLAN })) {
    rows++;
    if (verdict === "reachable") reachable++;
  }
}
const done = process.cpuUsage();
const ms = (from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number =>
  (to.user + to.system - from.user - from.system) / 1000;
console.log(
  JSON.stringify({
    ms: ms(started, done),
    figures: {
      proof: ms(started, proved),
      findings: findings.length,
      states: states.length,
      rows,
      reachable,
    },
  }),
);
