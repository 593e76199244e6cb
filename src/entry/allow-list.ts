import { type Address, parseAddress } from "../world/addresses/address.ts";
import { holds } from "./address-lists.ts";
import type { Listener } from "./listener.ts";
import { predict, type WirePath } from "./wire.ts";

/**
 * Who may use a path of an Ingress, by address. nginx takes the first of the location's rules that matches, `deny`
 * before `allow`, and where there is an `allow` everybody else is refused. `blocked` stands further out and is
 * inherited only by a location without rules of its own (ngx_http_access_module): an allow-list switches it off.
 */
export interface AccessRules {
  /** block-cidrs of the ConfigMap. */
  readonly blocked: readonly string[];
  /** denylist-source-range, of the Ingress or else of the ConfigMap. */
  readonly deny: readonly string[];
  /** whitelist-source-range or allowlist-source-range, likewise; empty: no such list. */
  readonly allow: readonly string[];
}

/**
 * What becomes of one person. `passes`: he is let in, and the rules mean him to be. `refused`: 403, whatever they
 * mean. `open`: he is let in although they mean to keep him out, because they judge somebody else's address.
 */
export type AccessVerdict = "passes" | "refused" | "open";

/** Whether rules let an address in. */
export function admits(rules: AccessRules, address: Address): boolean {
  const { blocked, deny, allow } = rules;
  if (deny.length === 0 && allow.length === 0) return !holds(blocked, address);
  return !holds(deny, address) && (allow.length === 0 || holds(allow, address));
}

/** What becomes of the person at `path.client`; undefined where his connection does not get as far as the rules. */
export function accessVerdict(
  rules: AccessRules,
  path: WirePath,
  listener: Listener,
): AccessVerdict | undefined {
  const { remoteAddr } = predict(path, listener);
  const seen = remoteAddr === undefined ? undefined : parseAddress(remoteAddr);
  const client = parseAddress(path.client);
  if (seen === undefined || client === undefined) return undefined;
  if (!admits(rules, seen)) return "refused";
  return admits(rules, client) ? "passes" : "open";
}
