import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { Assessment } from "../../src/report/assessment.ts";
import { replatform } from "../support/cli.ts";

const directory = mkdtempSync(join(tmpdir(), "replatform-profiles-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
async function assess(...args: string[]): Promise<Assessment> {
  return JSON.parse((await replatform(["assess", ...args, "-o", "json"])).stdout) as Assessment;
}

it("lists the bundled profiles and shows them whole", async () => {
  const { stdout } = await replatform(["profiles", "list"]);
  expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual([
    "elastx-caas-v2",
    "kubespray-to-cluster-api",
    "",
  ]);
  const shown = await replatform(["profiles", "show", "elastx-caas-v2"]);
  expect(parse(shown.stdout)).toMatchObject({ kind: "PlatformProfile" });
});

it("takes a profile of one's own, and names what is wrong in one", async () => {
  const { stdout } = await replatform(["profiles", "show", "kubespray-to-cluster-api"]);
  const own = file("own.yaml", stdout.replace("name: kubespray-to-cluster-api", "name: mine"));
  expect((await replatform(["profiles", "validate", own])).stdout).toContain("valid (mine");
  expect((await assess("examples/ready", "--profile", own)).profile.name).toBe("mine");
  const bad = file("bad.yaml", stdout.replace('newest: "1.25"', "newest: 1.25"));
  const { code, stderr } = await replatform(["profiles", "validate", bad]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/bad\.yaml:\d+: source\.newest: /);
});

it("has as many states as the target has minors to pass", async () => {
  const ids = (await assess("examples/ready", "--target", "1.28")).states.map((state) => state.id);
  expect(ids).toContain("upgrade-1.28-rolling");
  expect(ids.at(-1)).toBe("settled");
});

it("judges removals by the target that is named", async () => {
  const ids = async (target: string) =>
    (await assess("examples/shop", "--assume-complete", "--target", target)).findings
      .filter((finding) => finding.verdict === "breaks" && finding.guarantee === "api-versions")
      .map((finding) => finding.message)
      .join("\n");
  expect(await ids("1.26")).not.toContain("v1beta3");
  expect(await ids("1.26")).toContain("autoscaling/v2beta2");
});

const NODE = (version: string, annotations = "{}") =>
  `apiVersion: v1\nkind: Node\nmetadata: { name: n, uid: n, annotations: ${annotations} }\nstatus: { nodeInfo: { kubeletVersion: ${version} } }\n`;

it("tells a cluster below the source's newest minor what to pass first", async () => {
  const { cluster, states } = await assess(file("old.yaml", NODE("v1.22.5")));
  expect(cluster.minorsToPassFirst).toEqual(["1.23", "1.24", "1.25"]);
  expect(states.map((state) => state.id).slice(0, 3)).toEqual(["v1", "v1-upgrading", "v1-upgraded"]);
});

it("tells a cluster that is on the target already that it is not affected", async () => {
  const source = file(
    "new.yaml",
    NODE("v1.29.1", '{ cluster.x-k8s.io/cluster-name: "prod", cluster.x-k8s.io/machine: m }'),
  );
  const { stdout, code } = await replatform(["assess", source, "-o", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "not-affected", findings: [], states: [] });
  expect(code).toBe(0);
  expect((await replatform(["assess", source])).stdout).toContain("not affected");
});

it("prints the page of a finding, and lists all there are", async () => {
  expect((await replatform(["explain", "scheduling/drain-blocked"])).stdout).toMatch(
    /^# scheduling\/drain-blocked\n/,
  );
  expect((await replatform(["explain", "scheduling"])).stdout).toMatch(/^# scheduling\n/);
  expect((await replatform(["explain"])).stdout).toContain("api-versions/");
});

it("answers a shell's completions, and kubectl's", async () => {
  const { stdout } = await replatform(["complete", "--", "assess", "--output", ""]);
  expect(stdout).toContain("sarif");
  expect((await replatform(["complete", "zsh"])).stdout).toContain("#compdef replatform");
});
