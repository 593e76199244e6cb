import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CONTROL_PLANE_PARTS } from "../support/control-plane.ts";
import { describeWithParts } from "../support/parts.ts";
import { processesIn } from "./processes.ts";

const VITEST = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const ABANDONED = fileURLToPath(new URL("./abandoned", import.meta.url));

describeWithParts("nothing is left of a control plane", CONTROL_PLANE_PARTS, () => {
  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "after its test runner was ended by %s",
    async (signal) => {
      const { runner, directory } = await runAbandoned("wait");
      expect(processesIn(directory).length).toBeGreaterThanOrEqual(3);
      runner.kill(signal);
      await expectNothingLeft(directory);
    },
  );

  test("after its test failed and did not stop it", async () => {
    const { runner, directory } = await runAbandoned("throw");
    expect(await once(runner, "exit")).toEqual([1, null]);
    await expectNothingLeft(directory);
  });
});

/** A test runner of its own whose only test starts a control plane; resolves when that is ready. */
async function runAbandoned(abandon: "wait" | "throw") {
  const runner = spawn(process.execPath, [VITEST, "run", "--root", ABANDONED], {
    env: { ...process.env, ABANDON: abandon },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const errors = text(runner.stderr);
  const directory = await new Promise<string>((resolve, reject) => {
    runner.once("exit", () => {
      errors.then((said) => reject(new Error(`the run ended before its control plane was ready: ${said}`)));
    });
    createInterface({ input: runner.stdout }).on("line", (line) => {
      if (line.startsWith("directory=")) {
        resolve(line.slice("directory=".length));
      }
    });
  });
  return { runner, directory };
}

async function expectNothingLeft(directory: string): Promise<void> {
  await expect.poll(() => processesIn(directory), { timeout: 15_000 }).toEqual([]);
  await expect.poll(() => existsSync(directory), { timeout: 15_000 }).toBe(false);
}
