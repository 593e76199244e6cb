import type { Entry } from "./entry.ts";

/**
 * Whether users may be sent to an address of an entry that is no longer one: all of a name's addresses are handed out,
 * so one that is gone is enough. Of machines that have floating IPs only those count: nobody outside knows the others.
 */
export function addressesLost(before: Entry, now: Entry): boolean {
  // An address that a Service claims goes on being claimed; it leads somewhere while a machine has it.
  const owned = before.addresses.some(({ node }) => node !== undefined);
  const left = new Set(
    now.addresses.filter(({ node }) => !owned || node !== undefined).map(({ value }) => value),
  );
  return addressesForUsers(before).some((value) => !left.has(value));
}

/** The addresses by which users outside may come. */
export function addressesForUsers({ addresses }: Entry): readonly string[] {
  const external = addresses.filter(({ scope }) => scope !== "internal");
  return (external.length > 0 ? external : addresses).map(({ value }) => value);
}
