import { CommanderError } from "commander";
import { UserError } from "../errors.ts";
import { EXIT_FAILED, EXIT_INTERRUPTED } from "./exit-codes.ts";
import { Interrupt, onInterrupt } from "./interrupt.ts";
import { buildProgram } from "./program.ts";

/** Runs one command line and gives its exit code; every failure is one message on stderr. */
export async function run(argv: readonly string[]): Promise<number> {
  const interrupt = onInterrupt();
  let exitCode = 0;
  const program = buildProgram({
    signal: interrupt.signal,
    exit: (code) => {
      exitCode = code;
    },
  });
  if (argv[0] === "complete") await (await import("./completion.ts")).addCompletion(program);
  // A reader that stops reading (`| head`) is no failure: the rest of the output is not wanted.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCode);
    throw error;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_FAILED;
    if (interrupt.signal.aborted || error instanceof Interrupt) {
      process.stderr.write("replatform: interrupted; nothing was written\n");
      return EXIT_INTERRUPTED;
    }
    process.stderr.write(`replatform: ${describe(error)}\n`);
    return EXIT_FAILED;
  } finally {
    interrupt.dispose();
  }
}

/** A message the user can act on; for a defect of ours the stack too, so that a report of it is worth something. */
function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a defect of Replatform, please report it:\n${text}`;
}
