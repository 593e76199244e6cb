import { expect, test } from "vitest";
import type { RecordBook } from "../../world/dns-book.ts";
import { dnsCoverage, dnsStatement } from "../../world/dns-coverage.ts";
import { type DnsAnswer, type DnsRecord, dnsViewOf } from "../../world/dns-records.ts";
import { observeNames } from "./observe-names.ts";

function record(name: string, type: DnsRecord["type"], value: string, ttl: number): DnsRecord {
  return { name, type, value, ttl, origin: "zone file shop.zone:1" };
}

const ZONE: RecordBook = {
  source: "zone file shop.zone",
  records: [
    record("shop.example", "A", "192.0.2.1", 300),
    record("cdn.shop.example", "CNAME", "lb.provider.test", 60),
  ],
  zones: ["shop.example"],
  owners: [],
  missing: [],
  leaves: new Map([["sub.shop.example", "line 9 delegates it"]]),
};
const NAMES = ["shop.example", "gone.shop.example", "cdn.shop.example", "sub.shop.example", "other.example"];

const live: DnsAnswer = {
  name: "lb.provider.test",
  status: "found",
  records: [record("lb.provider.test", "A", "203.0.113.9", 900)],
  addresses: ["203.0.113.9"],
  ttl: 900,
  notes: ["servers answer differently"],
};

test("what files do not tell stays unknown, or was not looked up at all", async () => {
  const answers = await observeNames(NAMES, [ZONE], undefined);
  expect(answers).toMatchObject([
    { name: "shop.example", status: "found", addresses: ["192.0.2.1"] },
    { name: "gone.shop.example", status: "missing" },
    {
      name: "cdn.shop.example",
      status: "unknown",
      reason: "it leads to lb.provider.test, and no file tells (--dns-server asks a server too)",
      records: { length: 1 },
    },
    {
      name: "sub.shop.example",
      status: "unknown",
      reason: "zone file shop.zone: line 9 delegates it (--dns-server asks a server too)",
    },
  ]);
  const coverage = dnsCoverage(dnsViewOf(answers, [ZONE.source]), NAMES);
  expect(coverage).toMatchObject({
    found: 1,
    missing: ["gone.shop.example"],
    notLookedUp: ["other.example"],
  });
  expect(dnsStatement(coverage)).toBe(
    "DNS: 1 of 5 names have addresses, 1 have none, 2 unknown, 1 in no source (zone file shop.zone)",
  );
  expect(dnsStatement(dnsCoverage(dnsViewOf([]), NAMES))).toContain("DNS was not looked at");
});

test("a server is asked for the rest alone, and its part of a chain is put behind the file's", async () => {
  const asked: string[] = [];
  const answers = await observeNames(NAMES, [ZONE], async (names) => {
    asked.push(...names);
    return [live, ...names.slice(1).map((name): DnsAnswer => ({ name, status: "missing", records: [] }))];
  });
  expect(asked).toEqual(["lb.provider.test", "sub.shop.example", "other.example"]);
  expect(answers[2]).toMatchObject({
    name: "cdn.shop.example",
    status: "found",
    addresses: ["203.0.113.9"],
    ttl: 900,
    records: [{ name: "cdn.shop.example" }, { name: "lb.provider.test" }],
    notes: ["servers answer differently"],
  });
  expect(answers[3]).toEqual({ name: "sub.shop.example", status: "missing", records: [] });
});
