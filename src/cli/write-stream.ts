import { print } from "./print.ts";

const CHUNK = 64 * 1024;

/** Prints pieces as they are made, in pieces worth a write. */
export async function printAll(pieces: Iterable<string>, signal: AbortSignal): Promise<void> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < CHUNK) continue;
    signal.throwIfAborted();
    await print(waiting.join(""));
    waiting = [];
    length = 0;
  }
  if (length > 0) await print(waiting.join(""));
}
