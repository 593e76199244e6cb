import type { Entry } from "./entry.ts";

/**
 * Whether users may be sent to an address of an entry that is no longer one: all of a name's addresses are handed out,
 * so one that is gone is enough. An address that a Service claims goes on being claimed; it leads somewhere while a
 * machine has it.
 */
export function addressesLost(before: Entry, now: Entry): boolean {
  const owned = isOwned(before);
  const left = new Set(
    now.addresses.filter(({ node }) => !owned || node !== undefined).map(({ value }) => value),
  );
  return addressesForUsers(before).some((value) => !left.has(value));
}

/**
 * The addresses by which users outside may come. Of machines that have floating IPs only those count: nobody outside
 * knows the others. Of claimed addresses those that a machine has: where others are routed is not the cluster's to say.
 */
export function addressesForUsers(entry: Entry): readonly string[] {
  const own = isOwned(entry) ? entry.addresses.filter(({ node }) => node !== undefined) : entry.addresses;
  const external = own.filter(({ scope }) => scope !== "internal");
  return (external.length > 0 ? external : own).map(({ value }) => value);
}

function isOwned({ addresses }: Entry): boolean {
  return addresses.some(({ node }) => node !== undefined);
}
