import { formatCount } from "./words.ts";

/** The start of a text too long to show, with how much is left out. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length)}… (${formatCount(text.length - length)} more characters)`;
}
