import { writeSync } from "node:fs";
import { test } from "vitest";
import { startControlPlane } from "../../support/control-plane.ts";

test("starts a control plane and never stops it", async () => {
  const plane = await startControlPlane();
  writeSync(1, `\ndirectory=${plane.directory}\n`);
  if (process.env.ABANDON === "throw") {
    throw new Error("what a failing test does");
  }
  await new Promise(() => {});
});
