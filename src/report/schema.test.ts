import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { renderJson } from "./json.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "./testing.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function published(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`${root}schemas/${name}.v1alpha1.json`, "utf8"));
}

it("publishes what the sources say", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/schemas.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

it.each(["assessment", "profile", "config"])("publishes a valid schema of the %s, at its address", (name) => {
  const schema = published(name);
  expect(new Ajv2020({ strict: true }).validateSchema(schema)).toBe(true);
  expect(schema.$id).toBe(`https://unpkg.com/replatform/schemas/${name}.v1alpha1.json`);
});

describe("the schema of the assessment", () => {
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(published("assessment"));

  it.each([
    ["the shop", shopAssessment],
    ["a cluster that is ready", readyAssessment],
    ["one that could not be read well", unknownAssessment],
    ["one that is not affected", notAffectedAssessment],
    ["hostile names", hostileAssessment],
  ])("accepts what is printed of %s", (_name, assessment) => {
    validate(JSON.parse(renderJson(assessment)));
    expect(validate.errors).toBeNull();
  });

  const [finding] = shopAssessment.findings;
  it.each<[string, object]>([
    ["an unknown field", { ...shopAssessment, extra: 1 }],
    ["an unknown field in a finding", { ...shopAssessment, findings: [{ ...finding, severity: "high" }] }],
    ["an unknown verdict", { ...shopAssessment, findings: [{ ...finding, verdict: "maybe" }] }],
    ["a missing field", { ...shopAssessment, findings: [{ ...finding, remedy: undefined }] }],
    ["another version", { ...shopAssessment, apiVersion: "replatform.io/v2" }],
  ])("refuses %s", (_name, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });
});
