const NUMBER = new Intl.NumberFormat("en");

/** `2,000`. */
export function formatCount(count: number): string {
  return NUMBER.format(count);
}

/** `1 finding`, `2,000 findings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined) return "";
  const rest = words.slice(0, -1);
  return rest.length === 0 ? last : `${rest.join(", ")} and ${last}`;
}

/** `As it is`: profiles write titles as they stand in a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
