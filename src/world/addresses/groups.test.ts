import { describe, expect, it } from "vitest";
import { scanText } from "./testing.ts";

describe("an IPv6 address", () => {
  it.each([
    ["2001:db8::11", "2001:db8::11"],
    ["2001:DB8::11", "2001:DB8::11"],
    ["2001:0db8:0000:0000:0000:0000:0000:0011", "2001:0db8:0000:0000:0000:0000:0000:0011"],
    ["[2001:db8::11]", "[2001:db8::11]"],
    ["[2001:db8::11]:6443", "[2001:db8::11]:6443"],
    ["https://[2001:db8::11]:6443/x", "https://[2001:db8::11]:6443"],
    ["https://u:p@[2001:db8::11]:6443/x", "https://[2001:db8::11]:6443"],
    ["ask 2001:db8::11.", "2001:db8::11"],
    ["allow 2001:db8::11;", "2001:db8::11"],
    ["2001:db8::11%eth0", "2001:db8::11"],
    ["2001:db8::11/128", "2001:db8::11/128"],
    ["2001:db8::11/64", "2001:db8::11/64"],
    ["x\\n2001:db8::11", "2001:db8::11"],
  ])("is found in %j as %s", (text, written) => {
    expect(scanText(text)).toEqual([`2001:db8::11 address ${written}`]);
  });

  it.each([
    "2001:db8::1",
    "2001:db8::111",
    "12001:db8::11",
    "x2001:db8::11",
    "2001:db8::11x",
    "2001:db8::11:22",
    "2001:db8:11",
    "aa:bb:cc:dd:ee:ff",
    "12:30:45",
    "arn:aws:iam::123456789012:role/x",
    "system:serviceaccount:shop:web",
    "::",
    "::/0",
    "2001:db9::/32",
    "2001:db8::11/129",
    "std::vector",
  ])("is not seen in %j", (text) => {
    expect(scanText(text)).toEqual([]);
  });

  it.each([
    ["2001:db8::/64", "cidr"],
    ["2001:db8::/32", "cidr"],
    ["2001:db8::1-2001:db8::ff", "range"],
    ["2001:db8::1 - 2001:db8::ff", "range"],
  ])("lies in %s", (text, as) => {
    expect(scanText(text)).toEqual([`2001:db8::11 ${as} ${text}`]);
  });

  it("finds an IPv4 address written in groups", () => {
    expect(scanText("::ffff:a80:b")).toEqual(["10.128.0.11 address ::ffff:a80:b"]);
    expect(scanText("[::ffff:10.128.0.11]:80")).toEqual(["10.128.0.11 address 10.128.0.11:80"]);
  });
});
