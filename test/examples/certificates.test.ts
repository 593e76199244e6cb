import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { type AssessOptions, assess } from "../../src/assess.ts";
import { packageRoot } from "../../src/config/package-root.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import { certificateRenewal } from "../../src/guarantees/certificate-renewal/certificate-renewal.ts";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import { PLAIN_ENTRY_PLAN } from "../../src/platforms/entry-plan.ts";

/** The shop's certificates by every road: what the list names is found, and what only looks alike is not. */

interface Entry {
  readonly guarantee: string;
  readonly subject: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly finding: string;
  readonly verdict: string;
}
const { expected } = parse(readFileSync(join(packageRoot(), "examples/shop.expected.yaml"), "utf8")) as {
  readonly expected: readonly Entry[];
};
const listed = new Set(
  expected
    .filter(({ guarantee }) => guarantee === certificateRenewal.id)
    .map(({ finding, verdict, subject }) => line(finding, verdict, subject)),
);

function line(id: string, verdict: string, { kind, namespace, name }: Entry["subject"]): string {
  return `${id} ${verdict} ${kind} ${namespace ?? ""}/${name}`;
}

const PROXY = { ...PLAIN_ENTRY_PLAN, mode: "proxy-protocol" } as const;
const ROADS: readonly [string, Partial<AssessOptions>][] = [
  ["in place, a load balancer in TCP mode", { target: "1.26" }],
  ["in place, PROXY protocol", { target: "1.26", entryPlan: PROXY }],
  ["in place to 1.29", { target: "1.29" }],
  ["in place to 1.29, PROXY protocol", { target: "1.29", entryPlan: PROXY }],
  ["a new cluster", { target: "1.26", route: "new-cluster" }],
  ["a new cluster at 1.29", { target: "1.29", route: "new-cluster" }],
];

async function assessShop(options: Partial<AssessOptions>) {
  const collector = createCollector();
  const shop = join(packageRoot(), "examples/shop");
  await readSources([shop], collector, { stdin: process.stdin });
  return assess(collector.finish([shop], { assumeComplete: true }), {
    profile: await loadProfile("elastx-caas-v2"),
    today: "2024-03-05",
    guarantees: [certificateRenewal],
    ...options,
  });
}

it.each(ROADS)("%s: nothing that the list does not name", async (_, options) => {
  const { findings } = await assessShop(options);
  const found = findings.map(({ id, verdict, subject }) => line(id, verdict, subject));
  expect(found.length).toBeGreaterThan(1);
  expect(found.filter((entry) => !listed.has(entry))).toEqual([]);
});

it("finds each that the list names by one of the roads", async () => {
  const found = new Set<string>();
  for (const [, options] of ROADS) {
    const { findings } = await assessShop(options);
    for (const { id, verdict, subject } of findings) found.add(line(id, verdict, subject));
  }
  expect([...listed].filter((entry) => !found.has(entry))).toEqual([]);
});

it("says on a later day what is due by then", async () => {
  const { findings } = await assessShop({ route: "new-cluster", asOf: "2024-04-01" });
  const due = findings.filter(
    ({ id, message }) => id.endsWith("/renewal-during-move") && / on 20/.test(message),
  );
  expect(due.map(({ verdict, subject }) => `${verdict} ${subject.name}`)).toEqual([
    "breaks api-tls",
    "unknown frontend-tls",
  ]);
  expect(due[0]?.message).toContain("ran out on 2024-03-11");
  expect(due[1]?.message).toContain("renewed from 2024-04-14 on and runs out on 2024-05-14");
});
