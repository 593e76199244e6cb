import { type Address, parseAddress } from "../world/addresses/address.ts";
import { holds } from "./address-lists.ts";

/**
 * Whom nginx takes for the client, given what was stated: the real_ip module with real_ip_recursive on. A statement
 * is believed as far as the one who made it is trusted, from the last backwards: of `1.1.1.1, 2.2.2.2` from a trusted
 * peer it is 2.2.2.2, and 1.1.1.1 only if 2.2.2.2 is trusted too. Something that is no address ends the search.
 * Source: ngx_http_get_forwarded_addr_internal (ngx_http_core_module.c).
 *
 * Undefined where nothing was believed: the peer stays.
 */
export function believedAddress(
  peer: Address,
  statement: string,
  trusted: readonly string[],
): Address | undefined {
  let believed: Address | undefined;
  for (const entry of statement.split(/[ ,]+/).reverse()) {
    if (entry === "") continue;
    if (!holds(trusted, believed ?? peer)) break;
    const address = statedAddress(entry);
    if (address === undefined) break;
    believed = address;
  }
  return believed;
}

/** An address with or without a port, as proxies write it: 192.0.2.1:4711, [2001:db8::1]:4711. */
function statedAddress(text: string): Address | undefined {
  const plain = parseAddress(text);
  if (plain !== undefined) return plain;
  const [, address] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? /^([\d.]+):\d{1,5}$/.exec(text) ?? [];
  return address === undefined ? undefined : parseAddress(address);
}
