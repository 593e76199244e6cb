import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseAnswers } from "../config/answers.ts";
import { packageRoot } from "../config/package-root.ts";
import { answerers } from "./answerers/registry.ts";
import { FLOW } from "./flow.ts";

const page = readFileSync(join(packageRoot(), "docs/road.md"), "utf8");

it("every question has somebody who looks for its answer, and its row in the documentation", () => {
  expect(Object.keys(answerers).sort()).toEqual(FLOW.questions.map(({ id }) => id).sort());
  for (const { id, answers } of FLOW.questions) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${id}\` |`));
    expect(row, id).toContain(answers.map(({ value }) => `\`${value}\``).join(", "));
  }
});

it("every outcome is in the documentation", () => {
  for (const { id } of FLOW.outcomes) expect(page).toContain(`\`${id}\``);
});

it("the documentation's answers file is one", () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  expect([...parseAnswers(yaml, "docs/road.md").keys()]).toHaveLength(4);
});
