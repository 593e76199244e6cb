// Holds the programs a test started, so that none outlives it: `node watchdog.mjs PREFIX`, see supervisor.ts.
//
// Standard input is the lifeline: the kernel closes it when the test process ends, in whichever way (also SIGKILL), and
// then everything started here is killed and the directory removed. One JSON object a line, in and out:
//   in:  {"start": {name, command, args}}
//   out: {"directory"} once, {"started": name, pid}, {"exited": name, code, signal}
// A program's output goes to NAME.log in the directory, which is its working directory too.
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const directory = mkdtempSync(join(tmpdir(), process.argv[2] ?? "replatform-"));
const running = new Map();
let ending = false;

function report(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function start({ name, command, args }) {
  const log = openSync(join(directory, `${name}.log`), "a");
  // A process group of its own: a program's own children are killed with it.
  const child = spawn(command, args, { cwd: directory, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  const gone = (code, signal) => {
    running.delete(name);
    if (!ending) {
      report({ exited: name, code, signal });
    } else if (running.size === 0) {
      leave();
    }
  };
  child.once("error", (error) => gone(error.message, null));
  child.once("exit", gone);
  if (child.pid !== undefined) {
    running.set(name, child);
    report({ started: name, pid: child.pid });
  }
}

function end() {
  if (ending) {
    return;
  }
  ending = true;
  for (const child of running.values()) {
    // Nothing in the directory is worth an orderly end.
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It ended by itself a moment ago; its exit event is on the way.
    }
  }
  if (running.size === 0) {
    leave();
  }
}

function leave() {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

// Nobody reads any more when the test process is gone.
process.stdout.on("error", end);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
  process.on(signal, end);
}
createInterface({ input: process.stdin })
  .on("line", (line) => start(JSON.parse(line).start))
  .on("close", end);
report({ directory });
