import type { Verdict } from "../../simulate/proof.ts";
import { refLabel } from "../../world/resource.ts";
import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { xmlText } from "../escape.ts";
import { type Section, sectionsOf } from "../sections.ts";
import { outcomeLines } from "./test-case.ts";

/**
 * JUnit XML: a suite a guarantee, a test case a state. `breaks` is a failure. `unknown` is an error, JUnit's
 * word for a test that came to no result: `skipped` would be shown, and counted, among what is well.
 */
export function renderJunit(assessment: Assessment): string {
  const suites = sectionsOf(assessment).map((section) => suiteOf(section, assessment));
  const total = (key: keyof Counts): number => suites.reduce((sum, suite) => sum + suite.counts[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="replatform" tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}" skipped="0" time="0">`,
    ...suites.flatMap((suite) => suite.lines),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Counts {
  tests: number;
  failures: number;
  errors: number;
}

interface Suite {
  readonly counts: Counts;
  readonly lines: readonly string[];
}

function suiteOf(section: Section, assessment: Assessment): Suite {
  const counts: Counts = { tests: 0, failures: 0, errors: 0 };
  const cases: string[] = [];
  for (const [index, state] of assessment.states.entries()) {
    const standing = section.findings.filter((finding) => finding.states.includes(state.id));
    const verdict = section.verdicts[state.id] ?? worst(state.id, standing);
    if (verdict === undefined) continue;
    counts.tests++;
    if (verdict === "breaks") counts.failures++;
    if (verdict === "unknown") counts.errors++;
    const name = xmlText(`${index + 1} ${state.id}: ${state.title}`);
    const start = `    <testcase classname="${xmlText(`replatform.${section.id}`)}" name="${name}" time="0"`;
    if (verdict === "holds") cases.push(`${start}/>`);
    else
      cases.push(
        `${start}>`,
        ...outcomeLines(verdict, section, state, standing, assessment),
        "    </testcase>",
      );
  }
  return {
    counts,
    lines: [
      `  <testsuite name="${xmlText(section.id)}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="0" time="0">`,
      ...cases,
      ...remarkLines(section, assessment),
      "  </testsuite>",
    ],
  };
}

/** What findings alone say of a state; undefined where they say nothing. */
function worst(state: string, findings: readonly AssessmentFinding[]): Verdict | undefined {
  const verdicts = findings.map((finding) => finding.verdicts[state] ?? finding.verdict);
  if (verdicts.includes("breaks")) return "breaks";
  return verdicts.includes("unknown") ? "unknown" : undefined;
}

/** Advice and what is suppressed change no verdict, and are told all the same. */
function remarkLines(section: Section, assessment: Assessment): string[] {
  const advice = section.findings
    .filter((finding) => finding.verdict === "advice")
    .map((finding) => `ADVICE ${finding.id}: ${finding.message} ${finding.remedy}`);
  const suppressed = assessment.findings.flatMap(({ guarantee, id, subject, suppressed }) =>
    guarantee === section.id && suppressed !== undefined
      ? [`SUPPRESSED ${id} at ${refLabel(subject)}: ${suppressed.reason}`]
      : [],
  );
  const lines = [...advice, ...suppressed];
  return lines.length === 0 ? [] : ["    <system-out>", ...lines.map(xmlText), "    </system-out>"];
}
