import fc from "fast-check";
import { expect, test } from "vitest";
import { type DnsAnswer, type DnsRecord, dnsName, dnsViewOf } from "./dns-records.ts";

function found(name: string, value: string, ttl: number | undefined = 300): DnsAnswer {
  const record: DnsRecord = { name, type: "A", ttl, value, origin: "answers file dns.yaml:1" };
  return { name, status: "found", records: [record], addresses: [value], ttl };
}

function address(answer: DnsAnswer | undefined): string | undefined {
  return answer?.status === "found" ? answer.addresses[0] : answer?.status;
}

test("nobody looked is not the same as missing", () => {
  const view = dnsViewOf([{ name: "gone.example", status: "missing", records: [] }]);
  expect(view.lookup("gone.example")?.status).toBe("missing");
  expect(view.lookup("other.example")).toBeUndefined();
  expect(dnsViewOf([]).sources).toEqual([]);
});

test("names are looked up as DNS compares them: any case, with and without the last dot", () => {
  const view = dnsViewOf([found("Shop.Example.", "192.0.2.1")]);
  expect(address(view.lookup("SHOP.example"))).toBe("192.0.2.1");
  expect(address(view.lookup("shop.example."))).toBe("192.0.2.1");
  expect(dnsName("Å.Example.")).toBe("Å.example");
});

// The zone and the cases of RFC 4592, section 2.2.1.
test.each([
  ["host3.example", "*.example"],
  ["foo.bar.example", "*.example"],
  ["host1.example", "host1.example"],
  ["sub.*.example", undefined],
  ["host.subdel.example", undefined],
  ["ghost.*.example", undefined],
  ["_telnet._tcp.host1.example", undefined],
])("%s is answered by %s", (name, by) => {
  const zone = ["*.example", "host1.example", "_ssh._tcp.host1.example", "subdel.example"];
  const view = dnsViewOf(zone.map((owner, index) => found(owner, `192.0.2.${index}`)));
  expect(address(view.lookup(name))).toBe(by === undefined ? undefined : `192.0.2.${zone.indexOf(by)}`);
});

test("a wildcard's answer says whose it is and takes the name asked for", () => {
  const answer = dnsViewOf([found("*.apps.example", "192.0.2.1")]).lookup("a.apps.example");
  expect(answer).toMatchObject({ name: "a.apps.example", records: [{ name: "*.apps.example" }] });
});

test("an answer of its own, even an unknown one, comes before a wildcard's", () => {
  const unknown: DnsAnswer = { name: "a.example", status: "unknown", reason: "no answer", records: [] };
  expect(dnsViewOf([found("*.example", "192.0.2.1"), unknown]).lookup("a.example")).toBe(unknown);
});

test("property: every name given is found again, and names below another tree never are", () => {
  const label = fc.constantFrom("a", "b", "c", "*", "x-1");
  const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join("."));
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), name, (names, asked) => {
      const view = dnsViewOf(names.map((owner, index) => found(owner, `192.0.2.${index}`)));
      for (const owner of names) expect(address(view.lookup(owner))).toBe(`192.0.2.${names.indexOf(owner)}`);
      expect(view.lookup(`${asked}.elsewhere`)).toBeUndefined();
    }),
  );
});
