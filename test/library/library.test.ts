import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { packageRoot } from "../../src/config/package-root.ts";

it("reads, assesses and shows a cluster from the built package", async () => {
  const built = pathToFileURL(join(packageRoot(), "dist/index.js")).href;
  const library = (await import(built)) as typeof import("../../src/index.ts");
  const { assess, createCollector, loadProfile, loadRenderer, readSources } = library;
  const collector = createCollector();
  const ready = join(packageRoot(), "examples/ready");
  await readSources([ready], collector, {});
  const assessment = await assess(collector.finish([ready], { assumeComplete: false }), {
    profile: await loadProfile("elastx-caas-v2"),
    today: "2024-03-05",
  });
  expect(assessment.outcome).toBe("ready");
  const render = await loadRenderer("text");
  expect(render(assessment, { width: 100, colour: false })).toContain("This cluster is ready for CaaS v2");
});
