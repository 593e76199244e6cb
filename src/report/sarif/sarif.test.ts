import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { anyAssessment } from "../testing/arbitrary.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "../testing.ts";
import { renderSarif } from "./sarif.ts";

/**
 * What SARIF 2.1.0 requires of the parts that are written here (sections 3.13 to 3.52), and what GitHub's code
 * scanning asks beyond it. Strict: a property that is not listed is a mistake.
 */
const level = z.enum(["error", "warning", "note"]);
const message = z.strictObject({ text: z.string().min(1) });
const uri = z.string().regex(/^(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2}|:)+$/);
const artifactLocation = z.strictObject({ uri, uriBaseId: z.literal("%SRCROOT%").exactOptional() });
const location = z.strictObject({
  id: z.int().nonnegative().exactOptional(),
  message: message.exactOptional(),
  physicalLocation: z
    .strictObject({ artifactLocation, region: z.strictObject({ startLine: z.int().min(1) }).exactOptional() })
    .exactOptional(),
  logicalLocations: z
    .array(
      z.strictObject({
        name: z.string(),
        fullyQualifiedName: z.string(),
        kind: z.string(),
        properties: z.record(z.string(), z.string()),
      }),
    )
    .exactOptional(),
});
const log = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.literal("replatform"),
            version: z.string(),
            semanticVersion: z.string(),
            informationUri: z.url(),
            rules: z.array(
              z.strictObject({
                id: z.string(),
                name: z.string().regex(/^[A-Za-z0-9]+$/),
                shortDescription: message,
                fullDescription: message,
                help: message,
                helpUri: z.url(),
                defaultConfiguration: z.strictObject({ level }),
                properties: z.strictObject({
                  tags: z.array(z.string()),
                  "problem.severity": z.enum(["error", "warning", "recommendation"]),
                }),
              }),
            ),
          }),
        }),
        automationDetails: z.strictObject({ id: z.string().regex(/\/$/) }),
        columnKind: z.literal("utf16CodeUnits"),
        originalUriBaseIds: z.record(z.string(), z.strictObject({ description: message })),
        invocations: z
          .array(
            z.strictObject({
              executionSuccessful: z.literal(true),
              toolExecutionNotifications: z.array(z.strictObject({ level, message })),
            }),
          )
          .length(1),
        results: z.array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().nonnegative(),
            level,
            message,
            locations: z.array(location).max(1),
            relatedLocations: z.array(location).exactOptional(),
            suppressions: z.array(
              z.strictObject({
                kind: z.literal("external"),
                status: z.literal("accepted"),
                justification: z.string(),
              }),
            ),
            properties: z.strictObject({
              verdict: z.string(),
              state: z.string(),
              states: z.array(z.string()),
            }),
            partialFingerprints: z.strictObject({ "replatform/v1": z.string() }),
          }),
        ),
        properties: z.strictObject({ outcome: z.string(), target: z.string() }),
      }),
    )
    .length(1),
});

function runOf(assessment: Assessment) {
  const [run] = log.parse(JSON.parse(renderSarif(assessment))).runs;
  if (run === undefined) throw new Error("one run");
  return run;
}

describe("whatever is in the assessment", () => {
  it("is SARIF", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const run = runOf(assessment);
        for (const result of run.results) {
          expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
          // Text from a cluster opens no link and is no placeholder.
          expect(result.message.text).not.toMatch(/\]\(|(?<!\{)\{(?:\{\{)*(?!\{)/);
        }
        const prints = run.results.map((result) => result.partialFingerprints["replatform/v1"]);
        expect(new Set(prints).size).toBe(prints.length);
      }),
      { numRuns: 60 },
    );
  });

  it.each([["hostile", hostileAssessment] as const, ["not affected", notAffectedAssessment] as const])(
    "is SARIF: %s",
    (_name, assessment) => {
      runOf(assessment);
    },
  );
});

describe("the shop", () => {
  const run = runOf(shopAssessment);

  it("has a result a finding, at file and line", () => {
    expect(run.results).toHaveLength(shopAssessment.findings.length);
    expect(run.results[0]).toMatchObject({
      ruleId: "scheduling/drain-blocked",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "shop/checkout.yaml" },
            region: { startLine: 71 },
          },
          logicalLocations: [{ fullyQualifiedName: "PodDisruptionBudget shop/checkout" }],
        },
      ],
      suppressions: [],
    });
  });

  it("gives each verdict its level", () => {
    const levels = new Set(run.results.map((result) => `${result.properties.verdict} ${result.level}`));
    expect([...levels].sort()).toEqual(["advice note", "breaks error", "unknown warning"]);
  });

  it("marks what is suppressed", () => {
    const suppressed = run.results.filter((result) => result.suppressions.length > 0);
    expect(suppressed.map((result) => result.suppressions[0]?.justification)).toEqual([
      "Builds may wait for a minute. (until 2027-01-31)",
    ]);
  });

  it("says what could not be read", () => {
    expect(run.invocations[0]?.toolExecutionNotifications.map((entry) => entry.message.text)).toContain(
      "shop/legacy/old-importer.yaml:41: unreadable: not YAML: bad indentation of a mapping entry; leaves open: every guarantee",
    );
  });
});

