/**
 * The names both patterns stand for: "" is any, `*.example.com` every name below it (several labels deep, as the Gateway
 * API has it); undefined where no name is in both.
 */
export function commonHost(one: string, other: string): string | undefined {
  if (one === "" || one === other) return other;
  if (other === "") return one;
  if (covers(one, other)) return other;
  return covers(other, one) ? one : undefined;
}

/** Whether a wildcard stands for all of the other pattern's names. */
function covers(wildcard: string, host: string): boolean {
  return wildcard.startsWith("*.") && host.length >= wildcard.length && host.endsWith(wildcard.slice(1));
}
