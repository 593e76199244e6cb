// A bench that is a program of its own, so that its memory and time are its own.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";

/** Bundles `bench/NAME.ts` and gives the path of the program. */
export async function built(name) {
  mkdirSync("bench/.work", { recursive: true });
  const outfile = `bench/.work/${name}.mjs`;
  await build({
    entryPoints: [`bench/${name}.ts`],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
    logLevel: "warning",
  });
  return outfile;
}

/** Runs it once: CPU milliseconds and figures as it prints them, and its peak memory. */
export function run(program, ...args) {
  const peak = program.replace(/mjs$/, "peak");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", resolve("bench/peak.mjs"), program, ...args.map(String)],
    { encoding: "utf8", env: { ...process.env, REPLATFORM_PEAK: peak } },
  );
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
  const { ms, figures } = JSON.parse(stdout);
  return { ms, figures, mib: Number(readFileSync(peak, "utf8")) / 2 ** 20 };
}
