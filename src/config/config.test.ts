import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Finding } from "../simulate/proof.ts";
import { loadConfig, type Suppression } from "./config.ts";
import { loadProfile, profileNames } from "./profiles.ts";
import { suppress } from "./suppressions.ts";

const directory = mkdtempSync(join(tmpdir(), "replatform-config-"));
function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

it("names file, line and field of what is wrong in a configuration", async () => {
  const path = file(
    "bad.yaml",
    "apiVersion: replatform.io/v1alpha1\nkind: Config\nsuppressions:\n  - finding: scheduling/*\n    reason: fine\n    expires: tomorrow\n",
  );
  await expect(loadConfig(path)).rejects.toThrow(`${path}:6: suppressions.0.expires: a day as YYYY-MM-DD`);
});

it("says which file is not there and what is no YAML", async () => {
  await expect(loadConfig(join(directory, "none.yaml"))).rejects.toThrow("there is no such file");
  await expect(loadConfig(file("broken.yaml", "a: [1\nb: 2\n"))).rejects.toThrow(
    /broken\.yaml:\d+: .*not valid YAML/,
  );
});

it("loads every bundled profile and knows what it does not know", async () => {
  expect(await profileNames()).toEqual(["elastx-caas-v2", "kubespray-to-cluster-api"]);
  for (const name of await profileNames()) expect((await loadProfile(name)).metadata.name).toBe(name);
  await expect(loadProfile("nowhere")).rejects.toThrow("use one of elastx-caas-v2");
});

const finding = (id: string, namespace: string, name: string): Finding => ({
  id,
  guarantee: id.split("/")[0] ?? "",
  cause: id.split("/")[1] ?? "",
  verdict: "breaks",
  state: "v1",
  verdicts: { v1: "breaks" },
  subject: { apiVersion: "apps/v1", kind: "Deployment", namespace, name },
  message: "",
  remedy: "",
  evidence: [],
});
const rule = (change: Partial<Suppression>): Suppression => ({
  finding: "*",
  kind: "*",
  namespace: "*",
  name: "*",
  reason: "known",
  ...change,
});

it("accepts what a rule names, until the day it expires", () => {
  const findings = [finding("scheduling/pinned", "shop", "web"), finding("scheduling/pinned", "erp", "core")];
  const used = rule({ finding: "scheduling/*", namespace: "shop", expires: "2026-01-31" });
  const unused = rule({ finding: "egress-address/*" });
  const within = suppress(findings, [used, unused], "2026-01-31");
  expect([...within.accepted.keys()].map((entry) => entry.subject.name)).toEqual(["web"]);
  expect(within.uses.map((use) => use.status)).toEqual(["used", "unused"]);
  const after = suppress(findings, [used], "2026-02-01");
  expect(after.accepted.size).toBe(0);
  expect(after.uses.map((use) => use.status)).toEqual(["expired"]);
});
