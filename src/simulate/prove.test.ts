import { expect, it, vi } from "vitest";
import type { Breach, Guarantee } from "../guarantees/guarantee.ts";
import { testContext, testWorld } from "../guarantees/testing.ts";
import type { World } from "../world/world.ts";
import type { State } from "./proof.ts";
import { prove } from "./prove.ts";

function statesOf(...worlds: World[]): State[] {
  return worlds.map((world, index) => {
    const id = `s${index}`;
    return { id, title: id, story: "", actor: "nobody", mixed: false, world: { ...world, state: id } };
  });
}

function guarantee(judge: Guarantee["judge"], change: Partial<Guarantee> = {}): Guarantee {
  return { id: "test", promise: "", needs: [], causes: [], reads: (world) => [world.api], judge, ...change };
}

const breach = (verdict: Breach["verdict"], name = "a"): Breach => ({
  cause: "lost",
  verdict,
  subject: { apiVersion: "v1", kind: "ConfigMap", namespace: "x", name },
  message: `${verdict} ${name}`,
  remedy: "",
  evidence: [],
});

const before = testWorld("");
const later: World = { ...before, api: { ...before.api, minor: 26 } };
const latest: World = { ...before, api: { ...before.api, minor: 27 } };

it("judges each state against the first and keeps the first state a breach bites in", () => {
  const proof = prove(
    statesOf(before, later, latest),
    [guarantee((_, now) => (now.api.minor === 25 ? [] : [breach("breaks")]))],
    testContext(),
  );
  expect(proof.guarantees[0]?.verdicts).toEqual({ s0: "holds", s1: "breaks", s2: "breaks" });
  expect(proof.findings.map(({ id, state, verdicts }) => ({ id, state, verdicts }))).toEqual([
    { id: "test/lost", state: "s1", verdicts: { s1: "breaks", s2: "breaks" } },
  ]);
});

it("keeps the worst verdict of a finding and its verdict in each state", () => {
  const judge: Guarantee["judge"] = (_, now) =>
    now.api.minor === 25 ? [] : [breach(now.api.minor === 26 ? "unknown" : "breaks")];
  const proof = prove(statesOf(before, later, latest), [guarantee(judge)], testContext());
  expect(proof.findings[0]).toMatchObject({ verdict: "breaks", state: "s1", message: "breaks a" });
  expect(proof.guarantees[0]?.verdicts).toEqual({ s0: "holds", s1: "unknown", s2: "breaks" });
});

it("lets advice change no verdict and puts it last", () => {
  const proof = prove(
    statesOf(before, later),
    [guarantee((_, now) => (now === before ? [] : [breach("advice", "a"), breach("unknown", "b")]))],
    testContext(),
  );
  expect(proof.findings.map((finding) => finding.verdict)).toEqual(["unknown", "advice"]);
});

it("does not ask again where nothing changed that the guarantee reads", () => {
  const judge = vi.fn<Guarantee["judge"]>(() => [breach("breaks")]);
  const nodesChanged: World = { ...later, nodes: [] };
  const proof = prove(statesOf(before, later, nodesChanged), [guarantee(judge)], testContext());
  expect(judge).toHaveBeenCalledTimes(2);
  expect(proof.guarantees[0]?.verdicts.s2).toBe("breaks");
});

it("says unknown, and why, where evidence was not read, as soon as something it depends on changes", () => {
  const gap: World = {
    ...before,
    coverage: {
      assumedComplete: false,
      entries: [
        { subject: { kind: "PodDisruptionBudget.policy" }, status: "forbidden", count: 0, reason: "403" },
        { subject: { kind: "Node" }, status: "read", count: 3 },
      ],
    },
  };
  const needs: Guarantee["needs"] = [
    { kind: "PodDisruptionBudget.policy", weight: "part", why: "a blocking budget would not be seen" },
    { kind: "Node", weight: "all", why: "nothing is known" },
  ];
  const proof = prove(
    statesOf(gap, { ...gap, nodes: [] }, { ...gap, api: later.api }),
    [guarantee(() => [], { needs })],
    testContext(),
  );
  expect(proof.guarantees[0]?.verdicts).toEqual({ s0: "holds", s1: "holds", s2: "unknown" });
  expect(proof.findings).toHaveLength(1);
  expect(proof.findings[0]).toMatchObject({ id: "test/not-read", verdict: "unknown", state: "s2" });
  expect(proof.findings[0]?.message).toContain("PodDisruptionBudget.policy (forbidden: 403)");
  expect(proof.findings[0]?.message).not.toContain("Node");
});

it("counts an unreadable document against every guarantee", () => {
  const gap: World = {
    ...before,
    coverage: {
      assumedComplete: true,
      entries: [
        { subject: { place: "shop.yaml:12" }, status: "unreadable", count: 0, reason: "bad indentation" },
      ],
    },
  };
  const proof = prove(statesOf(gap, { ...gap, api: later.api }), [guarantee(() => [])], testContext());
  expect(proof.guarantees[0]?.verdicts.s1).toBe("unknown");
  expect(proof.findings[0]?.message).toContain("shop.yaml:12 (unreadable: bad indentation)");
});
