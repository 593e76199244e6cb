import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SCRIPT, STYLE } from "../../src/report/html/assets.generated.ts";

test("the script and style in the page are those of web/report (node web/report/generate.mjs)", async () => {
  // A variable, because a module that is no TypeScript has no types.
  const generator = "../../web/report/generate.mjs";
  const { generateAssets } = (await import(generator)) as { generateAssets(): Promise<string> };
  const file = new URL("../../src/report/html/assets.generated.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(await generateAssets());
});

test("nothing in them ends the element they stand in, or loads anything", () => {
  expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
  expect(STYLE).not.toMatch(/<\/style|<!--/i);
  expect(STYLE).not.toMatch(/@import|url\((?!#)/i);
  expect(SCRIPT).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|import|eval|innerHTML)\b/);
});
