import { type Address, parseAddress, unmapped } from "../world/addresses/address.ts";
import { type Cidr, cidrOf, contains, parseCidr } from "../world/addresses/cidr.ts";

/** Lists as settings and annotations write them are read once, however often they are asked. */
const READ = new WeakMap<readonly string[], readonly Cidr[]>();

/** The blocks of a list of addresses and blocks; what is neither is left out, since nginx would not load it. */
function blocksOf(list: readonly string[]): readonly Cidr[] {
  const known = READ.get(list);
  if (known !== undefined) return known;
  const blocks = list.map(blockOf).filter((block) => block !== undefined);
  READ.set(list, blocks);
  return blocks;
}

/** Whether a list holds an address. An IPv4-mapped IPv6 address is the IPv4 one (ngx_cidr_match). */
export function holds(list: readonly string[], address: Address): boolean {
  const plain = unmapped(address);
  return blocksOf(list).some((block) => contains(block, plain));
}

/** One entry: a block, or an address alone. */
function blockOf(text: string): Cidr | undefined {
  const address = parseAddress(text);
  return address === undefined ? parseCidr(text) : cidrOf(unmapped(address));
}
