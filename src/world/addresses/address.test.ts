import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAddress, compareAddresses, formatAddress, parseAddress, unmapped } from "./address.ts";

const v4 = fc.nat(0xffffffff);
const v6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe("parseAddress", () => {
  it.each([
    ["0.0.0.0", "0.0.0.0"],
    ["255.255.255.255", "255.255.255.255"],
    ["10.128.0.5", "10.128.0.5"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["2001:DB8::5", "2001:db8::5"],
    ["2001:0db8:0000:0000:0000:0000:0000:0005", "2001:db8::5"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["::ffff:10.0.0.5", "::ffff:10.0.0.5"],
    ["::ffff:a00:5", "::ffff:10.0.0.5"],
    ["64:ff9b::10.0.0.5", "64:ff9b::a00:5"],
    ["fe80::1:2:3:4", "fe80::1:2:3:4"],
  ])("reads %s as %s", (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    "",
    " ",
    "10.0.0",
    "10.0.0.0.1",
    "10.0.0.256",
    "10.0.0.05",
    "010.0.0.5",
    "00.0.0.0",
    "10.0.0.",
    ".10.0.0.5",
    "10..0.5",
    "10.0.0.5 ",
    "10.0.0.5/32",
    "10.0.0.5:80",
    "0x0a.0.0.5",
    "1e1.0.0.5",
    "-1.0.0.5",
    "167772165",
    ":",
    ":::",
    "::1::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "12345::",
    "g::1",
    "fe80::1%eth0",
    "[::1]",
    "::1/128",
    "::ffff:10.0.0.256",
    "::10.0.0.5:1",
    "10.0.0.5::",
    "1:2:3:4:5:6:7:10.0.0.5",
    `${"1:".repeat(100_000)}1`,
  ])("refuses %j", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it("reads what it writes, for every IPv4 address", () => {
    fc.assert(
      fc.property(v4, (value) => {
        const address = { family: 4, value } as const;
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it("reads what it writes, and nothing shorter means the same, for every IPv6 address", () => {
    fc.assert(
      fc.property(v6, (value) => {
        const address = { family: 6, value } as const;
        const text = formatAddress(address);
        expect(parseAddress(text)).toEqual(address);
        expect(text).toBe(text.toLowerCase());
        expect(text).not.toMatch(/(?:^|:)0[0-9a-f]/);
      }),
    );
  });

  it("reads all ways to write an IPv6 address as the same", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 }),
        (groups) => {
          const full = groups.map((group) => group.toString(16).padStart(4, "0")).join(":");
          const short = groups.map((group) => group.toString(16).toUpperCase()).join(":");
          expect(canonicalAddress(full)).toBe(canonicalAddress(short));
          expect(canonicalAddress(full)).toBeDefined();
        },
      ),
    );
  });

  it("never throws, and reads no text in two ways", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789abf:."), maxLength: 45 }), (text) => {
        const canonical = canonicalAddress(text);
        if (canonical !== undefined) expect(canonicalAddress(canonical)).toBe(canonical);
      }),
    );
  });
});

describe("unmapped", () => {
  it.each([
    ["::ffff:10.0.0.5", "10.0.0.5"],
    ["::ffff:ffff:ffff", "255.255.255.255"],
    ["::10.0.0.5", "::a00:5"],
    ["10.0.0.5", "10.0.0.5"],
    ["2001:db8::5", "2001:db8::5"],
  ])("takes %s for %s", (text, expected) => {
    const address = parseAddress(text);
    expect(address && formatAddress(unmapped(address))).toBe(expected);
  });
});

describe("compareAddresses", () => {
  it("orders IPv4 before IPv6, and each by number", () => {
    const texts = ["::1", "10.0.0.10", "2001:db8::", "10.0.0.9", "::"];
    const sorted = texts.flatMap((text) => parseAddress(text) ?? []).sort(compareAddresses);
    expect(sorted.map(formatAddress)).toEqual(["10.0.0.9", "10.0.0.10", "::", "::1", "2001:db8::"]);
  });
});
