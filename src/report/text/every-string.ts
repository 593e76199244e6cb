/** The value with every string and key in it passed through `change`: no part of the view can forget it. */
export function everyString<T>(value: T, change: (text: string) => string): T;
export function everyString(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((entry) => everyString<unknown>(entry, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [change(key), everyString<unknown>(entry, change)]),
  );
}
