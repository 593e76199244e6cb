import { holds } from "../../entry/address-lists.ts";
import { admits } from "../../entry/allow-list.ts";
import type { Seen } from "../../entry/arrival.ts";
import type { AddressList, ListMember } from "../../entry/consumers/address-list.ts";
import type { AddressConsumer } from "../../entry/consumers/consumer.ts";
import { type Inner, PROXY } from "../../entry/stand-ins.ts";
import { parseAddress } from "../../world/addresses/address.ts";
import { contains } from "../../world/addresses/cidr.ts";

/** What becomes of something that goes by the client's address and sees another. */
export interface Failure {
  /** `either`: open or closed, as the address that nobody knows yet happens to be on the list or not. */
  readonly way: "open" | "closed" | "either" | "depends" | "skew" | "application";
  /** As a clause. */
  readonly words: string;
  /** The members of its list that hold the address it sees. */
  readonly members: readonly ListMember[];
}

/** `inners`: addresses that a balancer and a node may have; one where they are known. */
export function failureOf(consumer: AddressConsumer, sees: Seen, inners: readonly Inner[]): Failure {
  const { list, whenHidden, words } = consumer;
  if (list === undefined || sees === "unknown") return { way: whenHidden, words, members: [] };
  const seen = inners.flatMap((inner) => parseAddress(addressSeen(sees, inner)) ?? []);
  const members = list.members.filter(
    ({ block }) => block !== undefined && seen.some((one) => contains(block, one)),
  );
  const opens = seen.map((address) => isOpen(list, address));
  if (opens.every((open) => open)) return { way: "open", words: openWords(consumer, list), members };
  if (opens.some((open) => open)) return { way: "either", words, members };
  return { way: "closed", words: list.does === "refuses" ? "everybody is kept out" : words, members };
}

function isOpen(list: AddressList, address: NonNullable<ReturnType<typeof parseAddress>>): boolean {
  const texts = list.members.map(({ text }) => text);
  if (list.does === "spares") return holds(texts, address);
  const rules = {
    blocked: [],
    deny: [],
    allow: [],
    ...{ [list.does === "refuses" ? "deny" : "allow"]: texts },
  };
  return admits(rules, address);
}

function openWords({ kind, words }: AddressConsumer, { does }: AddressList): string {
  if (kind === "satisfy-any") return "everybody is let in without logging in";
  if (does === "admits") return "everybody is let in";
  return does === "spares" ? "no limit applies to anybody" : words;
}

function addressSeen(sees: Seen, { balancer, node }: Inner): string {
  return sees === "node" ? node : sees === "proxy" ? PROXY : balancer;
}
