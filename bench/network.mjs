// The network engine on generated clusters: full relation, the difference the move makes, many blocks of addresses.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { bounded } from "./measure.mjs";

const PROGRAM = "bench/.work/network.mjs";
const PEAK = "bench/.work/network.peak";

export async function network() {
  mkdirSync("bench/.work", { recursive: true });
  await build({
    entryPoints: ["bench/network.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: PROGRAM,
    logLevel: "warning",
  });
  const small = best("diff", 1_000);
  const large = best("diff", 10_000);
  const many = run("blocks", 638);
  const growth = large.ms / small.ms;
  const { classes, lines } = many.figures;
  return [
    bounded("network, 1,000 workloads: two states, difference", small, { ms: 1500 }),
    bounded("network, 10,000 workloads: two states, difference", large, { ms: 15_000, memory: 1536 }),
    `${"network, 10,000 / 1,000 workloads".padEnd(54)} ${`${growth.toFixed(2)}x`.padStart(13)} (at most 12x${growth > 12 ? ", MISSED" : ""})`,
    `${"network, 638 CIDRs over 29 pods".padEnd(54)} ${`${classes} classes`.padStart(13)} (at most 8${classes > 8 ? ", MISSED" : ""}), ${lines} lines`,
  ];
}

/** The best of a few: whatever else the machine does only adds. */
function best(what, count) {
  const runs = [run(what, count), run(what, count)];
  return { ms: Math.min(...runs.map(({ ms }) => ms)), mib: Math.max(...runs.map(({ mib }) => mib)) };
}

function run(what, count) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", resolve("bench/peak.mjs"), PROGRAM, what, String(count)],
    { encoding: "utf8", env: { ...process.env, REPLATFORM_PEAK: PEAK } },
  );
  if (status !== 0) throw new Error(`${PROGRAM} ${what} ${count} ended with ${status}: ${stderr}`);
  const { ms, figures } = JSON.parse(stdout);
  return { ms, figures, mib: Number(readFileSync(PEAK, "utf8")) / 2 ** 20 };
}
