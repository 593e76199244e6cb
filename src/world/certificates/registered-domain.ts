import { parse } from "tldts";

/**
 * The name somebody registered (`example.co.uk` of `shop.example.co.uk`), by the public suffix list with its private
 * part, as authorities that limit certificates count it; undefined for names that are not on the internet.
 */
export function registeredDomain(dnsName: string): string | undefined {
  const name = dnsName.replace(/^\*\./, "").replace(/\.$/, "");
  const { domain, isIcann, isPrivate } = parse(name, { allowPrivateDomains: true });
  return domain !== null && (isIcann === true || isPrivate === true) ? domain : undefined;
}