it("has no result for a cluster that is ready", () => {
  expect(runOf(readyAssessment).results).toEqual([]);
});

it("reports a guarantee that could not be judged though nothing was found", () => {
  const run = runOf(unknownAssessment);
  expect(run.results).toMatchObject([{ ruleId: "scheduling/not-read", level: "warning", locations: [] }]);
  expect(run.invocations[0]?.toolExecutionNotifications.at(-1)?.message.text).toBe(
    "Before the move can begin, the cluster must pass 1.24, 1.25.",
  );
});

describe("artifact locations", () => {
  it.each([
    ["./shop/web.yaml", "shop/web.yaml"],
    ["a b/ä#?%.yaml", "a%20b/%C3%A4%23%3F%25.yaml"],
    ["backup.tar.gz!resources/x.json", "backup.tar.gz!resources/x.json"],
    ["c:x.yaml", "c%3Ax.yaml"],
    ["/srv/shop/web.yaml", "file:///srv/shop/web.yaml"],
    ["C:\\shop\\web.yaml", "file:///C:/shop/web.yaml"],
    ["-", "-"],
  ])("%s is %s", (source, expected) => {
    expect(locationOf(withEvidence([{ source, line: 3, path: "spec" }]))).toMatchObject({
      physicalLocation: { artifactLocation: { uri: expected }, region: { startLine: 3 } },
    });
  });

  it("falls back on what was given to read where a finding has no file", () => {
    expect(locationOf(withEvidence([]))).toMatchObject({
      physicalLocation: { artifactLocation: { uri: "shop/" } },
    });
  });

  it("has the object alone where the cluster is live", () => {
    const live = "live https://203.0.113.10:6443";
    const assessment = withEvidence([{ source: live, path: "spec" }]);
    const found = locationOf({ ...assessment, cluster: { ...assessment.cluster, sources: [live] } });
    expect(found?.physicalLocation).toBeUndefined();
    expect(found?.logicalLocations).toHaveLength(1);
  });
});

it("has fingerprints that survive moved lines, list positions and API versions", () => {
  const print = (evidence: AssessmentFinding["evidence"], apiVersion: string): unknown => {
    const [first] = withEvidence(evidence).findings;
    if (first === undefined) throw new Error("one finding");
    const subject = { ...first.subject, apiVersion };
    return runOf({ ...shopAssessment, findings: [{ ...first, subject }] }).results[0]?.partialFingerprints;
  };
  const before = print([{ source: "a.yaml", line: 3, path: "spec.containers[0].image" }], "policy/v1beta1");
  expect(print([{ source: "b.yaml", line: 9, path: "spec.containers[2].image" }], "policy/v1")).toEqual(
    before,
  );
  expect(print([{ source: "a.yaml", line: 3, path: "spec.containers[0].name" }], "policy/v1")).not.toEqual(
    before,
  );
});

function withEvidence(evidence: AssessmentFinding["evidence"]): Assessment {
  const findings = shopAssessment.findings.slice(0, 1).map((finding) => ({ ...finding, evidence }));
  return { ...shopAssessment, findings };
}

function locationOf(assessment: Assessment) {
  return runOf(assessment).results[0]?.locations[0];
}
