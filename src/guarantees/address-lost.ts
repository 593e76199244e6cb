import { hostsLeft } from "../world/addresses/left.ts";
import type { AddressMention } from "../world/addresses/scan.ts";
import type { Resource } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import { type Claim, claimOf, mentionEvidence } from "./address-claims.ts";
import type { Evidence } from "./guarantee.ts";

/** What one object names of the addresses that are gone. */
export interface Lost {
  readonly resource: Resource;
  readonly mentions: readonly AddressMention[];
  /** True when at least one is named itself; false when all lie in blocks that may hold the new ones too. */
  readonly exact: boolean;
}

/** The mentions a claim holds whose address no longer means what it meant, by object. */
export function lostBy(claim: Claim, mentions: readonly AddressMention[], now: World): readonly Lost[] {
  const left = hostsLeft(now);
  const byObject = new Map<Resource, AddressMention[]>();
  for (const mention of claimed(mentions).get(claim) ?? []) {
    if (left.has(mention.address.value)) continue;
    const list = byObject.get(mention.resource);
    if (list === undefined) byObject.set(mention.resource, [mention]);
    else list.push(mention);
  }
  return [...byObject].map(([resource, list]) => ({
    resource,
    mentions: list,
    exact: list.some(({ as }) => as === "address" || as === "name"),
  }));
}

const CLAIMED = new WeakMap<readonly AddressMention[], ReadonlyMap<Claim, readonly AddressMention[]>>();

/** The mentions by claim; the same list is asked for in every state of a route. */
function claimed(mentions: readonly AddressMention[]): ReadonlyMap<Claim, readonly AddressMention[]> {
  const known = CLAIMED.get(mentions);
  if (known !== undefined) return known;
  const byClaim = new Map<Claim, AddressMention[]>();
  for (const mention of mentions) {
    const claim = claimOf(mention);
    const list = byClaim.get(claim);
    if (list === undefined) byClaim.set(claim, [mention]);
    else list.push(mention);
  }
  CLAIMED.set(mentions, byClaim);
  return byClaim;
}

/** `203.0.113.11 (Node worker-1, ExternalIP) and 2 more`; of a block, the block and a node in it. */
export function named({ mentions }: Lost): string {
  const each = new Map<string, string>();
  for (const { address, text, as } of mentions) {
    const owner = address.owner.replace(/ \((\w+)\)$/, ", $1");
    const isBlock = as === "cidr" || as === "range";
    const key = isBlock ? text : address.value;
    if (!each.has(key))
      each.set(key, isBlock ? `${text}, in which ${address.value} lies (${owner})` : `${text} (${owner})`);
  }
  const [first, ...rest] = each.values();
  return rest.length === 0 ? `${first}` : `${first} and ${rest.length} more`;
}

export function evidenceOf({ mentions }: Lost): readonly Evidence[] {
  return mentions.slice(0, MOST_EVIDENCE).map(mentionEvidence);
}

const MOST_EVIDENCE = 20;
