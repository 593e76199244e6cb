import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bookReader } from "../../world/dns-book.ts";
import { writtenZones } from "./testing.ts";
import { parseZoneFile } from "./zone-file.ts";

function records(text: string): string[] {
  return parseZoneFile(text, "x.zone").records.map(
    ({ name, type, ttl, value, origin }) => `${name} ${ttl} ${type} ${value} @${origin.split(":")[1]}`,
  );
}

const HEAD = "$ORIGIN shop.example.\n$TTL 1h\n";

describe("what a zone file may look like", () => {
  test("the example of RFC 1035, section 5.3", () => {
    const text = `
@   IN  SOA     VENERA      Action\\.domains (
                                 20     ; SERIAL
                                 7200   ; REFRESH
                                 600    ; RETRY
                                 3600000; EXPIRE
                                 60)    ; MINIMUM

        NS      A.ISI.EDU.
        NS      VENERA
        NS      VAXA
        MX      10      VENERA
        MX      20      VAXA

A       A       26.3.0.103

VENERA  A       10.1.0.52
        A       128.9.0.32

VAXA    A       10.2.0.27
        A       128.9.0.33
`;
    const book = parseZoneFile(`$ORIGIN ISI.EDU.\n${text}`, "isi.zone");
    expect(book.zones).toEqual(["isi.edu"]);
    expect(book.records.map(({ name, ttl, value }) => [name, ttl, value])).toEqual([
      ["a.isi.edu", 60, "26.3.0.103"],
      ["venera.isi.edu", 60, "10.1.0.52"],
      ["venera.isi.edu", 60, "128.9.0.32"],
      ["vaxa.isi.edu", 60, "10.2.0.27"],
      ["vaxa.isi.edu", 60, "128.9.0.33"],
    ]);
  });
  test("owner, TTL and class left out or in any order", () => {
    const text = `${HEAD}a 60 IN A 192.0.2.1\n  IN 90 A 192.0.2.2\n\tAAAA 2001:DB8::1\nb IN A 192.0.2.3 ; b\n`;
    expect(records(text)).toEqual([
      "a.shop.example 60 A 192.0.2.1 @3",
      "a.shop.example 90 A 192.0.2.2 @4",
      "a.shop.example 3600 AAAA 2001:db8::1 @5",
      "b.shop.example 3600 A 192.0.2.3 @6",
    ]);
  });
  test("names relative, absolute, @, and below another $ORIGIN", () => {
    const text = `${HEAD}@ A 192.0.2.1\nwww CNAME @\n$ORIGIN eu\nWWW CNAME www.shop.example.\n*.x A 192.0.2.9\n`;
    expect(records(text)).toEqual([
      "shop.example 3600 A 192.0.2.1 @3",
      "www.shop.example 3600 CNAME shop.example @4",
      "www.eu.shop.example 3600 CNAME www.shop.example @6",
      "*.x.eu.shop.example 3600 A 192.0.2.9 @7",
    ]);
  });
  test("Windows line ends, tabs, a byte order mark, quoted text with ; and (", () => {
    const text = `\ufeff${HEAD}t TXT "a ; b ( c" "d \\" e"\r\na\tA\t192.0.2.1\r\n`;
    expect(records(text.replace(/\n/g, "\r\n"))).toHaveLength(1);
    expect(records(text)).toHaveLength(1);
  });
  test("escapes: of what names are made of it is the character, of a dot it is no dot", () => {
    const text = `${HEAD}\\119ww A 192.0.2.1\na\\.b A 192.0.2.2\nc\\000 A 192.0.2.3\n`;
    expect(records(text).map((line) => line.split(" ")[0])).toEqual([
      "www.shop.example",
      "a\\.b.shop.example",
      "c\\000.shop.example",
    ]);
  });
  test("a TTL that no line gives is the last one given, or the SOA's, or not known", () => {
    expect(records("a.example. 60 A 192.0.2.1\nb.example. A 192.0.2.2")[1]).toContain(" 60 ");
    expect(records("@.example. A 192.0.2.1")[0]).toContain(" undefined ");
    expect(records("example. SOA a. b. 1 2 3 4 1w2d\nb.example. A 192.0.2.2")[0]).toContain(" 777600 ");
  });
  test("what other types, delegations and providers' own types do to names", () => {
    const text = `${HEAD}@ SOA a b 1 2 3 4 5\n@ NS ns\nns A 192.0.2.5\nmail MX 10 ns\nsub NS ns.sub\nns.sub A 192.0.2.6
flat ALIAS lb.provider.test.\nold DNAME new\n*.w A 192.0.2.7\nodd.w TYPE65534 \\# 0\nstray.test. A 192.0.2.8\n`;
    const read = bookReader([parseZoneFile(text, "x.zone")]);
    expect(read("mail.shop.example")).toMatchObject({ answer: { status: "missing" } });
    expect(read("odd.w.shop.example")).toMatchObject({ answer: { status: "missing" } });
    expect(read("any.w.shop.example")).toMatchObject({ answer: { status: "found" } });
    expect(read("x.sub.shop.example")).toMatchObject({
      reason: "zone file x.zone: line 7 delegates sub.shop.example to ns.sub.shop.example",
    });
    expect(read("flat.shop.example")).toMatchObject({ reason: expect.stringContaining("has ALIAS") });
    expect(read("x.old.shop.example")).toMatchObject({ reason: expect.stringContaining("DNAME") });
    expect(read("stray.test")).toMatchObject({ elsewhere: "stray.test", reason: "no file tells" });
  });
});

