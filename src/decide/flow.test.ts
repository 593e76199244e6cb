import { describe, expect, it } from "vitest";
import { FLOW, type Flow, flowSchema } from "./flow.ts";
import { waysOf } from "./testing.ts";
import { type Given, isOpen, walk } from "./walk.ts";

const ways = waysOf(FLOW);
const nothingSeen = () => undefined;

/** The answers of a way, as a person would give them. */
function answers(way: (typeof ways)[number]): Map<string, Given> {
  return new Map(
    way.turns.map(({ question, value }) => [
      question,
      { value, how: "given", where: "answers.yaml:1", proxyRanges: ["192.0.2.0/24"] },
    ]),
  );
}

describe("the provider's flow", () => {
  it.each(ways.map((way) => [way.turns.map((turn) => turn.value).join(", "), way] as const))(
    "is walked to its end by: %s",
    (_name, way) => {
      const { turns, outcome } = walk(FLOW, nothingSeen, answers(way));
      expect(turns.map((turn) => [turn.node.id, turn.value])).toEqual(
        way.turns.map((turn) => [turn.node, turn.value]),
      );
      expect(outcome.id).toBe(way.outcome);
      expect(turns.filter(isOpen)).toEqual([]);
    },
  );

  it("has a way over every answer, to every outcome", () => {
    const taken = new Set(ways.flatMap((way) => way.turns.map((turn) => `${turn.question} ${turn.value}`)));
    const all = FLOW.questions.flatMap(({ id, answers: own }) => own.map(({ value }) => `${id} ${value}`));
    expect([...taken].sort()).toEqual(all.sort());
    expect(new Set(ways.map((way) => way.outcome))).toEqual(new Set(FLOW.outcomes.map(({ id }) => id)));
  });

  it("asks no question twice on one way", () => {
    for (const { turns } of ways) {
      expect(new Set(turns.map((turn) => turn.question)).size).toBe(turns.length);
    }
  });

  it("settles who maintains the ingress and how it sees clients on every way to readiness in place", () => {
    for (const way of ways) {
      const outcome = FLOW.outcomes.find(({ id }) => id === way.outcome);
      if (outcome?.kind !== "ready" || outcome.id === "ready-without-ingress") continue;
      const plan = Object.assign(
        {},
        ...walk(FLOW, nothingSeen, answers(way)).turns.map((turn) => turn.edge.plan ?? {}),
      );
      expect(Object.keys(plan).sort(), way.outcome).toEqual(["maintainer", "mode"]);
    }
  });

  // The turns of the provider's page, in its order (docs/road.md); the outcomes are ours.
  it.each([
    [{ "floating-ips-required": "yes", "floating-ips-offered": "not-yet" }, "deferred"],
    [{ "upgrade-or-migrate": "migrate" }, "new-cluster"],
    [{ "adapted-to-coredns": "no" }, "fix-dns-first"],
    [{ maintainer: "provider", "proxy-in-front": "no" }, "ready-provider-direct"],
    [{ maintainer: "provider", "proxy-in-front": "yes" }, "ready-provider-proxy"],
    [{ maintainer: "customer", "own-ingress": "install", "proxy-in-front": "no" }, "ready-install-direct"],
    [{ maintainer: "customer", "own-ingress": "install", "proxy-in-front": "yes" }, "ready-install-proxy"],
    [{ maintainer: "customer", "own-ingress": "keep", "load-balancer-used": "no" }, "load-balancer-first"],
    [{ maintainer: "customer", "own-ingress": "keep", "load-balancer-used": "yes" }, "ready-keep-direct"],
    [
      { maintainer: "customer", "own-ingress": "keep", "load-balancer-used": "yes", "proxy-in-front": "yes" },
      "ready-keep-proxy",
    ],
    [
      { maintainer: "customer", "own-ingress": "take-over", "load-balancer-used": "no" },
      "load-balancer-first",
    ],
    [
      { maintainer: "customer", "own-ingress": "take-over", "load-balancer-used": "yes" },
      "ready-take-over-direct",
    ],
  ])("leads from %j to %s", (said, outcome) => {
    const given = new Map(
      Object.entries(said).map(([question, value]): [string, Given] => [
        question,
        { value, how: "given", where: "a test" },
      ]),
    );
    expect(walk(FLOW, nothingSeen, given).outcome.id).toBe(outcome);
  });
});

describe("a flow that cannot be walked is refused", () => {
  const broken = (change: (flow: Flow) => void): string => {
    const flow = structuredClone(FLOW);
    change(flow);
    const result = flowSchema.safeParse(flow);
    return result.success ? "accepted" : result.error.issues.map((issue) => issue.message).join("; ");
  };
  const nodeOf = (flow: Flow, id: string) => {
    const node = flow.nodes.find((entry) => entry.id === id);
    if (node === undefined) throw new Error(id);
    return node;
  };

  it.each<[string, (flow: Flow) => void, string]>([
    [
      "a ring",
      (flow) => {
        nodeOf(flow, "maintainer").next = {
          ...nodeOf(flow, "maintainer").next,
          nobody: { to: "upgrade-or-migrate" },
        };
      },
      "a way leads from upgrade-or-migrate back to it",
    ],
    [
      "an answer without a way",
      (flow) => {
        delete nodeOf(flow, "maintainer").next.nobody;
      },
      'maintainer: "nobody" leads nowhere',
    ],
    [
      "a way to nothing",
      (flow) => {
        nodeOf(flow, "maintainer").next.nobody = { to: "nirvana" };
      },
      'leads to "nirvana", which is not there',
    ],
    [
      "a ring through what lies ahead of an outcome",
      (flow) => {
        nodeOf(flow, "adapted-to-coredns").next.no = { to: "fix-dns-first", onwards: "upgrade-or-migrate" };
      },
      "a way leads from upgrade-or-migrate back to it",
    ],
    [
      "an outcome no way comes to",
      (flow) => {
        nodeOf(flow, "adapted-to-coredns").next.no = { to: "deferred" };
      },
      "no way leads to fix-dns-first",
    ],
    [
      "a default that is no answer",
      (flow) => {
        const question = flow.questions.find((entry) => entry.id === "maintainer");
        if (question !== undefined) question.default = "somebody";
      },
      'maintainer assumes "somebody", no answer of it',
    ],
    [
      "a start that is not there",
      (flow) => {
        flow.start = "nirvana";
      },
      'the start "nirvana" is no node',
    ],
    [
      "a step that waits for no answer",
      (flow) => {
        const [step] = flow.steps;
        if (step !== undefined) step.when = { maintainer: ["somebody"] };
      },
      'waits for "maintainer somebody"',
    ],
    [
      "a step of no outcome",
      (flow) => void flow.steps.push({ id: "more", text: "More." }),
      "step more belongs to no outcome",
    ],
  ])("%s", (_what, change, message) => {
    expect(broken(change)).toContain(message);
  });
});
