import { holds } from "../../entry/address-lists.ts";
import type { Seen } from "../../entry/arrival.ts";
import type { AddressList, ListMember } from "../../entry/consumers/address-list.ts";
import type { AddressConsumer } from "../../entry/consumers/consumer.ts";
import { type Inner, PROXY } from "../../entry/stand-ins.ts";
import { type Address, parseAddress, unmapped } from "../../world/addresses/address.ts";
import { contains } from "../../world/addresses/cidr.ts";

/** What becomes of something that goes by the client's address and sees another. */
export interface Failure {
  /**
   * `either`: open or closed, as the address that nobody knows yet happens to be on the list or not. `unread`: there is
   * something on its list that is no address.
   */
  readonly way: "open" | "closed" | "either" | "unread" | "depends" | "skew" | "application";
  /** As a clause. */
  readonly words: string;
  /** The members of its list that hold the address it sees. */
  readonly members: readonly ListMember[];
}

/** The addresses that may be seen in a client's place. */
export interface Stand {
  /** What a balancer and a node may have; one where the nodes' network is known. */
  readonly inners: readonly Inner[];
  /** What the nodes have. */
  readonly nodes: readonly Address[];
}

export function failureOf(consumer: AddressConsumer, sees: Seen, stand: Stand): Failure {
  const { list, whenHidden, words } = consumer;
  if (list === undefined || sees === "unknown") return { way: whenHidden, words, members: [] };
  const odd = list.members.find(({ block }) => block === undefined);
  if (odd !== undefined) return { way: "unread", words: oddWords(odd), members: [] };
  const seen = addressesSeen(sees, stand);
  const members = list.members.filter(
    ({ block }) => block !== undefined && seen.some((one) => contains(block, unmapped(one))),
  );
  const texts = list.members.map(({ text }) => text);
  const on = seen.filter((address) => holds(texts, address)).length;
  if (on === seen.length) return { ...onList(consumer, list), members };
  const near = sees === "balancer" && holdsNode(list, stand);
  if (on > 0 || near) return { way: "either", words: eitherWords(consumer, list), members };
  return { way: list.does === "refuses" ? "open" : "closed", words, members };
}

/**
 * An annotation with such an entry has its location answer 503 (internal/ingress/annotations/ipallowlist/main.go); in the
 * ConfigMap nginx does not load what is made of it, and what it runs with is something older.
 */
function oddWords({ text }: ListMember): string {
  return `its list holds ${JSON.stringify(text)}, which is neither an address nor a block, and such a list is not put in force`;
}

function onList({ kind }: AddressConsumer, { does }: AddressList): Pick<Failure, "way" | "words"> {
  if (does === "refuses") return { way: "closed", words: "everybody is kept out" };
  if (does === "spares") return { way: "open", words: "no limit applies to anybody" };
  const without = kind === "satisfy-any" ? " without logging in" : "";
  return { way: "open", words: `everybody is let in${without}` };
}

function eitherWords({ kind }: AddressConsumer, { does }: AddressList): string {
  if (does === "refuses") return "nobody is kept out, or everybody is";
  if (does === "spares") return "no limit applies to anybody, or limits apply to those it spares too";
  return `everybody is let in${kind === "satisfy-any" ? " without logging in" : ""}, or nobody is`;
}

/** A block with a node in it may hold the balancer too, where the one that stands for it is not inside. */
function holdsNode({ members }: AddressList, { nodes }: Stand): boolean {
  return members.some(
    ({ block }) =>
      block !== undefined && block.first !== block.last && nodes.some((node) => contains(block, node)),
  );
}

function addressesSeen(sees: Seen, { inners, nodes }: Stand): readonly Address[] {
  if (sees === "node" && nodes.length > 0) return nodes;
  const texts = inners.map(({ balancer, node }) =>
    sees === "node" ? node : sees === "proxy" ? PROXY : balancer,
  );
  return texts.flatMap((text) => parseAddress(text) ?? []);
}
