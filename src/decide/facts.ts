import type { Arrival } from "../entry/arrival.ts";
import type { AddressConsumer } from "../entry/consumers/consumer.ts";
import type { Controller, Operator } from "../entry/controller.ts";
import type { Evidence } from "../guarantees/guarantee.ts";
import type { Profile } from "../platforms/profile.ts";
import type { Finding } from "../simulate/proof.ts";
import type { Minor } from "../world/version.ts";
import type { World } from "../world/world.ts";

/** What the road is decided by. `undefined` where nobody looked: that answers nothing. */
export interface RoadFacts {
  /** The cluster as it was read. */
  readonly world: World;
  readonly profile: Profile;
  /** The day the move is judged for (YYYY-MM-DD). */
  readonly on: string;
  readonly target: Minor;
  /** What `dns-resolution` finds in the states of the in-place move. */
  readonly dnsFindings: readonly Finding[] | undefined;
  /** What `egress-address` finds there: who may depend on the nodes' floating IPs. Signs, never an answer. */
  readonly egressFindings: readonly Finding[];
  readonly controllers: readonly Controller[];
  /** Who runs cert-manager; undefined where there is none, or none was read. */
  readonly certManager: Operator | undefined;
  /** How users come to the controllers today. */
  readonly arrivals: readonly Arrival[] | undefined;
  readonly names: readonly NameSign[] | undefined;
  readonly consumers: Consumers | undefined;
}

/** Where a name that users type leads, by the records that were looked up. */
export interface NameSign {
  /** "shop.example.com". */
  readonly name: string;
  /** `cluster`: to addresses of this cluster. `elsewhere`: to others, so to something in front of it. */
  readonly leads: "cluster" | "elsewhere" | "unknown";
  /** How that was seen: "CNAME to shop.example.net, A 198.51.100.7 (zone file)". */
  readonly note: string;
  readonly evidence: readonly Evidence[];
}

/** Whatever goes by the address of the client. */
export interface Consumers {
  readonly found: readonly AddressConsumer[];
  /** What was not read and could hold more: "Ingress.networking.k8s.io (forbidden)". */
  readonly gaps: readonly string[];
}
