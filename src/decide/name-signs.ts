import { entriesOf } from "../entry/entries.ts";
import type { Entry } from "../entry/entry.ts";
import { type Front, frontsOf } from "../entry/fronts.ts";
import { routesOf } from "../entry/routes/routes-of.ts";
import { listed } from "../guarantees/cite.ts";
import type { Profile } from "../platforms/profile.ts";
import type { World } from "../world/world.ts";
import type { NameSign } from "./facts.ts";

/** Where each host of the cluster's routes leads; undefined where nobody looked names up. */
export function nameSigns(world: World, profile: Profile): readonly NameSign[] | undefined {
  if (world.names.sources.length === 0) return undefined;
  const entries = entriesOf(world, profile);
  const frontOf = frontsOf(world, entries);
  const published = entries.some(isPublished);
  const signs = new Map<string, NameSign>();
  for (const { host, resource, at: path } of routesOf(world)) {
    if (host === "" || signs.has(host)) continue;
    const { ref, origin } = resource;
    const leads = leadsTo(frontOf(host), published);
    signs.set(host, {
      name: host,
      leads,
      note: noteOf(world, host),
      evidence: [{ ref, origin, path, value: host, note: noteOf(world, host) }],
    });
  }
  return [...signs.values()];
}

/**
 * Addresses that are not the cluster's mean something in front only where the cluster's own are known: a floating IP
 * that the API does not show looks the same.
 */
function leadsTo({ entries, foreign, looked }: Front, published: boolean): NameSign["leads"] {
  if (looked !== "found" || (entries.length > 0 && foreign.length > 0)) return "unknown";
  if (entries.length > 0) return "cluster";
  return foreign.length > 0 && published ? "elsewhere" : "unknown";
}

function isPublished({ addresses }: Entry): boolean {
  return addresses.some(({ scope }) => scope !== "internal");
}

function noteOf({ names }: World, host: string): string {
  const answer = names.lookup(host);
  if (answer === undefined) return "not looked up";
  if (answer.status === "unknown") return answer.reason;
  if (answer.status === "missing") return "no such name";
  const [first] = answer.records;
  return `${answer.records
    .map(({ type, value }) => `${type} ${value}`)
    .slice(0, 4)
    .join(", ")}; ${first?.origin ?? listed(names.sources)}`;
}
