import fc from "fast-check";
import { expect, it } from "vitest";
import type { RoadFacts } from "./facts.ts";
import { FLOW } from "./flow.ts";
import { decideRoad } from "./road.ts";
import { testArrival, testConsumer, testController, testFacts, testFinding, waysOf } from "./testing.ts";
import type { Given } from "./walk.ts";

const controllers = [
  testController("ingress-nginx-controller"),
  testController("edge", { who: "customer" }),
  testController("unclear", { who: "unknown" }),
  testController("waf", {
    who: "customer",
    settings: { "use-forwarded-headers": "true", "proxy-real-ip-cidr": "192.0.2.0/24" },
  }),
];
const arrivals = controllers.flatMap((controller) =>
  (["node", "balancer"] as const).flatMap((kind) =>
    (["yes", "maybe", "no"] as const).map((used) => testArrival(controller, kind, used)),
  ),
);
const verdict = fc.constantFrom("breaks", "unknown", "advice");

/** Clusters of all kinds, those of which little is known among them. */
const anyFacts: fc.Arbitrary<RoadFacts> = fc
  .record({
    controllers: fc.subarray(controllers),
    arrivals: fc.option(fc.subarray(arrivals), { nil: undefined }),
    dns: fc.option(fc.array(verdict, { maxLength: 3 }), { nil: undefined }),
    egress: fc.array(verdict, { maxLength: 2 }),
    on: fc.constantFrom("2024-01-01", "2024-03-05", "2024-06-01"),
    consumers: fc.option(fc.array(fc.constantFrom("open", "depends", "application"), { maxLength: 2 }), {
      nil: undefined,
    }),
    names: fc.option(fc.array(fc.constantFrom("cluster", "elsewhere", "unknown"), { maxLength: 3 }), {
      nil: undefined,
    }),
  })
  .map(({ dns, egress, consumers, names, ...rest }) =>
    testFacts({
      ...rest,
      dnsFindings: dns?.map((one, index) => testFinding("dns-resolution/cache-only", one, `p${index}`)),
      egressFindings: egress.map((one, index) =>
        testFinding("egress-address/floating-ip-named", one, `e${index}`),
      ),
      consumers:
        consumers === undefined
          ? undefined
          : {
              found: consumers.map((one, index) => testConsumer(controllers[0] ?? never(), `i${index}`, one)),
              gaps: [],
            },
      names: names?.map((leads, index) => ({ name: `n${index}`, leads, note: "", evidence: [] })),
    }),
  );

/** What somebody answers to each question, when asked. */
const anyAnswers = fc.record(
  Object.fromEntries(
    FLOW.questions.map(({ id, answers }) => [id, fc.constantFrom(...answers.map(({ value }) => value))]),
  ),
);
const ways = new Set(
  waysOf(FLOW).map((way) => JSON.stringify([way.turns.map(({ node, value }) => [node, value]), way.outcome])),
);

it("every cluster's road is a way of the flow, and decided if and only if nothing on it is open", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { turns, outcome, open, decided } = decideRoad(facts);
      const way = JSON.stringify([turns.map(({ node, value }) => [node.id, value]), outcome.id]);
      expect(ways.has(way)).toBe(true);
      expect(decided).toBe(open.length === 0);
      expect(turns.every((turn) => turn.reason !== "")).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it("answering what is open, one question after the other, ends in a decision", () => {
  fc.assert(
    fc.property(anyFacts, anyAnswers, (facts, answers) => {
      const given = new Map<string, Given>();
      for (let asked = 0; asked <= FLOW.questions.length; asked++) {
        const [turn] = decideRoad(facts, given).open;
        if (turn === undefined) return;
        const { id } = turn.question;
        expect(given.has(id), `${id} is asked again`).toBe(false);
        const value = turn.lacksRanges && turn.how !== "assumed" ? turn.value : (answers[id] ?? "");
        given.set(id, { value, how: "asked", where: "a test", proxyRanges: ["192.0.2.0/24"] });
      }
      throw new Error("it never ends");
    }),
    { numRuns: 500 },
  );
});

it("no answer makes a cluster that breaks ready for the upgrade", () => {
  fc.assert(
    fc.property(anyFacts, anyAnswers, (facts, answers) => {
      const broken = { ...facts, dnsFindings: [testFinding("dns-resolution/cache-only", "breaks", "p")] };
      const given = new Map(
        Object.entries(answers).map(([id, value]): [string, Given] => [
          id,
          { value, how: "given", where: "a test" },
        ]),
      );
      expect(decideRoad(broken, given).outcome.kind).not.toBe("ready");
    }),
    { numRuns: 300 },
  );
});

function never(): never {
  throw new Error("there is a first controller");
}
