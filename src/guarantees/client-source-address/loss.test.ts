import { describe, expect, it } from "vitest";
import type { Arrival, Seen } from "../../entry/arrival.ts";
import { testController } from "../../entry/consumers/testing.ts";
import type { Entry } from "../../entry/entry.ts";
import type { BalancerMode } from "../../world/traffic.ts";
import { LOOKS, lossOf, packetSource } from "./loss.ts";

const CONTROLLER = testController();

function entry(id: string, mode?: BalancerMode, keepsSource: boolean | undefined = true): Entry {
  return {
    id,
    kind: mode === undefined ? "node" : "balancer",
    through: mode === undefined ? "host-port" : "balancer",
    protocol: "TCP",
    port: 443,
    servicePort: undefined,
    addresses: [],
    addressesKnown: false,
    balancer:
      mode === undefined ? undefined : { mode, modeKnown: true, sourceRanges: undefined, owner: "service" },
    nodes: [],
    targets: [],
    keepsSource,
    evidence: [],
  };
}

function way(id: string, sees: Seen, change: Partial<Arrival> = {}): Arrival {
  return {
    controller: CONTROLLER,
    entry: entry(id),
    listener: "https",
    used: "yes",
    result: "works",
    sees,
    tells: sees,
    forgeable: false,
    ...change,
  };
}

function line(before: readonly Arrival[], now: readonly Arrival[]): string | undefined {
  const loss = lossOf({ before, now }, LOOKS.client);
  return loss && [loss.verdict, loss.sees, loss.by.entry.id, loss.reason].filter(Boolean).join(" | ");
}

const nodes = way("nodes", "client");
const balancer = way("balancer", "balancer");

describe("whose address is lost", () => {
  it.each<[string, Arrival[], Arrival[], string | undefined]>([
    ["nothing changes", [nodes], [nodes], undefined],
    ["users move to a way that hides them", [nodes], [balancer], "breaks | balancer | balancer"],
    ["some have moved", [nodes], [nodes, balancer], "breaks | balancer | balancer"],
    ["nobody comes by it yet", [nodes], [nodes, { ...balancer, used: "no" }], undefined],
    ["the new way shows them", [nodes], [way("balancer", "client")], undefined],
    ["it hid some before and goes on", [nodes, balancer], [nodes, balancer], undefined],
    ["it hid some before, and now hides all", [nodes, balancer], [balancer], "breaks | balancer | balancer"],
    ["nobody was seen before", [balancer], [way("other", "node")], undefined],
    ["nobody arrived before", [], [balancer], undefined],
    ["connections come to nothing now", [nodes], [{ ...balancer, result: "broken-header" }], undefined],
    [
      "whether they come that way is open",
      [nodes],
      [nodes, { ...balancer, used: "maybe" }],
      "unknown | balancer | balancer | whether users come that way cannot be told",
    ],
    [
      "what arrives is open",
      [nodes],
      [way("balancer", "unknown", { result: "unknown" })],
      "unknown | unknown | balancer | what arrives that way cannot be told",
    ],
    [
      "what was seen is open",
      [way("nodes", "unknown")],
      [balancer],
      "unknown | balancer | balancer | whether it saw the client so far cannot be told",
    ],
    ["what was seen is open, and stays so", [way("nodes", "unknown")], [way("nodes", "unknown")], undefined],
    [
      "one way surely hides them, another may",
      [nodes],
      [way("a", "unknown"), balancer],
      "breaks | balancer | balancer",
    ],
    [
      "they may have come by it before",
      [{ ...nodes, used: "maybe" }],
      [balancer],
      "breaks | balancer | balancer",
    ],
  ])("%s", (_, before, now, expected) => {
    expect(line(before, now)).toBe(expected);
  });
});

it.each<[BalancerMode | undefined, boolean | undefined, Seen]>([
  [undefined, true, "client"],
  [undefined, false, "node"],
  [undefined, undefined, "unknown"],
  ["pass-through", true, "client"],
  ["pass-through", false, "node"],
  ["tcp", true, "balancer"],
  ["tcp", false, "node"],
  ["proxy-v2", true, "balancer"],
  ["http", undefined, "balancer"],
])("packets by %s, source kept %s: %s", (mode, keeps, expected) => {
  const one = { ...entry("x", mode), keepsSource: keeps };
  expect(packetSource(one)).toBe(expected);
});

it("sees in a PROXY header what the listener takes from it, and nothing where there is none", () => {
  expect(LOOKS.header({ ...nodes })).toBe("nothing");
  expect(LOOKS.header({ ...nodes, entry: entry("b", "proxy-v1") })).toBe("client");
});
