import type { Stats } from "node:fs";
import { open as openFile, stat } from "node:fs/promises";
import { UserError } from "../../errors.ts";
import type { Collector } from "../collector.ts";
import { coverageOfDump } from "./cluster-info-dump.ts";
import { readStream, type StreamOptions } from "./read-stream.ts";
import { SourceFault } from "./source-fault.ts";
import { SourceVisitor } from "./source-visitor.ts";
import { keeping, rememberFile } from "./texts.ts";
import type { Visitor } from "./visitor.ts";
import { walk } from "./walk.ts";

export interface ReadOptions extends StreamOptions {
  /** Where `-` reads from. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

const CHUNK = 1024 * 1024;

/**
 * Reads files, directories, archives, snapshots and standard input (`-`) into a collector. Single documents
 * that cannot be read go to the coverage; throws a UserError for a source that does not exist or holds no
 * Kubernetes object at all.
 */
export async function readSources(
  sources: readonly string[],
  collector: Collector,
  options: ReadOptions = {},
): Promise<void> {
  if (sources.filter((source) => source === "-").length > 1) {
    throw new UserError("- is given twice: standard input can be read once");
  }
  for (const source of sources) {
    options.signal?.throwIfAborted();
    const taken = collector.taken;
    const visitor = new SourceVisitor(collector);
    await readSource(source, visitor, collector, options);
    const fault = visitor.finish();
    if (collector.taken === taken) throw new UserError(nothingIn(source, fault));
  }
}

async function readSource(
  source: string,
  visitor: Visitor,
  collector: Collector,
  options: ReadOptions,
): Promise<void> {
  if (source === "-") {
    if (options.stdin === undefined) throw new UserError("-: there is no standard input to read");
    await readWhole(keeping(source, options.stdin), "standard input", source, visitor, options);
    return;
  }
  const stats = await statOf(source);
  if (stats.isDirectory()) {
    await readDirectory(source, visitor, options);
    for (const entry of await coverageOfDump(source)) collector.cover(entry);
  } else if (stats.isFile()) await readWhole(open(source), source, source, visitor, options);
  else if (isInherited(source))
    await readWhole(keeping(source, open(source)), source, source, visitor, options);
  else {
    throw new UserError(
      `${source} is no regular file: send what it holds to standard input and give - instead`,
    );
  }
}

async function statOf(source: string): Promise<Stats> {
  try {
    return await stat(source);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new UserError(
        `${source} does not exist: give a file, a directory, an archive, - for standard input, or nothing for the live cluster`,
      );
    }
    throw new UserError(`${source} cannot be read (${code})`);
  }
}

/** `<(kubectl get all -o yaml)` arrives as a pipe that is open already; opening any other could wait for ever. */
function isInherited(source: string): boolean {
  return /^\/(?:dev\/fd|proc\/self\/fd)\/\d+$/.test(source);
}

async function* open(path: string): AsyncGenerator<Buffer> {
  const file = await openFile(path, "r");
  try {
    const stats = await file.stat();
    if (stats.isFile()) rememberFile(path, stats);
    yield* file.createReadStream({ highWaterMark: CHUNK, autoClose: false }) as AsyncIterable<Buffer>;
  } finally {
    await file.close();
  }
}

/** Reads the one thing the user named: when it cannot be read, there is nothing to go on with. */
async function readWhole(
  chunks: AsyncIterable<Uint8Array>,
  label: string,
  name: string,
  visitor: Visitor,
  options: StreamOptions,
): Promise<void> {
  try {
    await readStream(chunks, name, visitor, options);
  } catch (error) {
    if (error instanceof SourceFault) visitor.fault(name, error.message);
    else if (isFileError(error)) throw new UserError(`${label} cannot be read (${error.code})`);
    else throw error;
  }
}

async function readDirectory(directory: string, visitor: Visitor, options: StreamOptions): Promise<void> {
  for await (const path of walk(directory, visitor)) {
    options.signal?.throwIfAborted();
    try {
      await readStream(open(path), path, visitor, options);
    } catch (error) {
      if (error instanceof SourceFault) {
        if (error.message === "is empty") visitor.skip(path, "empty");
        else visitor.fault(path, error.message);
      } else if (isFileError(error)) visitor.fault(path, `cannot be opened (${error.code})`);
      else throw error;
    }
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function nothingIn(source: string, fault: string | undefined): string {
  const label = source === "-" ? "standard input" : source;
  const advice = "give the output of kubectl get -o yaml, manifests, a backup or a snapshot";
  return fault === undefined
    ? `${label} holds no Kubernetes object: ${advice}`
    : `${label} holds no Kubernetes object that can be read (${fault}): ${advice}`;
}
