import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const RUN_TESTS = fileURLToPath(new URL("../../scripts/test.mjs", import.meta.url));
const OUTCOMES = fileURLToPath(new URL("./outcomes", import.meta.url));

test.each([
  { files: ["passes"], code: 0, last: "1 passed, 0 failed, 0 skipped" },
  { files: ["passes", "fails"], code: 1, last: "1 passed, 1 failed, 0 skipped" },
  { files: ["broken-hook"], code: 1, last: "0 passed, 1 failed, 1 skipped" },
  { files: ["passes", "does-not-load"], code: 1, last: "1 passed, 1 failed, 0 skipped" },
  { files: ["nobody-caught"], code: 1, last: "1 passed, 1 failed, 0 skipped" },
  { files: ["no-such-file"], code: 1, last: "0 passed, 0 failed, 0 skipped" },
  { files: ["passes", "misses-a-part"], code: 0, last: "1 passed, 0 failed, 2 skipped" },
  { files: ["misses-a-part"], code: 1, last: "0 passed, 0 failed, 2 skipped" },
])("npm test ends with $last and status $code for $files", ({ files, code, last }) => {
  const run = runTests(files);
  expect(run.lines.at(-1), run.output).toBe(last);
  expect(run.code).toBe(code);
});

test("npm test lists what it skipped under the part that is missing", () => {
  const { lines } = runTests(["misses-a-part"]);
  expect(lines.slice(lines.indexOf("Skipped: needs chromium, etcd (npm run testbench)"))).toEqual([
    "Skipped: needs chromium, etcd (npm run testbench)",
    "  misses-a-part.fixture.ts > a suite > needs both",
    "",
    "Skipped: needs etcd (npm run testbench)",
    "  misses-a-part.fixture.ts > needs one",
    "",
    "0 passed, 0 failed, 2 skipped",
  ]);
});

test("a missing part is a failure under REPLATFORM_REQUIRE_BENCH=1", () => {
  const run = runTests(["misses-a-part"], { REPLATFORM_REQUIRE_BENCH: "1" });
  expect(run.output).toContain("needs chromium, etcd (npm run testbench), and REPLATFORM_REQUIRE_BENCH=1");
  expect(run.lines.at(-1)).toBe("0 passed, 2 failed, 0 skipped");
  expect(run.code).toBe(1);
});

/** `npm test` on a machine without a single part. */
function runTests(files: readonly string[], environment: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [RUN_TESTS, "--root", OUTCOMES, ...files], {
    encoding: "utf8",
    env: { PATH: "", REPLATFORM_CACHE: OUTCOMES, NO_COLOR: "1", ...environment },
  });
  return { code: run.status, lines: run.stdout.trimEnd().split("\n"), output: run.stdout + run.stderr };
}