test.each([
  ["www A 192.0.2.1", '1: "www" is relative to a zone the file does not name'],
  [`${HEAD}a A 192.0.2`, '3: "192.0.2" is no IPv4 address, as A needs one'],
  [`${HEAD}a AAAA 192.0.2.1`, '3: "192.0.2.1" is no IPv6 address, as AAAA needs one'],
  [`${HEAD}a A 010.0.0.1`, '3: "010.0.0.1" is no IPv4 address'],
  [`${HEAD}a A`, "3: the A record has no value"],
  [`${HEAD}a A 192.0.2.1 192.0.2.2`, "3: the A record has more than one value"],
  [`${HEAD}a CNMAE b`, '3: "CNMAE" is no type of record'],
  [`${HEAD}a 60`, "3: the record has no type"],
  [`${HEAD}a CH A 192.0.2.1`, "3: class CH is not the Internet's"],
  ["  A 192.0.2.1", "1: the first record has no owner"],
  [`${HEAD}@ SOA a b (\n1 2 3\n`, "3: the parenthesis of line 3 is not closed"],
  [`${HEAD}a A 192.0.2.1 )`, "3: a parenthesis is closed that was not opened"],
  [`${HEAD}a TXT "open\nb A 192.0.2.1`, "3: a quoted string is not closed on its line"],
  [`${HEAD}$INCLUDE other.zone`, '3: $INCLUDE is not followed: give "other.zone" with a --dns of its own'],
  [`${HEAD}$GENERATE 1-9 h$ A 192.0.2.$`, "3: $GENERATE is not expanded"],
  [`${HEAD}$TTL soon`, '3: $TTL "soon" is no time'],
  [`${HEAD}$ORIGN x.`, '3: "$ORIGN" is no directive'],
  [`${HEAD}a..b A 192.0.2.1`, '3: "a..b" is no name'],
  [`${HEAD}${"x".repeat(64)} A 192.0.2.1`, "is no name"],
  [`${HEAD}a CNAME b\na A 192.0.2.1`, "4: a.shop.example has a CNAME and another record (line 3)"],
  [`${HEAD}a CNAME b\na CNAME c`, "4: a.shop.example has a CNAME and another record (line 3)"],
])("%j is refused with its place", (text, message) => {
  expect(() => parseZoneFile(text, "x.zone")).toThrow(message);
});

test("all faults of a file are named at once, and never raw", () => {
  const text = `${HEAD}a A x\u001b[31m\nb A y\n`;
  expect(() => parseZoneFile(text, "x.zone")).toThrow(
    'x.zone is no zone file that can be read:\n  x.zone:3: "x\\u001b[31m" is no IPv4',
  );
  expect(() => parseZoneFile(text, "x.zone")).toThrow('x.zone:4: "y" is no IPv4');
});

test("property: what is written is read again, in whichever of the ways it was written", () => {
  fc.assert(
    fc.property(writtenZones, ({ text, records: written }) => {
      const read = parseZoneFile(text, "x.zone").records.map(
        ({ name, type, ttl, value }) => `${name} ${ttl} ${type} ${value}`,
      );
      expect(read.sort()).toEqual([...written].sort());
    }),
    { numRuns: 500 },
  );
});

test("property: no text makes the parser fail with anything but its message", () => {
  const piece = fc.constantFrom(
    "$ORIGIN",
    "a",
    "@",
    " ",
    "\n",
    "(",
    ")",
    '"',
    ";",
    "\\",
    "A",
    "60",
    "192.0.2.1",
    "$TTL",
    "IN",
    "NS",
    "SOA",
    ".",
    "\u2028",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        parseZoneFile(pieces.join(""), "x.zone");
      } catch (error) {
        expect((error as Error).name).toBe("UserError");
      }
    }),
    { numRuns: 2000 },
  );
});
