import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Assessment } from "../../src/report/assessment.ts";
import { replatform } from "../support/cli.ts";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { loadDirectory } from "../support/load.ts";
import { describeWithParts } from "../support/parts.ts";

/** The shop's policies repaired on a real API server, which defaults and validates what is printed. */
describeWithParts("repairs on a real API server", CONTROL_PLANE_PARTS, () => {
  let plane: ControlPlane;
  let live: readonly string[];

  beforeAll(async () => {
    plane = await startControlPlane();
    await loadDirectory(plane, "examples/shop");
    live = ["--kubeconfig", plane.kubeconfigPath];
  });
  afterAll(() => plane?.stop());

  const apply = ["apply", "--server-side", "--force-conflicts"];

  it("prints what the server accepts, from files and live, without what the server sets", async () => {
    const files = await repair(["examples/shop", "--assume-complete"]);
    const read = await repair(live);
    for (const printed of [files, read]) {
      const accepted = await plane.kubectl([...apply, "--dry-run=server", "-f", "-"], { input: printed });
      expect(accepted.trim().split("\n")).toHaveLength(4);
    }
    expect(read).not.toMatch(
      /uid:|resourceVersion:|managedFields:|creationTimestamp:|^status:|last-applied/m,
    );
  });

  it("resolves every name once they are applied: re-read, re-judged", async () => {
    const before = await dnsFindings();
    expect(before.filter(isPolicy).length).toBeGreaterThanOrEqual(4);
    const directory = join(plane.directory, "repairs");
    const written = await replatform(["network", "repair", ...live, "--output-dir", directory]);
    expect(written.code, written.stderr).toBe(0);
    expect(await readdir(directory)).toHaveLength(4);
    await plane.kubectl([...apply, "-f", directory]);
    const again = await replatform(["network", "repair", ...live]);
    expect([again.stdout, again.stderr]).toEqual([
      "",
      expect.stringContaining("no NetworkPolicy needs repair"),
    ]);
    expect((await dnsFindings()).filter(isPolicy)).toEqual([]);
  });

  it("takes the cache out by the final form, and keeps CoreDNS", async () => {
    const final = await repair([...live, "--form", "final"]);
    expect(final).not.toContain("cidr: 169.254.25.10/32");
    await writeFile(join(plane.directory, "final.yaml"), final);
    await plane.kubectl([...apply, "-f", join(plane.directory, "final.yaml")]);
    const again = await replatform(["network", "repair", ...live, "--form", "final"]);
    expect(again.stdout).toBe("");
    const policies = await plane.kubectl(["get", "networkpolicies", "-A", "-o", "yaml"]);
    expect(policies).not.toContain("cidr: 169.254.25.10/32");
  });

  async function repair(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await replatform(["network", "repair", ...args]);
    expect(code, stderr).toBe(0);
    return stdout;
  }

  /** `breaks` and `unknown` of dns-resolution, as `id Kind ns/name`. */
  async function dnsFindings(): Promise<string[]> {
    const { stdout } = await replatform(["assess", ...live, "--cluster-version", "1.25", "-o", "json"]);
    const { findings } = JSON.parse(stdout) as Assessment;
    return findings
      .filter(({ guarantee, verdict }) => guarantee === "dns-resolution" && verdict !== "advice")
      .map(({ id, subject }) => `${id} ${subject.kind} ${subject.namespace}/${subject.name}`);
  }
});

const isPolicy = (line: string): boolean => line.includes(" NetworkPolicy ");
