import { visible } from "../escape.ts";

/**
 * A SARIF message of plain text. Text from a cluster must open no link (`[text](target)`, section 3.11.6) and
 * be no placeholder: braces are written twice (3.11.5). A message is never empty (3.11.8).
 */
export function message(text: string): { readonly text: string } {
  const unlinked = visible(text).replace(/\](?=\()/g, "] ");
  return { text: unlinked.replace(/[{}]/g, "$&$&") || "-" };
}
