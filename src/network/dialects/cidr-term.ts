import { parseAddress } from "../../world/addresses/address.ts";
import { type Cidr, cidrOf, parseCidr } from "../../world/addresses/cidr.ts";
import type { PeerTerm } from "../policy.ts";

/** Reads a CIDR, or an address alone, as Calico and Cilium take both; undefined where the text is neither. */
export function blockOf(text: string): (PeerTerm & { readonly kind: "block" }) | undefined {
  const cidr = cidrOrAddress(text);
  return cidr === undefined ? undefined : { kind: "block", cidr, except: [] };
}

export function cidrOrAddress(text: string): Cidr | undefined {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return cidr;
  const address = parseAddress(text);
  return address === undefined ? undefined : cidrOf(address);
}
