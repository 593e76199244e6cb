import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Ids of the processes that work in a directory or name it in their arguments (Linux). */
export function processesIn(directory: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isIn(pid, directory));
}

function isIn(pid: number, directory: string): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "")[0];
    return (
      state !== "Z" &&
      (readlinkSync(`/proc/${pid}/cwd`).startsWith(directory) ||
        readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(directory))
    );
  } catch {
    return false; // it ended while we looked
  }
}
