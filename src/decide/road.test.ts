import { expect, it } from "vitest";
import { PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import type { RoadFacts } from "./facts.ts";
import { decideRoad } from "./road.ts";
import {
  given,
  roadProfile,
  testArrival,
  testConsumer,
  testController,
  testFacts,
  testFinding,
} from "./testing.ts";

const provided = testController("ingress-nginx-controller");
const own = testController("edge", { who: "customer" });
const IN_PLACE = { "floating-ips-required": "no", "upgrade-or-migrate": "upgrade" };
/** An Ingress that admits one block of clients alone. */
const needs = (name: string) => testConsumer(provided, name, "closed");

/** Each of the provider's options as a cluster, with the end of its road. */
it.each<[string, Partial<RoadFacts>, Record<string, string>, string, object]>([
  [
    "the provider's ingress, users come directly",
    { controllers: [provided] },
    { ...IN_PLACE, maintainer: "provider", "proxy-in-front": "no" },
    "ready-provider-direct",
    { maintainer: "provider", mode: "tcp", proxyRanges: [] },
  ],
  [
    "the provider's ingress, and something needs client addresses",
    { controllers: [provided], consumers: { found: [needs("admin")], gaps: [] } },
    { ...IN_PLACE, maintainer: "provider", "proxy-in-front": "no" },
    "ready-provider-direct",
    { maintainer: "provider", mode: "proxy-protocol", proxyRanges: [] },
  ],
  [
    "the provider's ingress behind a proxy its settings name",
    {
      controllers: [
        testController("ingress-nginx-controller", {
          settings: { "use-forwarded-headers": "true", "proxy-real-ip-cidr": "192.0.2.0/24" },
        }),
      ],
    },
    { ...IN_PLACE, maintainer: "provider" },
    "ready-provider-proxy",
    { maintainer: "provider", mode: "forwarded-headers", proxyRanges: ["192.0.2.0/24"] },
  ],
  [
    "taking over what stands behind a load balancer",
    { controllers: [provided], arrivals: [testArrival(provided, "balancer")] },
    { ...IN_PLACE, maintainer: "customer", "own-ingress": "take-over", "proxy-in-front": "no" },
    "ready-take-over-direct",
    { maintainer: "customer", mode: "tcp", proxyRanges: [] },
  ],
  [
    "taking over what users reach by worker addresses",
    { controllers: [provided], arrivals: [testArrival(provided, "node")] },
    { ...IN_PLACE, maintainer: "customer", "own-ingress": "take-over" },
    "load-balancer-first",
    { maintainer: "customer" },
  ],
  [
    "a second ingress with a class of its own",
    { controllers: [provided], arrivals: [testArrival(provided, "node")] },
    { ...IN_PLACE, maintainer: "customer", "own-ingress": "install", "proxy-in-front": "no" },
    "ready-install-direct",
    { maintainer: "customer", mode: "tcp" },
  ],
  [
    "an own ingress behind its load balancer: nothing to ask but the three choices",
    { controllers: [own], arrivals: [testArrival(own, "balancer")] },
    { ...IN_PLACE, "proxy-in-front": "no" },
    "ready-keep-direct",
    { maintainer: "customer", mode: "tcp" },
  ],
  [
    "an own ingress behind its load balancer and a proxy",
    {
      controllers: [own],
      arrivals: [testArrival(own, "balancer")],
      names: [
        { name: "shop.example.com", leads: "elsewhere", note: "CNAME to cdn.example.net", evidence: [] },
      ],
    },
    IN_PLACE,
    "ready-keep-proxy",
    { maintainer: "customer", mode: "forwarded-headers" },
  ],
  [
    "an own ingress on worker addresses",
    { controllers: [own], arrivals: [testArrival(own, "node")] },
    IN_PLACE,
    "load-balancer-first",
    { maintainer: "customer" },
  ],
  [
    "floating IPs required, not offered yet",
    {},
    { "floating-ips-required": "yes" },
    "deferred",
    { maintainer: "customer", mode: "tcp" },
  ],
  [
    "policies that admit NodeLocal DNS alone",
    { dnsFindings: [testFinding("dns-resolution/cache-only", "breaks", "dns")] },
    IN_PLACE,
    "fix-dns-first",
    { maintainer: "customer", mode: "tcp" },
  ],
  [
    "a new cluster",
    {},
    { "floating-ips-required": "no", "upgrade-or-migrate": "migrate" },
    "new-cluster",
    { maintainer: "provider", mode: "tcp" },
  ],
  ["no ingress at all", {}, IN_PLACE, "ready-without-ingress", { maintainer: "customer" }],
])("%s", (_name, facts, said, outcome, plan) => {
  const road = decideRoad(testFacts(facts), given(said));
  expect(road.outcome.id).toBe(outcome);
  expect(road.entryPlan).toMatchObject(plan);
  // Whoever is to decide needs no more than was said; but a proxy is nothing without its ranges.
  const lacking = road.open.map((turn) => [turn.question.id, turn.lacksRanges]);
  expect(lacking).toEqual(outcome === "ready-keep-proxy" ? [["proxy-in-front", true]] : []);
  expect(road.route).toBe(outcome === "new-cluster" ? "new-cluster" : "in-place");
});

it("lists what has to be fixed, by finding and subject", () => {
  const breaking = testFinding("dns-resolution/cache-only", "breaks", "dns");
  const advice = testFinding("dns-resolution/coredns-capacity", "advice", "coredns");
  const road = decideRoad(testFacts({ dnsFindings: [breaking, advice] }), given(IN_PLACE));
  const { id, subject, message } = breaking;
  expect(road.outcome.fixes).toEqual([{ finding: id, subject, message }]);
});

it("names the controllers that have to move to a load balancer, and how users reach them", () => {
  const road = decideRoad(
    testFacts({ controllers: [own], arrivals: [testArrival(own, "node")] }),
    given(IN_PLACE),
  );
  expect(road.outcome.fixes).toEqual([
    {
      finding: undefined,
      subject: own.workload.ref,
      message:
        "DaemonSet ingress/edge is reached by node port 443/TCP of DaemonSet ingress/edge, and by no load balancer.",
    },
  ]);
});

it("goes on with floating IPs once they are offered, and has the customer opt in", () => {
  const said = given({ ...IN_PLACE, "floating-ips-required": "yes" });
  const before = decideRoad(testFacts({ on: "2024-04-30" }), said);
  expect(before.outcome).toMatchObject({ id: "deferred", until: "expected early 2024" });
  const after = decideRoad(testFacts({ on: "2024-05-01" }), said);
  expect(after.outcome).toMatchObject({ kind: "ready", until: undefined });
  expect(after.outcome.customer[0]).toMatch(/^Opt in to floating IPs/);
});

it("calls nothing decided that somebody still has to answer, and says what it assumes", () => {
  const road = decideRoad(testFacts({ controllers: [provided], consumers: undefined }));
  expect(road.decided).toBe(false);
  expect(road.outcome.kind).toBe("ready");
  expect(road.open.map((turn) => [turn.question.id, turn.value, turn.how])).toEqual([
    ["floating-ips-required", "no", "assumed"],
    ["upgrade-or-migrate", "upgrade", "assumed"],
    ["maintainer", "provider", "assumed"],
    ["proxy-in-front", "no", "assumed"],
    ["client-address-needed", "no", "assumed"],
  ]);
});

it("does not take an unknown for adapted", () => {
  const unclear = testFinding("dns-resolution/policy-unclear", "unknown", "l7");
  const road = decideRoad(testFacts({ dnsFindings: [unclear] }), given(IN_PLACE));
  expect(road.open.map((turn) => turn.question.id)).toEqual(["adapted-to-coredns"]);
});

it("tells which answers this way does not come to", () => {
  const road = decideRoad(testFacts(), given({ "upgrade-or-migrate": "migrate", maintainer: "provider" }));
  expect(road.unused.map((question) => question.id)).toEqual(["maintainer"]);
});

it("fills every hole in the sentences from the profile", () => {
  const road = decideRoad(testFacts(), given({ "upgrade-or-migrate": "migrate" }));
  const sentences = [...road.outcome.provider, ...road.outcome.customer];
  expect(sentences.join(" ")).toContain("Kubernetes 1.26 or 1.29");
  expect(sentences.join(" ")).toContain("free for 30 days");
  const silent = { ...roadProfile(), target: testFacts().profile.target };
  expect(decideRoad(testFacts({ profile: silent }), given(IN_PLACE)).outcome.provider.join(" ")).not.toMatch(
    /[{}]/,
  );
  expect(sentences.join(" ")).not.toMatch(/[{}]/);
});

it("plans the entry beyond what has to be fixed first, so that it can be simulated", () => {
  const road = decideRoad(
    testFacts({
      controllers: [provided],
      dnsFindings: [testFinding("dns-resolution/cache-only", "breaks", "dns")],
      consumers: { found: [needs("admin")], gaps: [] },
    }),
    given({ ...IN_PLACE, maintainer: "provider", "proxy-in-front": "no" }),
  );
  expect(road.outcome.id).toBe("fix-dns-first");
  expect(road.decided).toBe(true);
  expect(road.ahead.map((turn) => turn.question.id)).toEqual([
    "maintainer",
    "proxy-in-front",
    "client-address-needed",
  ]);
  expect(road.entryPlan).toEqual({ maintainer: "provider", mode: "proxy-protocol", proxyRanges: [] });
});

it("simulates nothing that is only assumed: no PROXY protocol before somebody said that no proxy is in front", () => {
  const facts = testFacts({ controllers: [provided], consumers: { found: [needs("admin")], gaps: [] } });
  const open = decideRoad(facts, given({ ...IN_PLACE, maintainer: "provider" }));
  expect(open.turns.at(-1)).toMatchObject({ value: "yes", how: "computed" });
  expect(open.entryPlan).toBe(PLAIN_ENTRY_PLAN);
  const answers = { ...IN_PLACE, maintainer: "provider", "proxy-in-front": "no" };
  expect(decideRoad(facts, given(answers)).entryPlan.mode).toBe("proxy-protocol");
});

it("hands an answer that load balancers are used on to the simulation, and nothing that was computed", () => {
  const names = [{ name: "shop.example.com", leads: "elsewhere", note: "", evidence: [] }] as const;
  const direct = testArrival(own, "node", "maybe");
  const balanced = { ...direct, entry: { ...testArrival(own, "balancer").entry } };
  const facts = testFacts({ controllers: [own], arrivals: [direct, balanced], names });
  const answers = { ...IN_PLACE, "load-balancer-used": "yes" };
  expect(decideRoad(facts, given(answers)).entryPlan.balancersOnly).toBe(true);
  expect(decideRoad(facts, given(IN_PLACE)).entryPlan.balancersOnly).toBeUndefined();
  const clear = testFacts({ controllers: [own], arrivals: [balanced], names });
  expect(decideRoad(clear, given(answers)).entryPlan.balancersOnly).toBeUndefined();
});
