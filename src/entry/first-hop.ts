import { viewOf } from "../network/view-of.ts";
import { type Address, parseAddress } from "../world/addresses/address.ts";
import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Arriving } from "./attached.ts";
import type { Controller } from "./controller.ts";
import type { Entry } from "./entry.ts";
import { type Hop, OPEN } from "./hop.ts";
import { type Answer, PolicyProbe, UNLISTED } from "./policy-probe.ts";
import { innerAddresses } from "./stand-ins.ts";

/** Tells whether network policies let what arrives at a controller's pods in: judged by the packets' own source. */
export type FirstHops = (arriving: Arriving) => Hop;

export function firstHopsOf(world: World, controllers: readonly Controller[]): FirstHops {
  if (viewOf(world).layers.every(({ policies }) => policies.length === 0)) return () => OPEN;
  const probe = new PolicyProbe(
    world,
    controllers.map(({ workload }) => workload.ref),
  );
  const known = new Map<string, Hop>();
  return (arriving) => {
    const { controller, entry } = arriving;
    const port = portAt(arriving);
    const key = JSON.stringify([refKey(controller.workload.ref), port, sourceOf(entry), entry.id]);
    const hop = known.get(key) ?? judge(probe, arriving, port, world);
    known.set(key, hop);
    return hop;
  };
}

type Source = "client" | "node" | "balancer" | undefined;

/** Who the packets come from when they reach the pods; undefined where that cannot be told. */
function sourceOf({ balancer, keepsSource }: Entry): Source {
  if (keepsSource === false) return "node";
  if (balancer !== undefined && balancer.mode !== "pass-through") return "balancer";
  return keepsSource === true ? "client" : undefined;
}

function portAt({ controller, entry, listener }: Arriving): number {
  const key = refKey(controller.workload.ref);
  return entry.targets.find(({ workload }) => refKey(workload.ref) === key)?.port ?? controller[listener];
}

function judge(probe: PolicyProbe, { controller, entry }: Arriving, port: number, world: World): Hop {
  const pod = probe.podOf(controller.workload.ref);
  if (pod === undefined) return OPEN;
  const ask = (address: Address): Answer => probe.ask(pod, address, port);
  const [anybody] = addresses([UNLISTED]).map(ask);
  // What admits everybody admits whoever it is.
  if (anybody === undefined || anybody.verdict === "admitted") return OPEN;
  const source = sourceOf(entry);
  const stated = source === "client" ? [anybody] : sourcesOf(source, entry, world).map(ask);
  if (stated.length > 0 && stated.every(({ verdict }) => verdict === "admitted")) return OPEN;
  const refused = stated.length > 0 && stated.every(({ verdict }) => verdict === "refused");
  // Of clients and balancers nobody knows the address: one that a policy names may be theirs.
  const named = source === "node" ? [] : probe.edges(pod).map(ask);
  if (refused && named.every(({ verdict }) => verdict === "refused")) {
    return { verdict: "refused", why: `network policies do not let ${WORDS[source ?? "client"]} in` };
  }
  return {
    verdict: "unknown",
    why: `network policies let some addresses in alone: ${DOUBTS[source ?? "client"]}`,
  };
}

const WORDS = { client: "clients", node: "the nodes", balancer: "the load balancer" };
const DOUBTS = {
  client: "only clients at those get through",
  node: "whether the nodes' are among them is not known for all",
  balancer: "whether the load balancer's is among them is not known",
};

/** Addresses that stand for the source. New nodes have none yet. */
function sourcesOf(source: Source, { nodes }: Entry, world: World): readonly Address[] {
  if (source === "balancer") return addresses(innerAddresses(world).map(({ balancer }) => balancer));
  if (source !== "node" || nodes.some((node) => node.addresses.length === 0)) return [];
  return addresses(
    nodes.flatMap((node) =>
      node.addresses.filter(({ type }) => type === "InternalIP").map(({ address }) => address),
    ),
  );
}

function addresses(texts: readonly string[]): readonly Address[] {
  return texts.flatMap((text) => parseAddress(text) ?? []);
}
