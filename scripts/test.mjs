// Runs the tests (docs/testing.md): `npm test`, or `npm test -- src/world -t "name"`; every vitest option passes through.
// Ends with the tests that did not run, each with the part it missed, and one line: `N passed, N failed, N skipped`.
import { parseCLI, startVitest } from "vitest/node";
import { TestCounter } from "./test/counter.mjs";

const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
// Tests that a name pattern leaves out are nothing to tell about.
const counter = new TestCounter({ listUnexplained: options.testNamePattern === undefined });
try {
  const reporters = [options.reporter ?? options.reporters ?? "default"].flat();
  const vitest = await startVitest("test", filter, {
    ...options,
    watch: false,
    reporters: [...reporters, counter],
  });
  await vitest.close();
} catch (error) {
  console.error(error);
  counter.failed += 1;
}
// Not an orderly end: what a test left behind must neither hold this process nor print after the last line.
const code = counter.succeeded ? (process.exitCode ?? 0) : 1;
process.stdout.write(counter.summary(), () => process.exit(code));
