// Runs a command in a process of its own and measures it: wall time in ms and peak resident memory in MiB.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PEAK = resolve("bench/peak.mjs");

/** `args` for Node; `command` for anything else (its memory is then not measured). Exit codes 0 and 2 are fine. */
export async function once({ args, command, env = {} }) {
  const directory = mkdtempSync(join(tmpdir(), "replatform-bench-"));
  const peak = join(directory, "peak");
  const [program, ...rest] = command ?? [process.execPath, "--import", PEAK, ...args];
  const started = performance.now();
  const status = await new Promise((done, failed) => {
    const child = spawn(program, rest, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...env, REPLATFORM_PEAK: peak },
    });
    child.on("error", failed);
    child.on("exit", done);
  });
  const ms = performance.now() - started;
  const mib = command === undefined ? Number(readFileSync(peak, "utf8")) / 2 ** 20 : undefined;
  rmSync(directory, { recursive: true });
  if (status !== 0 && status !== 2) throw new Error(`${program} ${rest.join(" ")} ended with ${status}`);
  return { ms, mib };
}

/** Baseline and subject in turn, so that whatever else the machine does hits both; the best of each counts. */
export async function compare(baseline, subject, runs = 3) {
  const best = { baseline: Infinity, subject: Infinity, mib: 0 };
  for (let run = 0; run < runs; run++) {
    best.baseline = Math.min(best.baseline, (await once(baseline)).ms);
    const measured = await once(subject);
    best.subject = Math.min(best.subject, measured.ms);
    best.mib = Math.max(best.mib, measured.mib ?? 0);
  }
  return best;
}

/** One line of the result: what, the two times, the ratio with its limit, the memory with its limit. */
export function line(name, { baseline, subject, mib }, { ratio, memory }) {
  const got = subject / baseline;
  const parts = [
    name.padEnd(34),
    `${Math.round(baseline)} ms`.padStart(9),
    `${Math.round(subject)} ms`.padStart(9),
    `${got.toFixed(2)}x`.padStart(8),
    `(at most ${ratio}x${got > ratio ? ", MISSED" : ""})`.padEnd(26),
  ];
  if (mib > 0)
    parts.push(
      `${Math.round(mib)} MiB`,
      memory === undefined ? "" : `(at most ${memory}${mib > memory ? ", MISSED" : ""})`,
    );
  return parts.join(" ");
}

/** A line for what is held against a time of its own: CPU time, since the machine may be shared. */
export function bounded(name, { ms, mib }, limits) {
  const missed = ms > limits.ms ? ", MISSED" : "";
  const parts = [
    name.padEnd(54),
    `${Math.round(ms)} ms CPU`.padStart(13),
    `(at most ${limits.ms}${missed})`.padEnd(26),
  ];
  if (limits.memory !== undefined) {
    parts.push(
      `${Math.round(mib)} MiB`,
      `(at most ${limits.memory}${mib > limits.memory ? ", MISSED" : ""})`,
    );
  }
  return parts.join(" ");
}
