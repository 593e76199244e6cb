import { z } from "zod";
import { canonicalAddress } from "../world/addresses/address.ts";
import type { RecordBook } from "../world/dns-book.ts";
import { type DnsRecord, dnsName } from "../world/dns-records.ts";
import { parseYamlWithLines } from "./yaml-file.ts";

const NAME = /^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\.?$/;

const name = z.string().max(254).regex(NAME, "is no DNS name");
const address = z.string().refine((text) => canonicalAddress(text) !== undefined, "is no IP address");

const answer = z
  .strictObject({
    name: name.describe(
      "A full name; `*.apps.example.com` for every name below that has no entry of its own.",
    ),
    ttl: z.int().min(0).max(0x7fffffff).optional().describe("Seconds; left out: not known."),
    addresses: z.array(address).min(1).optional().describe("IPv4 and IPv6 addresses it has."),
    cname: name.optional().describe("The name it is another name for."),
    missing: z.literal(true).optional().describe("It does not exist or has no address."),
  })
  .refine(
    ({ addresses, cname, missing }) =>
      [addresses, cname, missing].filter((one) => one !== undefined).length === 1,
    "needs one of addresses, cname and missing",
  );

export const dnsAnswersSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("DnsAnswers"),
  records: z.array(answer).superRefine((records, context) => {
    const seen = new Set<string>();
    for (const [index, { name: text }] of records.entries()) {
      const key = dnsName(text);
      if (seen.has(key)) {
        context.addIssue({ code: "custom", path: [index, "name"], message: `${key} has an entry already` });
      }
      seen.add(key);
    }
  }),
});

/** True for text that says it is a file of answers, broken as it may be. */
export function isDnsAnswers(text: string): boolean {
  return (
    /^\s*["']?kind["']?\s*:\s*["']?DnsAnswers\b/m.test(text) ||
    /^\s*\{[^}]*"kind"\s*:\s*"DnsAnswers"/.test(text)
  );
}

/** Throws a UserError that names every fault as `path:line`. */
export function parseDnsAnswers(text: string, path: string): RecordBook {
  const { value, lineOf } = parseYamlWithLines(text, path, dnsAnswersSchema, "file of DNS answers");
  const records: DnsRecord[] = [];
  const missing: string[] = [];
  for (const [index, { name: written, ttl, addresses, cname }] of value.records.entries()) {
    const owner = dnsName(written);
    const base = { name: owner, ttl, origin: `answers file ${path}:${lineOf(["records", index])}` };
    if (cname !== undefined) records.push({ ...base, type: "CNAME", value: dnsName(cname) });
    else if (addresses === undefined) missing.push(owner);
    for (const text of addresses ?? []) {
      const canonical = canonicalAddress(text) ?? text;
      records.push({ ...base, type: canonical.includes(":") ? "AAAA" : "A", value: canonical });
    }
  }
  return { source: `answers file ${path}`, records, zones: [], owners: [], missing, leaves: new Map() };
}
