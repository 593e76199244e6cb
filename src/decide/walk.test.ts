import { expect, it } from "vitest";
import { FLOW } from "./flow.ts";
import { type Given, isOpen, type Seen, walk } from "./walk.ts";

const seen = (value: string | undefined, how: Seen["how"] = "observed"): Seen => ({
  ...(value === undefined ? {} : { value }),
  how,
  reason: "as the objects have it",
  evidence: [],
});
const said = (value: string, more: Partial<Given> = {}): Given => ({
  value,
  how: "given",
  where: "prod.yaml:4",
  ...more,
});
function turnAt(question: string, sight: Seen | undefined, word?: Given) {
  const { turns } = walk(
    FLOW,
    (id) => (id === question ? sight : undefined),
    new Map(word === undefined ? [] : [[question, word]]),
  );
  const turn = turns.find((entry) => entry.question.id === question);
  if (turn === undefined) throw new Error(`the walk does not come to ${question}`);
  return turn;
}

it("takes what was seen before what is assumed", () => {
  expect(turnAt("maintainer", seen("customer"))).toMatchObject({ value: "customer", how: "observed" });
  expect(turnAt("maintainer", seen(undefined))).toMatchObject({ value: "provider", how: "assumed" });
  expect(turnAt("maintainer", undefined)).toMatchObject({
    how: "assumed",
    reason: "nothing that was read tells",
  });
});

it("assumes what is likely in this cluster rather than the default", () => {
  const turn = turnAt("maintainer", { ...seen(undefined), likely: "customer" });
  expect(turn).toMatchObject({ value: "customer", how: "assumed" });
  expect(isOpen(turn)).toBe(true);
});

it("lets a person's word count against what was only observed, and says that they differ", () => {
  const turn = turnAt("maintainer", seen("customer"), said("provider"));
  expect(turn).toMatchObject({ value: "provider", how: "given" });
  expect(turn.contradiction).toBe(
    'what was read says "customer" (as the objects have it), but prod.yaml:4 says "provider", which counts',
  );
});

it("lets nobody talk away what was computed, and says so", () => {
  const turn = turnAt("adapted-to-coredns", seen("no", "computed"), said("yes"));
  expect(turn).toMatchObject({ value: "no", how: "computed" });
  expect(turn.contradiction).toContain('prod.yaml:4 says "yes"');
});

it("takes a person's word where nothing could be computed", () => {
  const turn = turnAt("adapted-to-coredns", seen(undefined, "computed"), said("no", { note: "we tried" }));
  expect(turn).toMatchObject({
    value: "no",
    how: "given",
    reason: "we tried (as the objects have it)",
    contradiction: undefined,
  });
});

it("shows what was seen, not who repeated it", () => {
  const turn = turnAt("maintainer", seen("customer"), said("customer"));
  expect(turn).toMatchObject({ how: "observed", contradiction: undefined });
});

it("leaves a proxy open until its ranges are known, whoever names them", () => {
  const without = turnAt("proxy-in-front", seen("yes"));
  expect(isOpen(without)).toBe(true);
  expect(without).toMatchObject({ how: "observed", lacksRanges: true });
  const ranges = ["192.0.2.0/24"];
  expect(isOpen(turnAt("proxy-in-front", { ...seen("yes"), proxyRanges: ranges }))).toBe(false);
  expect(turnAt("proxy-in-front", seen("yes"), said("yes", { proxyRanges: ranges }))).toMatchObject({
    how: "observed",
    proxyRanges: ranges,
    lacksRanges: false,
  });
  expect(turnAt("proxy-in-front", undefined, said("no", { proxyRanges: ranges })).proxyRanges).toEqual([]);
});

it("goes on beyond what has to be done first, as it would be once it is done", () => {
  const answers: Record<string, string> = {
    "floating-ips-required": "yes",
    "floating-ips-offered": "not-yet",
    "adapted-to-coredns": "no",
    maintainer: "provider",
  };
  const given = new Map(Object.entries(answers).map(([question, value]) => [question, said(value)]));
  const { turns, outcome, ahead, end } = walk(FLOW, () => undefined, given);
  expect(outcome.id).toBe("deferred");
  expect(turns.map((turn) => turn.question.id)).toEqual(["floating-ips-required", "floating-ips-offered"]);
  expect(ahead.map((turn) => turn.node.id)).toEqual([
    "upgrade-or-migrate",
    "adapted-to-coredns",
    "maintainer",
    "provider-proxy",
    "provider-client-address",
  ]);
  expect(end.id).toBe("ready-provider-direct");
});
