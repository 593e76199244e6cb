import { join } from "node:path";
import { expect, it } from "vitest";
import { type AssessOptions, assess } from "../../src/assess.ts";
import { packageRoot } from "../../src/config/package-root.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import { clientSourceAddress } from "../../src/guarantees/client-source-address/client-source-address.ts";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import type { EntryPlan } from "../../src/platforms/entry-plan.ts";

/** The shop's lists, limits and logs, by each way the load balancer may be put before them. */

async function assessShop(options: Partial<AssessOptions>) {
  const collector = createCollector();
  const shop = join(packageRoot(), "examples/shop");
  await readSources([shop], collector, { stdin: process.stdin });
  return assess(collector.finish([shop], { assumeComplete: true }), {
    profile: await loadProfile("elastx-caas-v2"),
    today: "2024-03-05",
    guarantees: [clientSourceAddress],
    ...options,
  });
}

async function lines(options: Partial<AssessOptions>): Promise<readonly string[]> {
  const { findings } = await assessShop(options);
  return findings.map(({ id, verdict, subject }) => `${id.split("/")[1]} ${verdict} ${subject.name}`).sort();
}

const plan = (mode: EntryPlan["mode"], proxyRanges: readonly string[] = []): EntryPlan => ({
  maintainer: "provider",
  mode,
  proxyRanges,
});

const HIDDEN = [
  "all-alike breaks api",
  "all-alike breaks legacy-redirects",
  "fails-closed breaks api",
  "fails-closed breaks payment-notifications",
  "fails-open breaks ingress-nginx",
  "fails-open breaks legacy-redirects",
  "list-holds-balancer breaks backoffice",
];
const FORGEABLE = "forgeable-address advice ingress-nginx";

it.each(["in-place", "new-cluster"] as const)("in TCP mode, %s: everything is hidden", async (route) => {
  expect(await lines({ route })).toEqual(
    [...HIDDEN, FORGEABLE, "application-told advice ingress-nginx-controller"].sort(),
  );
});

it("with PROXY protocol nothing is lost", async () => {
  const options = { entryPlan: plan("proxy-protocol") };
  expect(await lines(options)).toEqual([FORGEABLE]);
  const { guarantees } = await assessShop(options);
  expect(guarantees.map(({ verdicts }) => [...new Set(Object.values(verdicts))])).toEqual([["holds"]]);
});

it("with forwarded headers clients are seen, and forgeable as they are today", async () => {
  expect(await lines({ entryPlan: plan("forwarded-headers", ["192.0.2.0/28"]) })).toEqual([FORGEABLE]);
});
