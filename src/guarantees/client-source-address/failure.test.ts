import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Seen } from "../../entry/arrival.ts";
import { parseList } from "../../entry/consumers/address-list.ts";
import type { AddressConsumer } from "../../entry/consumers/consumer.ts";
import { annotated, consumersOf } from "../../entry/consumers/testing.ts";
import { parseAddress } from "../../world/addresses/address.ts";
import { failureOf, type Stand } from "./failure.ts";

const addresses = (...texts: string[]) => texts.flatMap((text) => parseAddress(text) ?? []);
const KNOWN: Stand = {
  inners: [{ balancer: "10.128.0.254", node: "10.128.0.11" }],
  nodes: addresses("10.128.0.11", "10.128.0.12"),
};
const UNKNOWN: Stand = {
  inners: [
    { balancer: "10.128.0.254", node: "10.128.0.11" },
    { balancer: "198.19.255.4", node: "198.19.255.5" },
  ],
  nodes: [],
};

function consumer(does: "admits" | "refuses" | "spares", text: string): AddressConsumer {
  const [one] = consumersOf(annotated({ "whitelist-source-range": "192.0.2.1" }));
  if (one === undefined) throw new Error("an allow-list is a consumer");
  return { ...one, list: parseList(does, text) };
}

const way = (does: "admits" | "refuses" | "spares", text: string, sees: Seen, stand = KNOWN) =>
  failureOf(consumer(does, text), sees, stand).way;

describe("a list that sees another address", () => {
  it.each<["admits" | "refuses" | "spares", string, Seen, string]>([
    ["admits", "192.0.2.0/24", "balancer", "closed"],
    ["admits", "10.128.0.0/22", "balancer", "open"],
    ["admits", "::ffff:10.128.0.0/118,10.0.0.0/8", "balancer", "open"],
    ["admits", "10.128.0.8/29", "balancer", "either"],
    ["admits", "10.128.0.11", "balancer", "closed"],
    ["admits", "10.128.0.11", "node", "either"],
    ["admits", "10.128.0.11,10.128.0.12", "node", "open"],
    ["admits", "192.0.2.0/24", "node", "closed"],
    ["refuses", "192.0.2.0/24", "balancer", "open"],
    ["refuses", "10.0.0.0/8", "balancer", "closed"],
    ["refuses", "10.128.0.8/29", "balancer", "either"],
    ["spares", "10.0.0.0/8", "balancer", "open"],
    ["spares", "192.0.2.0/24", "balancer", "closed"],
    ["admits", "nonsense", "balancer", "unread"],
    ["admits", "10.0.0.0/8, 300.1.1.1/99", "balancer", "unread"],
  ])("%s %s, seeing the %s: %s", (does, text, sees, expected) => {
    expect(way(does, text, sees)).toBe(expected);
  });

  it("is open or closed for certain only where the address does not matter, when no node is known", () => {
    expect(way("admits", "10.128.0.0/22", "balancer", UNKNOWN)).toBe("either");
    expect(way("admits", "0.0.0.0/1,128.0.0.0/1", "balancer", UNKNOWN)).toBe("open");
    expect(way("admits", "192.0.2.0/24", "balancer", UNKNOWN)).toBe("closed");
  });

  it("admits exactly whom it would refuse as a deny-list", () => {
    const block = fc.tuple(
      fc.constantFrom("10.128.0.", "192.0.2.", "10.0.0."),
      fc.nat(255),
      fc.integer({ min: 1, max: 32 }),
    );
    const text = fc
      .array(block, { minLength: 1, maxLength: 4 })
      .map((list) => list.map(([net, host, bits]) => `${net}${host}/${bits}`).join(","));
    const opposite = { open: "closed", closed: "open", either: "either" } as Record<string, string>;
    fc.assert(
      fc.property(text, fc.constantFrom<Seen>("balancer", "node"), (list, sees) => {
        expect(way("refuses", list, sees)).toBe(opposite[way("admits", list, sees)]);
        expect(way("spares", list, sees)).toBe(way("admits", list, sees));
      }),
    );
  });
});
