import { describe, expect, test } from "vitest";
import { bookReader, type RecordBook } from "./dns-book.ts";
import type { DnsRecord } from "./dns-records.ts";

function record(name: string, type: DnsRecord["type"], value: string, ttl?: number): DnsRecord {
  return { name, type, value, ttl, origin: "zone file x.zone:1" };
}

function book(records: readonly DnsRecord[], rest: Partial<RecordBook> = {}): RecordBook {
  return {
    source: "zone file x.zone",
    records,
    zones: [],
    owners: [],
    missing: [],
    leaves: new Map(),
    ...rest,
  };
}

describe("a whole zone", () => {
  const read = bookReader([
    book(
      [
        record("shop.example", "A", "192.0.2.1", 60),
        record("www.shop.example", "CNAME", "lb.shop.example", 3600),
        record("lb.shop.example", "A", "192.0.2.2", 300),
        record("lb.shop.example", "AAAA", "2001:db8::2", 300),
        record("away.shop.example", "CNAME", "lb.provider.test", 60),
        record("round.shop.example", "CNAME", "about.shop.example", 60),
        record("about.shop.example", "CNAME", "round.shop.example", 60),
        record("*.apps.shop.example", "CNAME", "lb.shop.example", 30),
        record("dangling.shop.example", "CNAME", "nothing.shop.example", 30),
      ],
      {
        zones: ["shop.example"],
        owners: ["mail.shop.example", "text.own.apps.shop.example"],
        leaves: new Map([["sub.shop.example", "is delegated (line 9)"]]),
      },
    ),
  ]);

  test("follows CNAMEs, and takes the longest TTL a client may still trust", () => {
    expect(read("WWW.shop.example.")).toEqual({
      answer: {
        name: "www.shop.example",
        status: "found",
        addresses: ["192.0.2.2", "2001:db8::2"],
        ttl: 3600,
        records: [
          record("www.shop.example", "CNAME", "lb.shop.example", 3600),
          record("lb.shop.example", "A", "192.0.2.2", 300),
          record("lb.shop.example", "AAAA", "2001:db8::2", 300),
        ],
      },
    });
  });
  test.each([
    ["gone.shop.example", 0],
    ["mail.shop.example", 0],
    ["own.apps.shop.example", 0],
    ["dangling.shop.example", 1],
  ])("%s has no address", (name, records) => {
    expect(read(name)).toMatchObject({ answer: { status: "missing", records: { length: records } } });
  });
  test("a wildcard answers names that do not exist, several labels deep", () => {
    expect(read("a.b.apps.shop.example")).toMatchObject({
      answer: { status: "found", addresses: ["192.0.2.2", "2001:db8::2"], ttl: 300 },
    });
  });
  test("a circle is unknown, and drawn", () => {
    expect(read("round.shop.example")).toMatchObject({
      answer: {
        status: "unknown",
        reason:
          "its CNAMEs go round in a circle: round.shop.example -> about.shop.example -> round.shop.example",
      },
    });
  });
  test("a chain that leaves the zone is somebody else's to tell", () => {
    expect(read("away.shop.example")).toMatchObject({
      elsewhere: "lb.provider.test",
      reason: "no file tells",
      records: { length: 1 },
    });
    expect(read("a.sub.shop.example")).toMatchObject({
      reason: "zone file x.zone: is delegated (line 9)",
    });
    expect(read("other.example")).toMatchObject({ elsewhere: "other.example" });
  });
});

test("records of no zone say nothing of names beside them", () => {
  const read = bookReader([book([record("a.example", "A", "192.0.2.1")], { missing: ["b.example"] })]);
  expect(read("a.example")).toMatchObject({ answer: { status: "found", ttl: undefined } });
  expect(read("b.example")).toMatchObject({ answer: { status: "missing" } });
  expect(read("c.example")).toMatchObject({ elsewhere: "c.example" });
});

test("a chain goes from one book to the next, and the most specific zone answers", () => {
  const parent = book([record("www.example", "CNAME", "lb.sub.example", 60)], {
    zones: ["example"],
    leaves: new Map([["sub.example", "is delegated"]]),
  });
  const child = book([record("lb.sub.example", "A", "192.0.2.9", 60)], { zones: ["sub.example"] });
  expect(bookReader([parent, child])("www.example")).toMatchObject({
    answer: { status: "found", addresses: ["192.0.2.9"] },
  });
});

test("a chain longer than resolvers follow is unknown", () => {
  const chain = Array.from({ length: 40 }, (_, index) =>
    record(`n${index}.example`, "CNAME", `n${index + 1}.example`, 60),
  );
  expect(bookReader([book(chain)])("n0.example")).toMatchObject({
    answer: { status: "unknown", reason: "its chain has more than 16 CNAMEs" },
  });
});
