import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Assessment } from "../../src/report/assessment.ts";
import { replatform } from "../support/cli.ts";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { loadDirectory } from "../support/load.ts";
import { describeWithParts } from "../support/parts.ts";

/**
 * The whole way on a real API server: the example is created by kubectl (defaulting and admission are real), read
 * live with nothing but the printed role, and read again from a snapshot and from kubectl's own dump.
 */
describeWithParts("the shop on a real API server", CONTROL_PLANE_PARTS, () => {
  let plane: ControlPlane;
  let reader: string;
  let live: Assessment;
  let snapshot: string;

  beforeAll(async () => {
    plane = await startControlPlane();
    await loadDirectory(plane, "examples/shop");
    const role = await replatform(["rbac", "--service-account", "default/replatform"]);
    await plane.kubectl(["apply", "-f", "-"], { input: role.stdout });
    reader = await plane.kubeconfigFor({ namespace: "default", serviceAccount: "replatform" });
    live = await assessed(["--kubeconfig", reader, "--cluster-version", "1.25"]);
    snapshot = join(plane.directory, "shop.replatform.gz");
  });
  afterAll(() => plane?.stop());

  it("reads everything with the printed role and nothing else", () => {
    expect(live.coverage.filter((entry) => entry.status !== "read")).toEqual([]);
    expect(live.outcome).toBe("breaks");
    expect(live.cluster.platform).toBe("source");
  });

  it("finds hazards of every guarantee", () => {
    for (const { id } of live.guarantees) {
      const verdicts = live.findings
        .filter((finding) => finding.guarantee === id)
        .map(({ verdict }) => verdict);
      // A load balancer in TCP mode takes nothing from certificates: PROXY protocol and a new cluster do.
      expect(verdicts, id).toContain(id === "certificate-renewal" ? "advice" : "breaks");
    }
  });

  it("finds the same in its snapshot", async () => {
    const written = await replatform(["snapshot", "--kubeconfig", reader, "--output-file", snapshot]);
    expect(written.stderr).toContain("no secret values");
    expect(written.code).toBe(0);
    const again = await assessed([snapshot, "--cluster-version", "1.25"]);
    expect(comparable(again)).toEqual(comparable(live));
  });

  it("finds the same in what kubectl dumps", async () => {
    const kinds = (await plane.kubectl(["api-resources", "--verbs=list", "-o", "name"])).trim().split("\n");
    const wanted = kinds.filter((kind) => !/^events|componentstatuses/.test(kind));
    const dump = await plane.kubectl(["get", wanted.join(","), "--all-namespaces", "-o", "json"]);
    const file = join(plane.directory, "dump.json");
    await writeFile(file, dump);
    const again = await assessed([file, "--assume-complete", "--cluster-version", "1.25"]);
    expect(comparable(again)).toEqual(comparable(live));
  });

  it("finds the same breaches in the manifests it was made of", async () => {
    const again = await assessed(["examples/shop", "--assume-complete", "--cluster-version", "1.25"]);
    const breaks = (assessment: Assessment) =>
      comparable(assessment).filter((line) => line.startsWith("breaks") && !line.includes("api-versions/"));
    expect(breaks(again)).toEqual(breaks(live));
  });
});

async function assessed(args: readonly string[]): Promise<Assessment> {
  const { code, stdout, stderr } = await replatform(["assess", ...args, "-o", "json"]);
  expect(stderr).toBe("");
  expect(code).toBe(2);
  return JSON.parse(stdout) as Assessment;
}

/** A finding without where it was read: that is what differs between a cluster and its dump. */
function comparable(assessment: Assessment): string[] {
  return assessment.findings
    .map(({ verdict, id, state, subject }) =>
      [verdict, id, state, subject.kind, subject.namespace ?? "", subject.name].join(" "),
    )
    .sort();
}
