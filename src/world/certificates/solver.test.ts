import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manifests } from "../../guarantees/testing.ts";
import { pickSolver } from "./pick-solver.ts";
import { type Solver, solversOf } from "./solver.ts";

const solvers = (yaml: string) =>
  solversOf(manifests(`{apiVersion: v1, kind: X, metadata: {name: x}, spec: ${yaml}}`)[0]?.spec);

describe("an issuer's solvers", () => {
  it.each([
    [
      "{acme: {solvers: [{http01: {ingress: {class: nginx}}}]}}",
      { type: "http-01", via: "ingress", target: { by: "class", name: "nginx" } },
    ],
    [
      "{acme: {solvers: [{http01: {ingress: {ingressClassName: nginx}}}]}}",
      { type: "http-01", via: "ingress", target: { by: "ingressClassName", name: "nginx" } },
    ],
    [
      "{acme: {solvers: [{http01: {ingress: {name: web}}}]}}",
      { type: "http-01", via: "ingress", target: { by: "ingress", name: "web" } },
    ],
    [
      "{acme: {solvers: [{http01: {ingress: {}}}]}}",
      { type: "http-01", via: "ingress", target: { by: "no-class" } },
    ],
    [
      "{acme: {solvers: [{http01: {gatewayHTTPRoute: {parentRefs: [{name: gate}]}}}]}}",
      { type: "http-01", via: "gateway", target: { by: "gateway" } },
    ],
    ["{acme: {http01: {}}}", { type: "http-01", via: "ingress", target: { by: "no-class" } }],
    [
      "{acme: {solvers: [{dns01: {cnameStrategy: Follow, route53: {region: x}}}]}}",
      { type: "dns-01", provider: "route53" },
    ],
    ["{acme: {solvers: [{selector: {}}]}}", { type: "unknown" }],
    ["{acme: {solvers: [7]}}", { type: "unknown" }],
  ])("%s", (yaml, challenge) => {
    expect(solvers(yaml).map((solver) => solver.challenge)).toEqual([challenge]);
  });

  it("wait where they are told to", () => {
    expect(
      solvers(
        "{acme: {solvers: [{waitInsteadOfSelfCheck: 1m, http01: {ingress: {}}}, {http01: {ingress: {}}}]}}",
      ).map(({ waits }) => waits),
    ).toEqual([true, false]);
  });

  it("are none where the issuer is not ACME", () => {
    expect(solvers("{ca: {secretName: x}}")).toEqual([]);
  });
});

describe("the solver for a name", () => {
  const choice = (list: string, name: string, labels = {}) => {
    const all = solvers(`{acme: {solvers: ${list}}}`);
    const picked = pickSolver(all, name, labels);
    return picked === undefined ? undefined : all.indexOf(picked);
  };
  const http = "http01: {ingress: {}}";
  const dns = "dns01: {route53: {}}";

  it.each<[string, string, string, number | undefined]>([
    ["the only one", `[{${http}}]`, "a.example.com", 0],
    ["the first of equals", `[{${http}}, {${dns}}]`, "a.example.com", 0],
    ["one that names it", `[{${http}}, {selector: {dnsNames: [a.example.com]}, ${dns}}]`, "A.example.com", 1],
    [
      "a name before its zone",
      `[{selector: {dnsZones: [example.com]}, ${dns}}, {selector: {dnsNames: [a.example.com]}, ${http}}]`,
      "a.example.com",
      1,
    ],
    [
      "the longer zone",
      `[{selector: {dnsZones: [com, b.example.com]}, ${dns}}, {selector: {dnsZones: [example.com]}, ${http}}]`,
      "a.b.example.com",
      0,
    ],
    [
      "no zone that only ends alike",
      `[{selector: {dnsZones: [example.com]}, ${http}}]`,
      "myexample.com",
      undefined,
    ],
    ["the zone itself", `[{selector: {dnsZones: [example.com]}, ${http}}]`, "example.com", 0],
    [
      "not the one for other names",
      `[{selector: {dnsNames: [b.example.com]}, ${http}}]`,
      "a.example.com",
      undefined,
    ],
    ["DNS-01 for wildcards", `[{${http}}, {${dns}}]`, "*.example.com", 1],
    ["none for wildcards over HTTP", `[{${http}}]`, "*.example.com", undefined],
    [
      "names that fit and a zone that does not",
      `[{selector: {dnsNames: [a.example.com], dnsZones: [example.org]}, ${http}}]`,
      "a.example.com",
      undefined,
    ],
  ])("%s", (_, list, name, index) => {
    expect(choice(list, name)).toBe(index);
  });

  it("goes by the certificate's labels", () => {
    const list = `[{${http}}, {selector: {matchLabels: {a: b}}, ${dns}}, {selector: {matchLabels: {a: b, c: d}}, ${dns}}]`;
    expect(choice(list, "x.example.com", {})).toBe(0);
    expect(choice(list, "x.example.com", { a: "b" })).toBe(1);
    expect(choice(list, "x.example.com", { a: "b", c: "d" })).toBe(2);
  });

  it("is cert-manager's, step by step", () => {
    const zone = fc.constantFrom("com", "example.com", "b.example.com", "example.org");
    const name = fc.constantFrom(
      "example.com",
      "a.b.example.com",
      "b.example.com",
      "example.org",
      "*.example.com",
    );
    const selector = fc.record({
      dnsNames: fc.array(name, { maxLength: 2 }),
      dnsZones: fc.array(zone, { maxLength: 2 }),
      matchLabels: fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("1", "2"), {
        noNullPrototype: true,
      }),
    });
    const solver = fc.record({
      challenge: fc.constantFrom<Solver["challenge"]>(
        { type: "dns-01", provider: "x" },
        { type: "http-01", via: "ingress", target: { by: "no-class" } },
      ),
      selector: fc.option(selector, { nil: undefined }),
      waits: fc.constant(false),
      at: fc.constant([]),
    });
    const labels = fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("1", "2"), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fc.array(solver, { maxLength: 5 }), name, labels, (list, dnsName, own) => {
        expect(pickSolver(list, dnsName, own)).toBe(decided(list, dnsName, own));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The documented rules, as successive rounds: each keeps the best of those that are left. */
function decided(list: readonly Solver[], name: string, labels: Record<string, string>): Solver | undefined {
  const inZone = (zone: string) => name === zone || name.endsWith(`.${zone}`);
  const zoneLength = ({ selector }: Solver) =>
    Math.max(0, ...(selector?.dnsZones ?? []).filter(inZone).map((zone) => zone.split(".").length));
  const fitting = list.filter(({ challenge, selector }) => {
    if (challenge.type === "http-01" && name.startsWith("*")) return false;
    if (selector === undefined) return true;
    return (
      (selector.dnsNames.length === 0 || selector.dnsNames.includes(name)) &&
      (selector.dnsZones.length === 0 || selector.dnsZones.some(inZone)) &&
      Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value)
    );
  });
  const rounds: ((solver: Solver) => number)[] = [
    ({ selector }) => ((selector?.dnsNames ?? []).includes(name) ? 1 : 0),
    zoneLength,
    ({ selector }) => Object.keys(selector?.matchLabels ?? {}).length,
  ];
  return rounds.reduce((left, score) => {
    const best = Math.max(...left.map(score));
    return left.filter((solver) => score(solver) === best);
  }, fitting)[0];
}
