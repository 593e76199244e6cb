import { expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { innerAddresses } from "./stand-ins.ts";

const inner = (...addresses: readonly string[]) =>
  innerAddresses(
    testWorld("", { nodes: addresses.map((internalIP, index) => testNode(`n${index}`, { internalIP })) }),
  );

it("takes a neighbour of a node for the load balancer, in either family", () => {
  expect(inner("10.0.7.11")).toEqual([{ node: "10.0.7.11", balancer: "10.0.7.254" }]);
  expect(inner("10.0.7.254")).toEqual([{ node: "10.0.7.254", balancer: "10.0.7.253" }]);
  expect(inner("fd00:1::11")).toEqual([{ node: "fd00:1::11", balancer: "fd00:1::fffe" }]);
  expect(inner("fd00:1::fffe")).toEqual([{ node: "fd00:1::fffe", balancer: "fd00:1::fffd" }]);
});

it("goes by the first IPv4 address there is, and tries two where no node tells", () => {
  expect(inner("fd00:1::11", "10.0.7.11")[0]?.node).toBe("10.0.7.11");
  expect(inner().length).toBe(2);
  expect(inner("not an address").length).toBe(2);
});
