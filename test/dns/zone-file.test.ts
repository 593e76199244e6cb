import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writtenZones } from "../../src/observe/dns/testing.ts";
import { parseZoneFile } from "../../src/observe/dns/zone-file.ts";
import { describeWithParts, findPart } from "../support/parts.ts";

describeWithParts("zone files as BIND reads them", ["named-compilezone"], () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "replatform-zone-"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Names, TTLs, types and values of the zone shop.example, as BIND prints them: one full record a line. */
  function asBindReads(text: string): string[] | undefined {
    const file = join(directory, "zone");
    writeFileSync(file, text);
    const named = findPart("named-compilezone") ?? "";
    const { status, stdout } = spawnSync(
      named,
      ["-q", "-i", "none", "-k", "ignore", "-o", "-", "shop.example", file],
      {
        encoding: "utf8",
      },
    );
    if (status !== 0) return undefined;
    return stdout
      .split("\n")
      .map((line) => /^(\S+)\.\s+(\d+)\s+IN\s+(A|AAAA|CNAME)\s+(\S+)$/.exec(line))
      .flatMap((match) => (match === null ? [] : [match.slice(1).join(" ").toLowerCase().replace(/\.$/, "")]))
      .sort();
  }

  function asWeRead(text: string): string[] | undefined {
    try {
      return parseZoneFile(text, "zone")
        .records.map(({ name, ttl, type, value }) => `${name} ${ttl} ${type} ${value}`.toLowerCase())
        .sort();
    } catch {
      return undefined;
    }
  }

  const SOA = "@ SOA ns.else.test. h 1 2 3 4 77\n@ NS ns.else.test.\n";
  const ORIGIN = "$ORIGIN shop.example.\n";

  test.each([
    ["TTL in units", `${ORIGIN}$TTL 1w2d3h4m5s\n${SOA}a A 192.0.2.1\nb 2H A 192.0.2.2`],
    ["no TTL at all: the SOA's last number", `${ORIGIN}${SOA}a A 192.0.2.1`],
    [
      "a TTL on the SOA alone",
      `${ORIGIN}@ 60 SOA ns.else.test. h 1 2 3 4 5\n@ NS ns.else.test.\na A 192.0.2.1`,
    ],
    [
      "the last TTL goes on",
      `${ORIGIN}@ 60 SOA ns.else.test. h 1 2 3 4 5\n NS ns.else.test.\na 90 A 192.0.2.1\nb A 192.0.2.2`,
    ],
    ["$TTL in the middle", `${ORIGIN}$TTL 60\n${SOA}a A 192.0.2.1\n$TTL 90\nb A 192.0.2.2`],
    [
      "$ORIGIN relative, absolute, root",
      `${ORIGIN}$TTL 60\n${SOA}$ORIGIN a\nb A 192.0.2.1\n$ORIGIN .\nc.shop.example A 192.0.2.2`,
    ],
    [
      "an owner that goes on over a $ORIGIN",
      `${ORIGIN}$TTL 60\n${SOA}a A 192.0.2.1\n$ORIGIN b.shop.example.\n  A 192.0.2.2`,
    ],
    [
      "parentheses over empty lines and comments",
      `${ORIGIN}$TTL 60\n${SOA}a (\n\n ; none\n A ; type\n) 192.0.2.1`,
    ],
    ["escapes", `${ORIGIN}$TTL 60\n${SOA}\\097b A 192.0.2.1\n\\c\\d A 192.0.2.2`],
    ["wildcards and stars", `${ORIGIN}$TTL 60\n${SOA}* A 192.0.2.1\na.*.b A 192.0.2.2`],
    ["a quoted string over a semicolon", `${ORIGIN}$TTL 60\n${SOA}a TXT "x ; y ( \\" z" w\nb A 192.0.2.1`],
    ["data of another zone", `${ORIGIN}$TTL 60\n${SOA}a.other.test. A 192.0.2.1\nb A 192.0.2.2`],
    ["a type by number", `${ORIGIN}$TTL 60\n${SOA}a TYPE731 \\# 2 abcd\nb A 192.0.2.1`],
  ])("read alike: %s", (_, text) => {
    const read = asBindReads(text);
    expect(read).toBeDefined();
    expect(asWeRead(text)).toEqual(read);
  });

  test.each([
    ["an address that is none", `${ORIGIN}$TTL 60\n${SOA}a A 192.0.2`],
    ["a CNAME beside an address", `${ORIGIN}$TTL 60\n${SOA}a A 192.0.2.1\na CNAME b`],
    ["two CNAMEs", `${ORIGIN}$TTL 60\n${SOA}a CNAME b\na CNAME c`],
    ["a type that is none", `${ORIGIN}$TTL 60\n${SOA}a CNMAE b`],
    ["a parenthesis left open", `${ORIGIN}$TTL 60\n${SOA}a A ( 192.0.2.1`],
    ["a parenthesis too many", `${ORIGIN}$TTL 60\n${SOA}a A 192.0.2.1 )`],
    ["a string left open", `${ORIGIN}$TTL 60\n${SOA}a TXT "x\nb A 192.0.2.1`],
    ["an empty label", `${ORIGIN}$TTL 60\n${SOA}a..b A 192.0.2.1`],
    ["a label too long", `${ORIGIN}$TTL 60\n${SOA}${"x".repeat(64)} A 192.0.2.1`],
    ["two values", `${ORIGIN}$TTL 60\n${SOA}a A 192.0.2.1 192.0.2.2`],
    ["no value", `${ORIGIN}$TTL 60\n${SOA}a A`],
  ])("refused alike: %s", (_, text) => {
    expect(asBindReads(text)).toBeUndefined();
    expect(asWeRead(text)).toBeUndefined();
  });

  test("property: written in any style, BIND and this reader see the same", () => {
    fc.assert(
      fc.property(writtenZones, ({ text, records }) => {
        const bind = asBindReads(text);
        expect(bind).toEqual(records.map((record) => record.toLowerCase()).sort());
        expect(asWeRead(text)).toEqual(bind);
      }),
      { numRuns: 60 },
    );
  });
});
