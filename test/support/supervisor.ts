import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** Programs that end when they are told to, or when this process does, whatever ends it (watchdog.mjs). */
export interface Supervisor {
  /** Working directory of the programs, removed with them. */
  readonly directory: string;
  /** Process id of the watchdog itself. */
  readonly pid: number;
  /** Starts a program; resolves to its process id. `name` is also its log's name. */
  start(name: string, command: string, args: readonly string[]): Promise<number>;
  /** How a program ended, or undefined while it runs. */
  exited(name: string): string | undefined;
  /** The last lines of a program's output. */
  log(name: string, lines?: number): string;
  /** Kills every program, removes the directory; resolves when both are done. May be called twice. */
  stop(): Promise<void>;
}

interface WatchdogEvent {
  directory?: string;
  started?: string;
  pid?: number;
  exited?: string;
  code?: number | string | null;
  signal?: string | null;
}

const WATCHDOG = fileURLToPath(new URL("./watchdog.mjs", import.meta.url));

/** `prefix` begins the name of the temporary directory. */
export async function startSupervisor(prefix: string): Promise<Supervisor> {
  const exits = new Map<string, string>();
  const waiting = new Map<string, { resolve(pid: number): void; reject(error: Error): void }>();

  // Detached: a Ctrl-C at the terminal goes to the test runner alone, whose end closes the lifeline.
  const watchdog = spawn(process.execPath, [WATCHDOG, prefix], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => watchdog.once("exit", () => resolve()));
  const directory = await new Promise<string>((resolve, reject) => {
    watchdog.once("error", reject);
    watchdog.once("exit", () => reject(new Error("the watchdog ended before it began")));
    createInterface({ input: watchdog.stdout }).on("line", (line) => {
      const event = JSON.parse(line) as WatchdogEvent;
      if (event.directory !== undefined) {
        resolve(event.directory);
      } else if (event.started !== undefined) {
        waiting.get(event.started)?.resolve(event.pid ?? 0);
      } else if (event.exited !== undefined) {
        const how = `${event.signal ?? `status ${event.code}`}`;
        exits.set(event.exited, how);
        waiting.get(event.exited)?.reject(new Error(`${event.exited} did not start: ${how}`));
      }
    });
  });
  watchdog.stdin.on("error", () => {}); // its end is told by the exit event
  keepAlive(watchdog, false);

  return {
    directory,
    pid: watchdog.pid ?? 0,
    start(name, command, args) {
      exits.delete(name);
      keepAlive(watchdog, true);
      return new Promise<number>((resolve, reject) => {
        waiting.set(name, { resolve, reject });
        watchdog.once("exit", () => reject(new Error(`${name} did not start: its watchdog is gone`)));
        watchdog.stdin.write(`${JSON.stringify({ start: { name, command, args } })}\n`);
      }).finally(() => keepAlive(watchdog, false));
    },
    exited: (name) => exits.get(name),
    log(name, lines = 20) {
      try {
        return readFileSync(join(directory, `${name}.log`), "utf8")
          .trimEnd()
          .split("\n")
          .slice(-lines)
          .join("\n");
      } catch {
        return "";
      }
    },
    async stop() {
      keepAlive(watchdog, true);
      watchdog.stdin.end();
      await ended;
    },
  };
}

/** Whether the watchdog keeps this process from ending by itself. */
function keepAlive(watchdog: ChildProcessByStdio<Writable, Readable, null>, alive: boolean): void {
  const method = alive ? "ref" : "unref";
  watchdog[method]();
  for (const pipe of [watchdog.stdin, watchdog.stdout] as (Partial<Record<"ref" | "unref", () => void>> &
    object)[]) {
    pipe[method]?.();
  }
}
