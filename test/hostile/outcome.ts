import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

/** What reading a source came to, in a process of its own. */
export interface Outcome {
  /** Name and message of what was thrown. */
  readonly error?: string;
  readonly objects: number;
  /** Coverage entries about places. */
  readonly places: readonly string[];
  /** The first objects as JSON. */
  readonly text: string;
  readonly polluted: boolean;
  /** Peak resident memory. */
  readonly megabytes: number;
  readonly seconds: number;
}

const run = promisify(execFile);
const SECONDS = 60;

/** A program that only reads sources, so that its memory and its end can be measured. */
export class Reader {
  readonly #directory = mkdtempSync(join(tmpdir(), "replatform-reader-"));
  readonly #program = join(this.#directory, "observe.cjs");

  async prepare(): Promise<void> {
    // Readable for the user that the tests without permissions run it as.
    chmodSync(this.#directory, 0o755);
    await build({
      entryPoints: [fileURLToPath(new URL("observe-child.ts", import.meta.url))],
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: this.#program,
      logLevel: "error",
    });
  }

  /** Rejects when it does not end within a minute. */
  async observe(sources: readonly string[], options: { readonly uid?: number } = {}): Promise<Outcome> {
    const { stdout } = await run(process.execPath, [this.#program, ...sources], {
      timeout: SECONDS * 1000,
      killSignal: "SIGKILL",
      maxBuffer: 64 * 1024 * 1024,
      ...options,
    });
    return JSON.parse(stdout) as Outcome;
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
