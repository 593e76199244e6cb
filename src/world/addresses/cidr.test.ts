import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Address, parseAddress } from "./address.ts";
import {
  bitsOfMask,
  cidrOf,
  contains,
  covers,
  firstOf,
  formatCidr,
  lastOf,
  overlaps,
  parseCidr,
} from "./cidr.ts";

const address: fc.Arbitrary<Address> = fc.oneof(
  fc.nat(0xffffffff).map((value) => ({ family: 4, value }) as const),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => ({ family: 6, value }) as const),
);
const block = fc
  .tuple(address, fc.nat(128))
  .map(([within, bits]) => cidrOf(within, within.family === 4 ? bits % 33 : bits))
  .filter((cidr) => cidr !== undefined);

describe("parseCidr", () => {
  it.each([
    ["10.128.0.0/22", "10.128.0.0/22"],
    ["10.128.3.255/22", "10.128.0.0/22"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/0", "0.0.0.0/0"],
    ["203.0.113.11/32", "203.0.113.11/32"],
    ["128.0.0.0/1", "128.0.0.0/1"],
    ["::/0", "::/0"],
    ["2001:db8::5/64", "2001:db8::/64"],
    ["::1/128", "::1/128"],
    ["::ffff:10.0.0.0/104", "::ffff:10.0.0.0/104"],
  ])("reads %s as %s", (text, canonical) => {
    const cidr = parseCidr(text);
    expect(cidr && formatCidr(cidr)).toBe(canonical);
  });

  it.each([
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/00",
    "10.0.0.0/-1",
    "10.0.0.0/8.0",
    "10.0.0.0/8 ",
    "10.0.0/8",
    "010.0.0.0/8",
    "10.0.0.0/8/8",
    "::/129",
    "::/064",
    "/8",
    "10.0.0.0/255.0.0.0",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it("reads what it writes", () => {
    fc.assert(
      fc.property(block, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
      }),
    );
  });
});

describe("a block", () => {
  it.each([
    ["10.128.0.0/22", "10.128.0.0", true],
    ["10.128.0.0/22", "10.128.3.255", true],
    ["10.128.0.0/22", "10.128.4.0", false],
    ["10.128.0.0/22", "10.127.255.255", false],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "10.0.0.5", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::", false],
  ])("%s holds %s: %s", (text, inside, expected) => {
    const cidr = parseCidr(text);
    const within = parseAddress(inside);
    expect(cidr !== undefined && within !== undefined && contains(cidr, within)).toBe(expected);
  });

  it("holds its first, its last and the address it was made of, and nothing beyond", () => {
    fc.assert(
      fc.property(address, fc.nat(32), (within, bits) => {
        const cidr = cidrOf(within, bits);
        if (cidr === undefined) throw new Error("in range");
        expect([within, firstOf(cidr), lastOf(cidr)].every((each) => contains(cidr, each))).toBe(true);
        const size = BigInt(cidr.last) - BigInt(cidr.first) + 1n;
        expect(size).toBe(1n << BigInt((within.family === 4 ? 32 : 128) - bits));
      }),
    );
  });

  it("overlaps another exactly when one covers the other", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        expect(overlaps(a, b)).toBe(covers(a, b) || covers(b, a));
        expect(covers(a, a)).toBe(true);
      }),
    );
  });
});

describe("bitsOfMask", () => {
  it.each([
    [0xfffffc00, 22],
    [0xffffffff, 32],
    [0, 0],
    [0xff000000, 8],
    [0xfffffc01, undefined],
    [0x0000ffff, undefined],
  ])("%d is /%s", (mask, bits) => {
    expect(bitsOfMask(mask)).toBe(bits);
  });
});
