import type { PeerClass } from "../../network/classes.ts";
import type { Cover } from "../../network/evaluate.ts";
import { compareText, workloadName } from "../../network/names.ts";
import type { Policy } from "../../network/policy.ts";
import type { PortSet } from "../../network/port-set.ts";
import { memberOf } from "../../network/reasons.ts";
import { buildNetwork, type Network, type Relation } from "../../network/relation.ts";
import { isProbe, withPolicyProbes } from "../../network/repair/probes.ts";
import { viewOf } from "../../network/view-of.ts";
import { parseAddress } from "../../world/addresses/address.ts";
import type { AddressMention } from "../../world/addresses/scan.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { withoutAddressesOf } from "./policy-blocks.ts";

/** What happens between some pods and the nodes when every node has another address. */
export interface HostChange {
  /** Whether it is certain; else it depends on the new nodes' addresses. */
  readonly sure: boolean;
  /** Workloads it happens to, sorted; none where a policy selects no pod that runs now. */
  readonly workloads: readonly string[];
}

type Direction = "ingress" | "egress";

/** Answers for the policies of a world, over classes of pods and hosts. */
export class HostChanges {
  readonly policies: readonly Policy[];
  readonly #network: Network;
  readonly #hosts: readonly number[];

  /** `policies`: those that are asked about, each to have a pod it selects. */
  constructor(before: World, policies: readonly Resource[]) {
    const world = oneAddressEach(withPolicyProbes(before, policies));
    const view = viewOf(world);
    const after = {
      ...view,
      world: { ...world, nodes: world.nodes.map((node) => ({ ...node, addresses: [] })) },
      layers: withoutAddressesOf(world, view.layers),
    };
    this.policies = view.layers.flatMap(({ policies }) => policies);
    this.#network = buildNetwork([view, after]);
    this.#hosts = [...this.#network.classes.keys()].filter((id) => {
      const one = this.#network.classes[id];
      return one !== undefined && one.kind !== "outside" && one.signatures[0]?.host === true;
    });
  }

  selectsPods(policy: Policy): boolean {
    return this.#network.classes.some((one) => this.#isSelected(one, policy));
  }

  #isSelected(one: PeerClass, { subjects }: Policy): boolean {
    if (one.kind !== "pods" || one.signatures[0]?.host !== false) return false;
    const subject = memberOf(one)?.subject;
    return subject !== undefined && subjects.matches(subject) !== false;
  }

  /** What pods a policy selects lose (or gain) from the nodes, or to them. */
  of(policy: Policy, direction: Direction, what: "lost" | "gained"): HostChange | undefined {
    const { classes } = this.#network;
    const names = new Set<string>();
    let found = false;
    let sure = false;
    classes.forEach((one, id) => {
      if (!this.#isSelected(one, policy)) return;
      const change = this.#changeOf(id, direction, what);
      if (change === undefined) return;
      found = true;
      sure ||= change;
      for (const { pod, workload } of one.pods) if (!isProbe(pod)) names.add(workloadName(workload.ref));
    });
    return found ? { sure, workloads: [...names].sort(compareText) } : undefined;
  }

  /** True for a sure change, false for a possible one. */
  #changeOf(id: number, direction: Direction, what: "lost" | "gained"): boolean | undefined {
    const { relations, table } = this.#network;
    const [was, is] = relations.map((relation: Relation) => relation[direction][id]);
    if (was === undefined || is === undefined) return undefined;
    let possible = false;
    for (const host of this.#hosts) {
      const [from, to, maybe] =
        what === "lost" ? [was.certain, is.possible, is.certain] : [is.certain, was.possible, undefined];
      const given = this.#ports(from, host);
      if (table.subtract(given, this.#ports(to, host)) !== table.none) return true;
      const open =
        maybe === undefined
          ? table.subtract(this.#ports(is.possible, host), this.#ports(was.possible, host))
          : table.subtract(given, this.#ports(maybe, host));
      if (open !== table.none) possible = true;
    }
    return possible ? false : undefined;
  }

  #ports(cover: Cover, host: number): PortSet {
    const { table } = this.#network;
    let sum = table.none;
    for (const { peers, ports } of cover) if (peers.has(host)) sum = table.union(sum, ports);
    return sum;
  }
}

/** Nodes by address: what is kept from a node's own address may reach its floating IP, and the other way round. */
function oneAddressEach(world: World): World {
  const nodes = world.nodes.flatMap((node) =>
    node.addresses
      .filter(({ address }) => parseAddress(address) !== undefined)
      .map((address) => ({ ...node, name: `${node.name} ${address.address}`, addresses: [address] })),
  );
  return { ...world, nodes };
}

const KNOWN = new WeakMap<readonly AddressMention[], HostChanges>();

/** The same for every state of a route: it depends on the cluster as it was read alone. */
export function hostChanges(before: World, mentions: readonly AddressMention[]): HostChanges {
  let known = KNOWN.get(mentions);
  if (known === undefined) {
    const asked = new Set(mentions.map(({ resource }) => resource));
    const plain = before.objects.list("NetworkPolicy.networking.k8s.io");
    known = new HostChanges(
      before,
      plain.filter((policy) => asked.has(policy)),
    );
    KNOWN.set(mentions, known);
  }
  return known;
}
