/** Thrown where work stops because a person asked for it. */
export class Interrupt extends Error {
  override readonly name = "Interrupt";
}

/** A signal that aborts on the first Ctrl-C or SIGTERM; the second one ends the process at once. */
export function onInterrupt(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Interrupt("interrupted"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    dispose() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
