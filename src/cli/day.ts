import { UserError } from "../errors.ts";

/** What `--as-of` says, as YYYY-MM-DD. */
export function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new UserError(`--as-of ${text} is no day: write it as YYYY-MM-DD`);
  }
  return text;
}
