import { describe, expect, it } from "vitest";
import type { Assessment } from "./assessment.ts";
import { openGuarantees } from "./open.ts";
import { outcomeOf } from "./outcome.ts";
import { groupSame } from "./same.ts";
import { sectionsOf } from "./sections.ts";
import { notAffectedAssessment, readyAssessment, shopAssessment, unknownAssessment } from "./testing.ts";

describe("sections", () => {
  it("come worst first, then in the order in which they bite", () => {
    expect(sectionsOf(shopAssessment).map(({ id, worst }) => `${id} ${worst}`)).toEqual([
      "scheduling breaks",
      "data-durability breaks",
      "api-access breaks",
      "api-versions breaks",
      "egress-address unknown",
    ]);
  });

  it("hold every finding that is not suppressed, worst first", () => {
    const shown = sectionsOf(shopAssessment).flatMap((section) => section.findings);
    const standing = shopAssessment.findings.filter((finding) => finding.suppressed === undefined);
    expect(new Set(shown)).toEqual(new Set(standing));
    expect(sectionsOf(shopAssessment)[0]?.findings.map((finding) => finding.verdict)).toEqual([
      "breaks",
      "breaks",
      "breaks",
      "breaks",
      "unknown",
      "advice",
    ]);
  });

  it("keep findings of a guarantee that the proof does not list", () => {
    const sections = sectionsOf({ ...shopAssessment, guarantees: [] });
    expect(sections.flatMap((section) => section.findings)).toHaveLength(shopAssessment.findings.length - 1);
  });
});

describe("the outcome", () => {
  it.each<[string, Assessment, string]>([
    [
      "breaks",
      shopAssessment,
      "Moving shop to Kubernetes CaaS v2 as it is would break 4 of 5 guarantees, the first in state 5 (Nodes being replaced under Cluster API).",
    ],
    [
      "unknown",
      unknownAssessment,
      "Nothing is known to break when small moves to Kubernetes CaaS v2, but 1 of 5 guarantees could not be proven.",
    ],
    [
      "ready",
      readyAssessment,
      "small is ready for Kubernetes CaaS v2: all 5 guarantees hold in each of the 9 states of the move.",
    ],
    ["not-affected", notAffectedAssessment, "new is not affected: it already runs on Kubernetes CaaS v2."],
  ])("%s is one plain sentence", (_outcome, assessment, sentence) => {
    expect(outcomeOf(assessment).sentence).toBe(sentence);
  });

  it("speaks of a cluster without a name", () => {
    const { name: _, ...cluster } = readyAssessment.cluster;
    expect(outcomeOf({ ...readyAssessment, cluster }).sentence).toMatch(/^This cluster is ready/);
  });

  it("says which minors must be passed first, and never then that nothing has to be done", () => {
    const cluster = { ...readyAssessment.cluster, minorsToPassFirst: ["1.23", "1.24", "1.25"] };
    const { road, ...assessment } = readyAssessment;
    expect(road).toBeDefined();
    const first =
      "Before the move can begin, the cluster must pass 1.23, 1.24 and 1.25, one after the other.";
    expect(outcomeOf({ ...assessment, cluster }).next).toEqual([first]);
    expect(outcomeOf({ ...readyAssessment, cluster }).next[0]).toBe(first);
  });

  it("never says that nothing has to be done where the road has something to do, to answer or to wait for", () => {
    const { road, ...assessment } = readyAssessment;
    if (road === undefined) throw new Error("the ready assessment has a road");
    const { outcome } = road;
    const next = (change: Partial<typeof road>) =>
      outcomeOf({ ...readyAssessment, road: { ...road, ...change } }).next;
    expect(next({ decided: true })).toEqual([
      "What the provider and the customer do next stands in the road below.",
    ]);
    expect(next({ decided: false })[0]).toContain("names what is to be answered");
    const deferred = { ...outcome, kind: "deferred" as const, title: "Deferred: wait" };
    expect(next({ decided: true, outcome: deferred })).toEqual([
      "But the road below has something first: Deferred: wait.",
    ]);
    expect(outcomeOf(assessment).next).toEqual(["Nothing has to be done before it."]);
  });

  it("says when it rests on what was accepted", () => {
    const findings = shopAssessment.findings.map((finding) => ({
      ...finding,
      suppressed: { reason: "known" },
    }));
    expect(outcomeOf({ ...readyAssessment, findings }).next.at(-1)).toBe(
      `${findings.length} findings are suppressed in the configuration and count for nothing here.`,
    );
  });
});

it("a guarantee is open where it is unknown and no finding says why", () => {
  expect(openGuarantees(shopAssessment)).toEqual([]);
  expect(openGuarantees(unknownAssessment)).toMatchObject([
    { id: "scheduling", states: ["cluster-api-rolling", "upgrade-rolling"], gaps: [{ status: "forbidden" }] },
  ]);
});

it("findings are the same that differ in names and numbers alone", () => {
  const sizes = groupSame(shopAssessment.findings)
    .map((group) => group.length)
    .filter((size) => size > 1);
  expect(sizes).toEqual([2, 7]);
});
