import { parseAddress } from "../../world/addresses/address.ts";
import { type Cidr, cidrOf, parseCidr } from "../../world/addresses/cidr.ts";

/** Addresses and blocks as a setting lists them. */
export interface AddressList {
  /** `admits`: these and no others. `refuses`: all but these. `spares`: a limit does not count these. */
  readonly does: "admits" | "refuses" | "spares";
  readonly members: readonly ListMember[];
}

export interface ListMember {
  /** As it is written. */
  readonly text: string;
  /** Undefined where the text is no address and no block. */
  readonly block: Cidr | undefined;
}

/** A comma-separated list, as annotations and ConfigMaps of ingress-nginx have them. */
export function parseList(does: AddressList["does"], text: string): AddressList {
  return listOfTexts(does, text.split(","));
}

export function listOfTexts(does: AddressList["does"], texts: readonly string[]): AddressList {
  const members = texts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text): ListMember => ({ text, block: blockOf(text) }));
  return { does, members };
}

/** An address alone is a block of one. */
function blockOf(text: string): Cidr | undefined {
  const address = parseAddress(text);
  return address === undefined ? parseCidr(text) : cidrOf(address);
}

/** Whether a list names all addresses of a family: then it tells nobody apart. */
export function namesEverybody({ members }: AddressList): boolean {
  return members.some(({ block }) => block?.bits === 0);
}
