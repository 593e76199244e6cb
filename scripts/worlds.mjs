// `npm run worlds -- [FAMILY...] [--worlds N] [--seed S]`: holds the network engine against the naive evaluators on
// random worlds, 100,000 of each family unless told otherwise, two families at a time (docs/testing.md).
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { worlds: { type: "string" }, seed: { type: "string" }, bundle: { type: "string" } },
});
const worlds = Number(values.worlds ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
// Beside them, a quarter as many worlds with open questions.
const openWorlds = Math.ceil(worlds / 4);
if (values.bundle === undefined) process.exitCode = await all(positionals);
else await one(positionals[0], values.bundle);

/** Bundles the evaluators once, then runs each family in a process of its own. */
async function all(wanted) {
  const directory = mkdtempSync(join(tmpdir(), "replatform-worlds-"));
  try {
    const bundle = join(directory, "worlds.mjs");
    await build({
      stdin: {
        contents: `export { FAMILIES } from "./families.ts"; export { runWorlds } from "./run-worlds.ts";`,
        resolveDir: "src/network/testing",
        loader: "ts",
      },
      outfile: bundle,
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "warning",
      banner: {
        js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
      },
    });
    const { FAMILIES } = await import(pathToFileURL(bundle).href);
    const names = FAMILIES.map(({ name }) => name);
    const unknown = wanted.find((name) => !names.includes(name));
    if (unknown !== undefined || !Number.isInteger(worlds) || !Number.isInteger(seed)) {
      console.error(`worlds: families are ${names.join(", ")}; --worlds and --seed take whole numbers`);
      return 1;
    }
    const left = wanted.length === 0 ? [...names] : [...wanted];
    let failed = 0;
    const worker = async () => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        if ((await run(name, bundle)) !== 0) failed++;
      }
    };
    await Promise.all([worker(), worker()]);
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Output is shown when a family is done, so that two do not mix. */
function run(name, bundle) {
  const args = [process.argv[1], name, "--bundle", bundle, "--worlds", worlds, "--seed", seed].map(String);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  return new Promise((done) => {
    child.on("close", (code) => {
      process.stdout.write(out);
      done(code ?? 1);
    });
  });
}

async function one(name, bundle) {
  const { FAMILIES, runWorlds } = await import(pathToFileURL(bundle).href);
  const family = FAMILIES.find((candidate) => candidate.name === name);
  const started = process.cpuUsage();
  let coverage;
  try {
    coverage = runWorlds(family, { worlds, openWorlds, seed });
  } catch (error) {
    console.log(`${name}: FAILED, seed ${seed}\n${error.message}\n${error.cause?.message ?? ""}`);
    process.exitCode = 1;
    return;
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const count = (number) => number.toLocaleString("en");
  console.log(
    `${name}: ${count(worlds)} worlds agree, ${count(openWorlds)} with open questions are not contradicted; seed ${seed}, ` +
      `${count(coverage.comparisons)} comparisons, ${seconds.toFixed(1)} s of CPU, ${((1000 * seconds) / coverage.worlds).toFixed(2)} ms a world`,
  );
  console.log(
    `  of ${count(coverage.open)} open answers ${((100 * coverage.shownOpen) / coverage.open).toFixed(1)} % are shown to be open by two possible truths`,
  );
  for (const { name: construct } of family.constructs) {
    const tally = coverage.tallies.get(construct);
    if (tally === undefined) continue;
    const { worlds: having, allowed, denied, open, tried, decisive } = tally;
    const decides = tried === 0 ? "" : `, decides in ${decisive} of ${tried} tried`;
    console.log(
      `  ${construct}: ${count(having)} worlds, allowed in ${count(allowed)}, denied in ${count(denied)}, open in ${count(open)}${decides}`,
    );
  }
  const missing = coverage.missing(family, worlds / 1000);
  for (const text of missing) console.log(`  MISSING ${text}`);
  if (missing.length > 0) process.exitCode = 1;
}
