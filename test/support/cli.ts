import { spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/config/package-root.ts";

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Written to standard input, which is then closed; `{ kept: "open" }` leaves it open, as a terminal is. */
  readonly input?: string | Uint8Array | { readonly kept: "open" };
  /** Asked to stop (SIGINT) after this long. */
  readonly interruptAfterMs?: number;
  /** Node's own arguments. */
  readonly nodeArguments?: readonly string[];
}

/** Runs the built program as a person would. Standard input is closed unless `input` is given. */
export function replatform(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const program = join(packageRoot(), "dist/replatform.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...(options.nodeArguments ?? []), program, ...args], {
      cwd: options.cwd ?? packageRoot(),
      env: { ...process.env, KUBECONFIG: "", ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    // A program that refuses its arguments never reads its input.
    child.stdin.on("error", () => {});
    const { input } = options;
    if (typeof input !== "object" || !("kept" in input)) child.stdin.end(input ?? "");
    child.on("error", reject);
    const timer =
      options.interruptAfterMs === undefined
        ? undefined
        : setTimeout(() => child.kill("SIGINT"), options.interruptAfterMs);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({
        code,
        signal,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      });
    });
  });
}
