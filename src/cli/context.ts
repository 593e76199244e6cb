/** What every command is given: the way out, and the signal of a person's Ctrl-C. */
export interface CommandContext {
  readonly signal: AbortSignal;
  /** Sets the exit code; the command then returns. */
  exit(code: number): void;
}
