import { describe, expect, it } from "vitest";
import { testNode, testProfile, testWorld } from "../guarantees/testing.ts";
import { adaptedToCoreDns } from "./answerers/adapted-to-coredns.ts";
import { clientAddressNeeded } from "./answerers/client-address-needed.ts";
import { floatingIpsOffered } from "./answerers/floating-ips-offered.ts";
import { floatingIpsRequired } from "./answerers/floating-ips-required.ts";
import { loadBalancerUsed } from "./answerers/load-balancer-used.ts";
import { maintainer } from "./answerers/maintainer.ts";
import { ownIngress } from "./answerers/own-ingress.ts";
import { proxyInFront } from "./answerers/proxy-in-front.ts";
import { upgradeOrMigrate } from "./answerers/upgrade-or-migrate.ts";
import type { NameSign, RoadFacts } from "./facts.ts";
import { testArrival, testConsumer, testController, testFacts, testFinding } from "./testing.ts";
import type { Seen } from "./walk.ts";

const provided = testController("ingress-nginx-controller");
const own = testController("edge", { who: "customer" });
const unclear = testController("unclear", { who: "unknown" });
const named = (name: string, leads: NameSign["leads"]): NameSign => ({
  name,
  leads,
  note: "A 192.0.2.1",
  evidence: [],
});
const short = ({ value, how }: Seen) => [value ?? "open", how];
const unread = { entries: [], assumedComplete: false };

describe("floating-ips-required", () => {
  const node = (providerID: string, externalIP?: string) => {
    const made = testNode("worker-1", {
      internalIP: "10.128.0.11",
      ...(externalIP === undefined ? {} : { externalIP }),
    });
    const { resource } = made;
    return { ...made, resource: { ...resource, object: { ...resource.object, spec: { providerID } } } };
  };
  const answer = (world: RoadFacts["world"], egressFindings: RoadFacts["egressFindings"] = []) =>
    floatingIpsRequired(testFacts({ world, egressFindings }));

  it("is no where a cloud provider tells the addresses, and no worker has one", () => {
    expect(short(answer(testWorld("", { nodes: [node("openstack:///1")] })))).toEqual(["no", "observed"]);
  });

  it.each([
    ["nobody would tell", testWorld("", { nodes: [node("")] })],
    ["nodes were not read", testWorld("", { nodes: [], coverage: unread })],
    ["a worker has one", testWorld("", { nodes: [node("openstack:///1", "203.0.113.11")] })],
  ])("is open where %s", (_what, world) => {
    expect(answer(world).value).toBeUndefined();
  });

  it("counts an address that is the machine's own as none", () => {
    expect(answer(testWorld("", { nodes: [node("openstack:///1", "10.128.0.11")] })).value).toBe("no");
  });

  it("shows what may depend on them", () => {
    const finding = testFinding("egress-address/floating-ip-named", "unknown", "bank");
    const seen = answer(testWorld("", { nodes: [node("openstack:///1", "203.0.113.11")] }), [finding]);
    expect(seen.reason).toContain("1 finding of egress-address may depend on them");
    expect(seen.evidence[0]?.ref.name).toBe("bank");
    expect(seen.evidence.at(-1)).toMatchObject({ value: "203.0.113.11" });
  });
});

it.each([
  ["2024-03-04", "open"],
  ["2024-03-05", "not-yet"],
  ["2024-05-01", "opt-in"],
])("floating-ips-offered is, on %s, %s", (on, expected) => {
  expect(short(floatingIpsOffered(testFacts({ on })))).toEqual([expected, "computed"]);
});

describe("upgrade-or-migrate", () => {
  it("is a choice where a new cluster is offered", () => {
    expect(upgradeOrMigrate(testFacts())).toMatchObject({
      reason: expect.stringContaining("offered on request"),
    });
  });

  it("is a choice where the route is known and the offer is not", () => {
    const { profile } = testFacts();
    const [stage] = profile.routes["in-place"];
    const routes = { ...profile.routes, "new-cluster": stage === undefined ? [] : [stage] };
    const seen = upgradeOrMigrate(testFacts({ profile: { ...profile, routes, features: [] } }));
    expect([seen.value, seen.reason]).toEqual([
      undefined,
      "a choice; profile test does not say whether a new cluster is offered",
    ]);
  });

  it("is no choice where there is no new cluster to be had", () => {
    expect(short(upgradeOrMigrate(testFacts({ profile: testProfile() })))).toEqual(["upgrade", "computed"]);
  });
});

describe("adapted-to-coredns", () => {
  const answer = (dnsFindings: RoadFacts["dnsFindings"]) =>
    short(adaptedToCoreDns(testFacts({ dnsFindings })));
  const found = (verdict: "breaks" | "unknown" | "advice") =>
    testFinding("dns-resolution/cache-only", verdict, verdict);

  it.each<[string, RoadFacts["dnsFindings"], string]>([
    ["nothing was judged", undefined, "open"],
    ["nothing is found", [], "yes"],
    ["there is advice alone", [found("advice")], "yes"],
    ["something is not known", [found("advice"), found("unknown")], "open"],
    ["something breaks, whatever else is not known", [found("unknown"), found("breaks")], "no"],
  ])("where %s", (_what, findings, expected) => {
    expect(answer(findings)).toEqual([expected, "computed"]);
  });
});

