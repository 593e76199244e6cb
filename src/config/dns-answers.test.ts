import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bookReader } from "../world/dns-book.ts";
import { isDnsAnswers, parseDnsAnswers } from "./dns-answers.ts";
import { packageRoot } from "./package-root.ts";

const HEAD = "apiVersion: replatform.io/v1alpha1\nkind: DnsAnswers\nrecords:\n";

test("addresses, CNAMEs, wildcards and names that are missing, with the line of each", () => {
  const text = `${HEAD}  - name: Shop.Example.
    ttl: 60
    addresses: [192.0.2.1, "2001:DB8::1"]
  - { name: www.shop.example, cname: shop.example. }
  - { name: "*.apps.example", addresses: [192.0.2.2] }
  - { name: gone.apps.example, missing: true }
`;
  const read = bookReader([parseDnsAnswers(text, "dns.yaml")]);
  expect(read("shop.example")).toEqual({
    answer: {
      name: "shop.example",
      status: "found",
      addresses: ["192.0.2.1", "2001:db8::1"],
      ttl: 60,
      records: [
        { name: "shop.example", type: "A", ttl: 60, value: "192.0.2.1", origin: "answers file dns.yaml:4" },
        {
          name: "shop.example",
          type: "AAAA",
          ttl: 60,
          value: "2001:db8::1",
          origin: "answers file dns.yaml:4",
        },
      ],
    },
  });
  expect(read("www.shop.example")).toMatchObject({ answer: { status: "found", ttl: undefined } });
  expect(read("a.apps.example")).toMatchObject({ answer: { addresses: ["192.0.2.2"] } });
  expect(read("gone.apps.example")).toMatchObject({ answer: { status: "missing" } });
  expect(read("other.example")).toMatchObject({ reason: "no file tells" });
});

test.each([
  ["  - { name: a.example }", "dns.yaml:4: records.0: needs one of addresses, cname and missing"],
  ["  - { name: a.example, cname: b.example, missing: true }", "dns.yaml:4: records.0: needs one of"],
  ["  - { name: a..b, missing: true }", "dns.yaml:4: records.0.name: is no DNS name"],
  ["  - { name: a.example, addresses: [1.2.3] }", "dns.yaml:4: records.0.addresses.0: is no IP address"],
  ["  - { name: a.example, ttl: -1, missing: true }", "dns.yaml:4: records.0.ttl: "],
  ["  - { name: a.example, adresses: [] }", "adresses"],
  [
    "  - { name: a.example, missing: true }\n  - { name: A.example., missing: true }",
    "dns.yaml:5: records.1.name: a.example has an entry already",
  ],
])("%s is refused with its place", (record, message) => {
  expect(() => parseDnsAnswers(`${HEAD}${record}\n`, "dns.yaml")).toThrow(message);
});

test("is told from a zone file by what it says it is", () => {
  expect(isDnsAnswers(`# ours\n${HEAD}`)).toBe(true);
  expect(isDnsAnswers('{ "apiVersion": "x", "kind": "DnsAnswers" }')).toBe(true);
  expect(isDnsAnswers('$ORIGIN shop.example.\nkind A 192.0.2.1\n@ TXT "kind: DnsAnswers"')).toBe(false);
});

test("the documentation's example is one", () => {
  const page = readFileSync(join(packageRoot(), "docs/dns.md"), "utf8");
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  expect(isDnsAnswers(example)).toBe(true);
  expect(parseDnsAnswers(example, "docs/dns.md").records).toHaveLength(4);
});
