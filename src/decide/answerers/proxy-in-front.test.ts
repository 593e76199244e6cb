import { expect, it } from "vitest";
import { testNode, testWorld } from "../../guarantees/testing.ts";
import type { NameSign } from "../facts.ts";
import { testArrival, testController, testFacts } from "../testing.ts";
import { proxyInFront } from "./proxy-in-front.ts";

const RANGES = ["192.0.2.64/27", "192.0.2.128/27"];
const world = testWorld("", { nodes: [testNode("worker-1", { internalIP: "10.128.0.11" })] });
const trusting = (from: string) =>
  testController("edge", {
    who: "customer",
    settings: { "use-forwarded-headers": "true", "proxy-real-ip-cidr": from },
  });

function seen(from: string, sourceRanges: readonly string[] | undefined, names: readonly NameSign[] = [WAF]) {
  const controller = trusting(from);
  const arrival = testArrival(controller, "balancer");
  const balancer = arrival.entry.balancer && { ...arrival.entry.balancer, sourceRanges };
  const arrivals = [{ ...arrival, entry: { ...arrival.entry, balancer } }];
  return proxyInFront(testFacts({ world, controllers: [controller], arrivals, names }), []);
}

const WAF: NameSign = {
  name: "shop.example.com",
  leads: "elsewhere",
  note: "A 192.0.2.70 (zone file)",
  evidence: [],
};

it("takes blocks that a controller trusts for the proxy's", () => {
  expect(seen(RANGES.join(","), undefined)).toMatchObject({ value: "yes", proxyRanges: RANGES });
});

it("does not take the nodes' own network for the proxy's: behind a load balancer it is that one's", () => {
  const { value, proxyRanges } = seen("10.128.0.0/22", undefined);
  expect([value, proxyRanges]).toEqual(["yes", undefined]);
  expect(seen(`10.128.0.0/22,${RANGES[0]}`, undefined).proxyRanges).toEqual([RANGES[0]]);
});

it("takes whom the load balancer admits alone for the proxy", () => {
  const { value, proxyRanges, reason } = seen("10.128.0.0/22", RANGES);
  expect([value, proxyRanges]).toEqual(["yes", RANGES]);
  expect(reason).toContain("the load balancer admits 192.0.2.64/27, 192.0.2.128/27 alone");
  expect(seen("10.128.0.0/22", ["0.0.0.0/0"]).proxyRanges).toBeUndefined();
});

it("does not take a list of visitors for a proxy where names lead to the cluster", () => {
  expect(seen("0.0.0.0/0", RANGES, [{ ...WAF, leads: "cluster" }]).value).toBeUndefined();
});
