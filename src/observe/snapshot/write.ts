import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { UserError } from "../../errors.ts";
import type { Observation } from "../observation.ts";
import { SNAPSHOT_FORMAT, SNAPSHOT_VERSION, type SnapshotHeader } from "./format.ts";

export interface SnapshotOptions {
  /** The program and its version: "replatform 0.1.0". */
  readonly generator: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** Lines are gathered to pieces of about this many characters before they are compressed. */
const PIECE = 256 * 1024;

/**
 * Writes an observation to one file that every command takes as a source. The file appears whole or not at all,
 * readable by its owner only; equal observations give equal bytes. Throws a UserError when it cannot be written.
 */
export async function writeSnapshot(
  observation: Observation,
  path: string,
  options: SnapshotOptions,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    await pipeline(
      Readable.from(pieces(lines(observation, options)), { objectMode: false }),
      createGzip({ level: 4 }),
      file.createWriteStream({ flush: true }),
    );
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UserError(`${path} cannot be written (${code})`);
  }
}

function* lines(observation: Observation, options: SnapshotOptions): Generator<string> {
  const header: SnapshotHeader = {
    format: SNAPSHOT_FORMAT,
    version: SNAPSHOT_VERSION,
    generator: options.generator,
    createdAt: options.createdAt,
  };
  yield JSON.stringify(header);
  const { server, sources, coverage, dns } = observation;
  // Left out where nobody looked; a program from before it passes it over.
  yield JSON.stringify({ server, sources, assumedComplete: coverage.assumedComplete, dns });
  let count = 1;
  for (const resource of observation.resources) {
    count++;
    yield JSON.stringify({ resource });
  }
  for (const manifest of observation.manifests) {
    count++;
    yield JSON.stringify({ manifest });
  }
  for (const entry of coverage.entries) {
    count++;
    yield JSON.stringify({ coverage: entry });
  }
  yield JSON.stringify({ end: count });
}

function* pieces(source: Iterable<string>): Generator<Buffer> {
  let piece = "";
  for (const line of source) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  yield Buffer.from(piece);
}
