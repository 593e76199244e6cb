import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/config/package-root.ts";

const PATIENCE_MS = 20_000;

/** The program at a pseudo terminal, as a person sits at one (util-linux's `script` makes it). */
export class Terminal {
  #text = "";
  #read = 0;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;

  /** `columns` 0: the terminal does not tell its size. Standard output may be sent to a file. */
  constructor(
    args: readonly string[],
    options: { readonly columns?: number; readonly stdout?: string } = {},
  ) {
    const { columns = 120, stdout } = options;
    const program = join(packageRoot(), "dist/replatform.js");
    const line = [process.execPath, program, ...args].map(quoted).join(" ");
    const to = stdout === undefined ? "" : ` > ${quoted(stdout)}`;
    const size = columns === 0 ? "" : `stty cols ${columns} rows 40; `;
    this.#child = spawn("script", ["-qfec", `${size}exec ${line}${to}`, "/dev/null"], {
      cwd: packageRoot(),
      env: { ...process.env, KUBECONFIG: "", TERM: "xterm", SHELL: "/bin/sh", CI: "" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      this.#text += chunk.toString("utf8");
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", (code) => resolve(code ?? -1));
    });
  }

  /** Everything shown so far, without the sequences that colour text and move the cursor. */
  get shown(): string {
    return this.#text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "");
  }

  /** Waits until this is shown after what was last waited for. */
  async until(text: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const at = this.shown.indexOf(text, this.#read);
      if (at >= 0) {
        this.#read = at + text.length;
        return;
      }
      if (Date.now() > deadline) throw new Error(`"${text}" was not shown:\n${this.shown}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** The exit code, once the program has ended. */
  end(): Promise<number> {
    return this.#ended;
  }
}

export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
