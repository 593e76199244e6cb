/** RFC 2181, section 8. */
const LONGEST = 0x7fffffff;
const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** Seconds of `3600`, `1h`, `1h30m` (BIND's units); undefined where the word is no time. */
export function parseTtl(word: string): number | undefined {
  const plain = /^\d{1,10}$/.test(word);
  if (!plain && !/^(?:\d{1,10}[wdhms])+$/i.test(word)) return undefined;
  const seconds = plain
    ? Number(word)
    : [...word.matchAll(/(\d+)(\D)/g)].reduce(
        (sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit.toLowerCase()] ?? 0),
        0,
      );
  return seconds > LONGEST ? undefined : seconds;
}

/** Types that say nothing about addresses: IANA's list of DNS parameters, and RFC 3597's way to write any. */
const OTHER_TYPES: ReadonlySet<string> = new Set(
  (
    "AFSDB AMTRELAY APL ATMA AVC CAA CDNSKEY CDS CERT CSYNC DHCID DLV DNSKEY DOA DS EID EUI48 EUI64 GID GPOS HINFO " +
    "HIP HTTPS IPSECKEY ISDN KEY KX L32 L64 LOC LP MB MD MF MG MINFO MR MX NAPTR NID NIMLOC NINFO NSAP NSAP-PTR NSEC " +
    "NSEC3 NSEC3PARAM NULL NXT OPENPGPKEY PTR PX RESINFO RKEY RP RRSIG RT SIG SINK SMIMEA SPF SRV SSHFP SVCB TA TALINK " +
    "TLSA TXT UID UINFO UNSPEC URI WALLET WKS X25 ZONEMD"
  ).split(" "),
);

export function isOtherType(type: string): boolean {
  return OTHER_TYPES.has(type) || /^TYPE\d{1,5}$/.test(type);
}

/** Providers' own: their servers answer with addresses that stand in no file. */
export function isPseudoType(type: string): boolean {
  return type === "ALIAS" || type === "ANAME" || type === "LUA";
}
