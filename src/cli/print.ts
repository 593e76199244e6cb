import { once } from "node:events";

/** Writes to standard output and waits until a slow reader has taken it: nothing is lost when the process ends. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

export function note(text: string): void {
  process.stderr.write(text);
}