describe("maintainer", () => {
  it.each<[string, Partial<RoadFacts>, string, string]>([
    ["the provider runs one", { controllers: [provided] }, "open", "observed"],
    ["the customer runs all", { controllers: [own] }, "customer", "observed"],
    ["the provider runs one of two", { controllers: [own, provided] }, "open", "observed"],
    ["nobody knows who runs it", { controllers: [own, unclear] }, "open", "observed"],
    ["there is none", {}, "nobody", "observed"],
    [
      "there may be one that was not read",
      { world: testWorld("", { coverage: unread }) },
      "open",
      "observed",
    ],
    [
      "the platform comes without one",
      { controllers: [provided], profile: testProfile() },
      "customer",
      "computed",
    ],
  ])("where %s", (_what, facts, value, how) => {
    expect(short(maintainer(testFacts(facts)))).toEqual([value, how]);
  });
});

describe("own-ingress", () => {
  it.each<[string, RoadFacts["controllers"], string, string | undefined]>([
    ["the own one is the only one", [own], "keep", undefined],
    ["there is an own one beside the provider's", [own, provided], "open", "keep"],
    ["there is the provider's alone", [provided], "open", undefined],
    ["nobody knows whose it is", [unclear], "open", undefined],
  ])("where %s", (_what, controllers, value, likely) => {
    const seen = ownIngress(testFacts({ controllers }));
    expect([seen.value ?? "open", seen.likely]).toEqual([value, likely]);
  });
});

describe("load-balancer-used", () => {
  const answer = (arrivals: RoadFacts["arrivals"], controllers = [own]) =>
    loadBalancerUsed(testFacts({ controllers, arrivals }), []);

  it.each<[string, RoadFacts["arrivals"], string]>([
    ["users come by it alone", [testArrival(own, "balancer")], "yes"],
    [
      "nobody comes by the nodes any more",
      [testArrival(own, "balancer"), testArrival(own, "node", "no")],
      "yes",
    ],
    [
      "users may still come by the nodes",
      [testArrival(own, "balancer"), testArrival(own, "node", "maybe")],
      "open",
    ],
    ["users come by the nodes too", [testArrival(own, "balancer"), testArrival(own, "node")], "no"],
    ["there is none", [testArrival(own, "node")], "no"],
    ["nothing leads to the controller", [], "no"],
    ["nobody looked", undefined, "open"],
  ])("where %s", (_what, arrivals, expected) => {
    expect(short(answer(arrivals))).toEqual([expected, "computed"]);
  });

  it("is no where one of two controllers has none", () => {
    const seen = answer([testArrival(own, "balancer"), testArrival(provided, "node")], [own, provided]);
    expect(seen.reason).toContain("ingress-nginx-controller is reached by");
    expect(seen.value).toBe("no");
  });
});

describe("proxy-in-front", () => {
  const trusting = (settings: Record<string, string>) => [
    testController("edge", { who: "customer", settings }),
  ];
  const headers = { "use-forwarded-headers": "true" };
  const blocks = { ...headers, "proxy-real-ip-cidr": "192.0.2.0/24,198.51.100.0/24" };

  it.each<[string, Partial<RoadFacts>, string, readonly string[] | undefined]>([
    ["nobody looked", {}, "open", undefined],
    [
      "all names lead elsewhere",
      { names: [named("a", "elsewhere"), named("b", "unknown")] },
      "yes",
      undefined,
    ],
    ["all names lead to the cluster", { names: [named("a", "cluster")] }, "no", undefined],
    [
      "one of the names is not known",
      { names: [named("a", "cluster"), named("b", "unknown")] },
      "open",
      undefined,
    ],
    ["names lead both ways", { names: [named("a", "cluster"), named("b", "elsewhere")] }, "open", undefined],
    ["there are no names", { names: [] }, "open", undefined],
    [
      "headers are trusted from blocks",
      { controllers: trusting(blocks) },
      "yes",
      ["192.0.2.0/24", "198.51.100.0/24"],
    ],
    ["headers are trusted from anywhere", { controllers: trusting(headers) }, "open", undefined],
    [
      "headers are trusted from anywhere, written out",
      { controllers: trusting({ ...headers, "proxy-real-ip-cidr": "0.0.0.0/0" }) },
      "open",
      undefined,
    ],
    [
      "what is trusted is no block",
      { controllers: trusting({ ...headers, "proxy-real-ip-cidr": "cdn.example.net" }) },
      "open",
      undefined,
    ],
    [
      "the blocks are those of whoever sends PROXY headers",
      { controllers: trusting({ ...blocks, "use-proxy-protocol": "true" }) },
      "open",
      undefined,
    ],
    [
      "settings and records differ",
      { controllers: trusting(blocks), names: [named("a", "cluster")] },
      "open",
      undefined,
    ],
    [
      "settings and records agree",
      { controllers: trusting(blocks), names: [named("a", "elsewhere")] },
      "yes",
      ["192.0.2.0/24", "198.51.100.0/24"],
    ],
  ])("where %s", (_what, facts, value, ranges) => {
    const seen = proxyInFront(testFacts(facts), []);
    expect([seen.value ?? "open", seen.proxyRanges]).toEqual([value, ranges]);
  });
});

describe("client-address-needed", () => {
  it.each<[string, RoadFacts["consumers"], string]>([
    ["nobody looked", undefined, "open"],
    ["nothing goes by it", { found: [], gaps: [] }, "no"],
    ["something may that was not read", { found: [], gaps: ["Ingress (forbidden)"] }, "open"],
    ["an allow-list would shut", { found: [testConsumer(own, "admin", "closed")], gaps: ["x"] }, "yes"],
    ["a block list would open", { found: [testConsumer(own, "admin", "open")], gaps: [] }, "yes"],
    ["only an application is told", { found: [testConsumer(own, "admin", "application")], gaps: [] }, "open"],
  ])("where %s", (_what, consumers, expected) => {
    expect(short(clientAddressNeeded(testFacts({ consumers })))).toEqual([expected, "computed"]);
  });
});
