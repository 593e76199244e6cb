import { packageVersion } from "../../config/package-root.ts";
import { writeSnapshot } from "../../observe/snapshot/write.ts";
import type { CommandContext } from "../context.ts";
import { observe, type SourceOptions } from "../observe.ts";
import { note } from "../print.ts";

/** `snapshot`: what was read, without secrets, in one file that every command takes as a source. */
export async function snapshotCommand(
  sources: readonly string[],
  options: SourceOptions & { readonly outputFile: string },
  context: CommandContext,
): Promise<void> {
  const observation = await observe(sources, options, context);
  context.signal.throwIfAborted();
  await writeSnapshot(observation, options.outputFile, {
    createdAt: new Date().toISOString(),
    generator: `replatform ${packageVersion()}`,
  });
  const gaps = observation.coverage.entries.filter((entry) => entry.status !== "read").length;
  note(
    `${options.outputFile}: ${observation.resources.length} objects, no secret values` +
      `${gaps === 0 ? "" : `; ${gaps} things could not be read (replatform assess ${options.outputFile} names them)`}\n`,
  );
}
