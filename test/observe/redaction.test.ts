import { mkdtempSync, writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { dump } from "js-yaml";
import { afterAll, describe, expect, it } from "vitest";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import type { Observation } from "../../src/observe/observation.ts";
import { writeSnapshot } from "../../src/observe/snapshot/write.ts";
import { Canaries } from "./canaries.ts";
import { planted, SERVER } from "./planted.ts";

const directory = mkdtempSync(join(tmpdir(), "replatform-canaries-"));

afterAll(async () => {
  await rm(directory, { recursive: true });
});

const FORMS: [string, (objects: unknown[]) => string][] = [
  ["objects.json", (objects) => objects.map((object) => JSON.stringify(object)).join("\n")],
  ["list.json", (items) => JSON.stringify({ apiVersion: "v1", kind: "List", items }, null, 4)],
  ["objects.yaml", (objects) => objects.map((object) => dump(object)).join("---\n")],
  ["list.yaml", (items) => dump({ apiVersion: "v1", kind: "List", items }, { noArrayIndent: true })],
];

async function observe(sources: string[]): Promise<Observation> {
  const collector = createCollector();
  await readSources(sources, collector);
  return collector.finish(sources, { assumeComplete: false });
}

describe.each(FORMS)("secrets in %s", (name, write) => {
  const canaries = new Canaries();
  const path = join(directory, name);
  writeFileSync(path, write(planted(canaries)));

  it("are in what is read, so that the search below proves something", async () => {
    expect(canaries.count).toBeGreaterThan(100);
  });

  it("never enter the observation", async () => {
    const observation = await observe([path]);
    expect(observation.resources.length).toBeGreaterThan(5);
    expect(canaries.found(JSON.stringify(observation))).toEqual([]);
  });

  it("never enter a snapshot, nor what is read from it", async () => {
    const snapshot = join(directory, `${name}.snapshot`);
    await writeSnapshot(await observe([path]), snapshot, {
      generator: "test",
      createdAt: "2024-01-01T00:00:00Z",
    });
    const bytes = gunzipSync(await readFile(snapshot)).toString("utf8");
    expect(canaries.found(bytes)).toEqual([]);
    expect(canaries.found(JSON.stringify(await observe([snapshot])))).toEqual([]);
  });

  it("leave the addresses beside them", async () => {
    const observation = await observe([path]);
    const text = JSON.stringify(observation);
    for (const address of [SERVER, "10.0.0.5", "10.0.0.7", "10.0.0.8", "10.0.0.9"])
      expect(text).toContain(address);
    const settings = observation.resources.find(({ ref }) => ref.name === "settings")?.object.data as Record<
      string,
      string
    >;
    for (const key of ["kubeconfig", "kubeconfigJson"]) expect(settings[key]).toContain(SERVER);
    expect(Buffer.from(settings.encoded ?? "", "base64").toString()).toContain(SERVER);
  });
});
