import { visible } from "../report/escape.ts";

/** A field no spreadsheet takes for a formula. */
export function csvField(text: string): string {
  const shown = visible(text);
  const inert = /^[=+\-@\t]/.test(shown) ? `'${shown}` : shown;
  return /[",']/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
}
