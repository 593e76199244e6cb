import { type Address, compareAddresses, formatAddress, parseAddress } from "../world/addresses/address.ts";
import { type Cidr, firstOf, lastOf } from "../world/addresses/cidr.ts";
import { blocksOf, holds } from "./address-lists.ts";
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

/**
 * What rules do to everybody who comes one way: `kept` as they mean it, `closed` to those they mean to let in,
 * `open` to those they mean to keep out. Undefined where nobody gets as far.
 */
export type AccessEffect = "kept" | "closed" | "open";

/** The way that people come, whoever they are. */
export type Way = Omit<WirePath, "client">;

export function accessEffect(rules: AccessRules, way: Way, listener: Listener): AccessEffect | undefined {
  const people = examples(rules, way, listener);
  const verdicts = people.map(({ client, meant }) => ({
    meant,
    verdict: accessVerdict(rules, { ...way, client: formatAddress(client) }, listener),
  }));
  if (verdicts.every(({ verdict }) => verdict === undefined)) return undefined;
  if (verdicts.some(({ verdict }) => verdict === "open")) return "open";
  return verdicts.some(({ meant, verdict }) => meant && verdict === "refused") ? "closed" : "kept";
}

/** One person whom the rules mean to let in and one whom they mean to keep out, where there are such addresses. */
function examples(
  rules: AccessRules,
  way: Way,
  listener: Listener,
): readonly { readonly client: Address; readonly meant: boolean }[] {
  const hops = [way.proxy?.address, way.balancer?.address, way.hiddenBehind]
    .map((text) => (text === undefined ? undefined : parseAddress(text)))
    .filter((address) => address !== undefined);
  const people = candidates(rules).filter((address) =>
    hops.every((hop) => compareAddresses(hop, address) !== 0),
  );
  // Whoever is trusted himself is no ordinary visitor: taken only where there is nobody else.
  const first = people.filter((address) => !holds(listener.trusted, address));
  const find = (meant: boolean) =>
    [first, people]
      .map((some) => some.find((address) => admits(rules, address) === meant))
      .find((client) => client !== undefined);
  return [true, false].flatMap((meant) => {
    const client = find(meant);
    return client === undefined ? [] : [{ client, meant }];
  });
}

/** Addresses at which the rules' answer may change, and one apart from them all. */
function candidates({ blocked, deny, allow }: AccessRules): readonly Address[] {
  const edges = [blocked, deny, allow].flatMap((list) =>
    blocksOf(list).flatMap((block) => [firstOf(block), lastOf(block), ...neighbours(block)]),
  );
  return [...edges, { family: 4, value: 0xcb007156 }];
}

function neighbours(block: Cidr): readonly Address[] {
  if (block.family === 4) {
    return [block.first - 1, block.last + 1]
      .filter((value) => value >= 0 && value <= 0xffffffff)
      .map((value) => ({ family: 4, value }));
  }
  return [block.first - 1n, block.last + 1n]
    .filter((value) => value >= 0n && value < 1n << 128n)
    .map((value) => ({ family: 6, value }));
}
