import fc from "fast-check";
import type { Assessment, AssessmentEvidence, AssessmentFinding } from "../assessment.ts";
import type { Road, RoadTurn } from "../road-section.ts";
import { HOSTILE_STRINGS, shopAssessment } from "../testing.ts";
import { shopRoad } from "./road.ts";

/** Assessments with anything at all in every string a cluster or a profile can fill, for property tests. */

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_STRINGS, "", "web", "shop") },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 150 }) },
);
const verdict = fc.constantFrom("holds", "breaks", "unknown");

const object = fc.record(
  { apiVersion: text, kind: text, namespace: text, name: text },
  { requiredKeys: ["apiVersion", "kind", "name"] },
);

const evidence: fc.Arbitrary<AssessmentEvidence> = fc.record(
  { source: text, line: fc.integer({ min: 1, max: 100_000 }), object, path: text, value: text, note: text },
  { requiredKeys: ["source", "path"] },
);

function finding(states: readonly string[]): fc.Arbitrary<AssessmentFinding> {
  return fc
    .record(
      {
        id: fc.oneof(text, fc.constant("scheduling/drain-blocked")),
        title: text,
        guarantee: fc.oneof(text, fc.constantFrom("scheduling", "api-access")),
        verdict: fc.constantFrom("breaks", "unknown", "advice"),
        states: fc.subarray([...states], { minLength: 1 }),
        subject: object,
        owner: fc.record({ kind: fc.constantFrom("helm", "flux", "unknown", "x"), name: text }),
        message: text,
        evidence: fc.array(evidence, { maxLength: 8 }),
        remedy: text,
        docs: text,
        suppressed: fc.record({ reason: text, expires: text }, { requiredKeys: ["reason"] }),
      },
      {
        requiredKeys: [
          "id",
          "title",
          "guarantee",
          "verdict",
          "states",
          "subject",
          "message",
          "evidence",
          "remedy",
          "docs",
        ],
      },
    )
    .map((given) => ({
      ...given,
      state: given.states[0] ?? "v1",
      verdicts: verdictsOf(given.states, given.verdict),
    }));
}

/** The finding's own verdict in its first state, and a milder one in every second. */
function verdictsOf(
  states: readonly string[],
  verdict: AssessmentFinding["verdict"],
): AssessmentFinding["verdicts"] {
  const milder = verdict === "breaks" ? "unknown" : verdict;
  return Object.fromEntries(states.map((state, index) => [state, index % 2 === 0 ? verdict : milder]));
}

const turn: fc.Arbitrary<RoadTurn> = fc.record(
  {
    node: text,
    question: text,
    title: text,
    ask: text,
    answer: fc.record({ value: text, label: text }),
    how: fc.constantFrom("observed", "computed", "asked", "given", "assumed"),
    reason: text,
    contradiction: text,
    proxyRanges: fc.array(text, { maxLength: 3 }),
    lacking: fc.constant("proxyRanges"),
    evidence: fc.array(evidence, { maxLength: 2 }),
  },
  {
    requiredKeys: ["node", "question", "title", "ask", "answer", "how", "reason", "proxyRanges", "evidence"],
  },
);

const road: fc.Arbitrary<Road> = fc
  .record({
    decided: fc.boolean(),
    turns: fc.array(turn, { maxLength: 4 }),
    ahead: fc.array(turn, { maxLength: 3 }),
    kind: fc.constantFrom("ready", "fix-first", "deferred", "new-cluster"),
    title: text,
    until: text,
    provider: fc.array(text, { maxLength: 3 }),
    customer: fc.array(text, { maxLength: 3 }),
    fixes: fc.array(
      fc.record({ finding: text, subject: object, message: text }, { requiredKeys: ["subject", "message"] }),
      { maxLength: 3 },
    ),
  })
  .map(({ decided, turns, ahead, ...outcome }) => ({
    ...shopRoad,
    decided,
    turns,
    ahead,
    outcome: { id: "x", ...outcome },
  }));

export const anyAssessment: fc.Arbitrary<Assessment> = fc
  .uniqueArray(fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,40}$/), text), {
    minLength: 1,
    maxLength: 14,
  })
  .chain((states) =>
    fc.record({
      outcome: fc.constantFrom("ready", "breaks", "unknown", "not-affected"),
      name: fc.option(text, { nil: undefined }),
      sources: fc.array(text, { maxLength: 4 }),
      states: fc.tuple(...states.map((id) => text.map((title) => ({ id, title })))),
      guarantees: fc.uniqueArray(
        fc.record({
          id: fc.oneof(text, fc.constantFrom("scheduling", "api-access", "client-source-address")),
          promise: text,
          cells: fc.array(verdict, { minLength: states.length, maxLength: states.length }),
        }),
        { maxLength: 10, selector: (guarantee) => guarantee.id },
      ),
      findings: fc.array(finding(states), { maxLength: 12 }),
      gaps: fc.array(fc.record({ place: text, reason: text, neededBy: fc.array(text, { maxLength: 3 }) }), {
        maxLength: 4,
      }),
      rules: fc.array(fc.record({ rule: text, reason: text, expires: text }), { maxLength: 3 }),
      road: fc.option(road, { nil: undefined }),
      minors: fc.subarray(["1.22", "1.23", "1.24", "1.25"]),
    }),
  )
  .map(({ outcome, name, sources, states, guarantees, findings, gaps, rules, minors, road: way }) => {
    const { name: _, ...cluster } = shopAssessment.cluster;
    const { road: _road, ...shop } = shopAssessment;
    return {
      ...shop,
      ...(way === undefined ? {} : { road: way }),
      outcome,
      cluster: { ...cluster, ...(name === undefined ? {} : { name }), sources, minorsToPassFirst: minors },
      states: states.map(({ id, title }) => ({
        id,
        title,
        story: title,
        actor: "provider",
        mixed: false,
        nodes: { old: 1, new: 2 },
      })),
      guarantees: guarantees.map(({ id, promise, cells }) => ({
        id,
        promise,
        verdicts: Object.fromEntries(states.map((state, index) => [state.id, cells[index] ?? "unknown"])),
      })),
      findings,
      coverage: gaps.map((gap) => ({ ...gap, status: "unreadable", count: 0 })),
      suppressions: rules.map((rule) => ({ ...rule, status: "expired" })),
    } satisfies Assessment;
  });
