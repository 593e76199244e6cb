/** What the reader wants to see of the findings; empty fields leave everything in. */
export interface Filter {
  readonly text: string;
  readonly guarantee: string;
  readonly state: string;
  readonly namespace: string;
  readonly verdicts: readonly string[];
}

export const NO_FILTER: Filter = { text: "", guarantee: "", state: "", namespace: "", verdicts: [] };

const PREFIX = "#filter:";

export function isActive(filter: Filter): boolean {
  return formatFilter(filter) !== "";
}

/** `#filter:guarantee=scheduling&state=upgraded`: a filter in the address, so that it can be sent to someone. */
export function filterHash(filter: Filter): string {
  const query = formatFilter(filter);
  return query === "" ? "" : `${PREFIX}${query}`;
}

/** The filter that an address holds, if it holds one. */
export function filterInHash(hash: string): Filter | undefined {
  return hash.startsWith(PREFIX) ? parseFilter(hash.slice(PREFIX.length)) : undefined;
}

/** `guarantee=scheduling&verdict=breaks`, as links carry it. */
export function parseFilter(query: string): Filter {
  const fields = new URLSearchParams(query);
  return {
    text: fields.get("text") ?? "",
    guarantee: fields.get("guarantee") ?? "",
    state: fields.get("state") ?? "",
    namespace: fields.get("namespace") ?? "",
    verdicts: fields.getAll("verdict"),
  };
}

/** A filter as a link carries it; empty when it leaves everything in. */
export function formatFilter(filter: Partial<Filter>): string {
  const fields = new URLSearchParams();
  for (const field of ["text", "guarantee", "state", "namespace"] as const) {
    const value = filter[field] ?? "";
    if (value !== "") fields.set(field, value);
  }
  for (const verdict of filter.verdicts ?? []) fields.append("verdict", verdict);
  return fields.toString();
}
