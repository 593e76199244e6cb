import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { assess } from "../../src/assess.ts";
import { packageRoot } from "../../src/config/package-root.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import { GUARANTEES } from "../../src/guarantees/registry.ts";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../../src/platforms/entry-plan.ts";
import type { Assessment } from "../../src/report/assessment.ts";

/** The shop against the list written by hand: every hazard in it is found, and nothing else is. */

interface Entry {
  readonly guarantee: string;
  readonly subject: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly finding?: string;
  readonly verdict?: string;
  readonly target?: string;
  readonly route?: "new-cluster";
  readonly mode?: EntryPlan["mode"];
  readonly ingress?: "gateway-api";
}
const list = parse(readFileSync(join(packageRoot(), "examples/shop.expected.yaml"), "utf8")) as {
  readonly expected: readonly Entry[];
  readonly harmless: readonly Entry[];
};
const ours = new Set(GUARANTEES.map(({ id }) => id));
const judged = list.expected.filter((entry) => ours.has(entry.guarantee));
const inPlace = judged.filter((entry) => entry.route === undefined && entry.mode === undefined);

async function assessShop(
  target: string,
  { route, mode, ingress }: Pick<Entry, "route" | "mode" | "ingress"> = {},
): Promise<Assessment> {
  const collector = createCollector();
  const shop = join(packageRoot(), "examples/shop");
  await readSources([shop], collector, { stdin: process.stdin });
  const observation = collector.finish([shop], { assumeComplete: true });
  const profile = await loadProfile("elastx-caas-v2");
  return assess(observation, {
    profile: ingress === undefined ? profile : { ...profile, target: { ...profile.target, ingress } },
    target,
    today: "2024-03-05",
    ...(route === undefined ? {} : { route }),
    ...(mode === undefined ? {} : { entryPlan: { ...PLAIN_ENTRY_PLAN, mode } }),
  });
}

const line = (
  { kind, namespace, name }: Entry["subject"],
  id: string | undefined,
  verdict: string | undefined,
) => `${id} ${verdict} ${kind} ${namespace ?? ""}/${name}`;
const unique = (lines: readonly string[]) => [...new Set(lines)].sort();

it("has several hazards of every guarantee", () => {
  for (const id of ours) {
    expect(inPlace.filter((entry) => entry.guarantee === id).length, id).toBeGreaterThan(2);
  }
});

it("gives exactly the findings of the list at 1.26", async () => {
  const { findings } = await assessShop("1.26");
  const wanted = inPlace.filter((entry) => entry.target === undefined && entry.finding !== undefined);
  expect(unique(findings.map(({ subject, id, verdict }) => line(subject, id, verdict)))).toEqual(
    unique(wanted.map(({ subject, finding, verdict }) => line(subject, finding, verdict))),
  );
});

it.each(unique(inPlace.flatMap((entry) => entry.target ?? [])))(
  "gives what bites only at %s",
  async (target) => {
    const { findings } = await assessShop(target);
    const found = findings.map(({ subject, id, verdict }) => line(subject, id, verdict));
    for (const { subject, finding, verdict } of inPlace.filter((entry) => entry.target === target)) {
      expect(found).toContain(line(subject, finding, verdict));
    }
  },
);

const elsewhere = judged.filter(
  ({ finding, route, mode }) => finding !== undefined && (route !== undefined || mode !== undefined),
);
const wayOf = ({ route, mode, ingress }: Entry) => JSON.stringify({ route, mode, ingress });
it.each([...new Set(elsewhere.map(wayOf))])("gives what bites only with %s", async (way) => {
  const { findings } = await assessShop("1.26", JSON.parse(way));
  const found = findings.map(({ subject, id, verdict }) => line(subject, id, verdict));
  for (const entry of elsewhere.filter((one) => wayOf(one) === way)) {
    expect(found).toContain(line(entry.subject, entry.finding, entry.verdict));
  }
});

it("finds nothing in what only looks like a hazard", async () => {
  const { findings } = await assessShop("1.26");
  for (const { guarantee, subject } of list.harmless) {
    const about = findings.filter(
      (finding) =>
        finding.guarantee === guarantee &&
        finding.verdict !== "advice" &&
        finding.subject.kind === subject.kind &&
        finding.subject.name === subject.name &&
        finding.subject.namespace === subject.namespace,
    );
    expect(about.map(({ id }) => `${id} ${subject.name}`)).toEqual([]);
  }
});
