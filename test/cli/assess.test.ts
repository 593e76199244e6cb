import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Assessment } from "../../src/report/assessment.ts";
import { replatform } from "../support/cli.ts";

/** The program as a person meets it: exit codes, what goes to which stream, what is left behind. */

const directory = mkdtempSync(join(tmpdir(), "replatform-cli-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const json = (stdout: string) => JSON.parse(stdout) as Assessment;

it("finds nothing in the ready example and says so with exit code 0", async () => {
  const { code, stdout, stderr } = await replatform([
    "assess",
    "examples/ready",
    "-o",
    "json",
    "--fail-on",
    "unknown",
  ]);
  expect(stderr).toBe("");
  expect(json(stdout)).toMatchObject({ outcome: "ready", findings: [] });
  expect(code).toBe(0);
});

it("finds hazards of every guarantee in the shop", async () => {
  const { code, stdout } = await replatform(["assess", "examples/shop", "--assume-complete", "-o", "json"]);
  const { guarantees, findings } = json(stdout);
  expect(code).toBe(2);
  for (const { id } of guarantees) {
    const own = findings.filter((finding) => finding.guarantee === id);
    expect(own.length, id).toBeGreaterThan(1);
    const broken = own.filter(({ verdict }) => verdict === "breaks");
    // A load balancer in TCP mode takes nothing from certificates: PROXY protocol and a new cluster do.
    if (id !== "certificate-renewal") expect(broken.length, id).toBeGreaterThan(1);
    for (const { evidence } of broken) expect(evidence.every((entry) => entry.line !== undefined)).toBe(true);
  }
});

it.each([
  ["never", 0],
  ["unknown", 2],
  ["breaks", 2],
])("exits for --fail-on %s with %i when something breaks", async (threshold, expected) => {
  const { code } = await replatform(["assess", "examples/shop", "--fail-on", threshold, "-o", "json"]);
  expect(code).toBe(expected);
});

it("does not call it ready when nothing could be read that matters", async () => {
  const source = file("one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: x }\n");
  const { code, stdout } = await replatform(["assess", source, "-o", "json"]);
  expect(json(stdout).outcome).toBe("unknown");
  expect(code).toBe(0);
  expect((await replatform(["assess", source, "-o", "json", "--fail-on", "unknown"])).code).toBe(2);
});

it("goes on past a broken document and names its line", async () => {
  const source = file(
    "broken.yaml",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n---\nkind: [\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: {}\n",
  );
  const { stdout } = await replatform(["assess", source, "-o", "json"]);
  const { cluster, coverage } = json(stdout);
  expect(cluster.objects).toBe(2);
  expect(coverage.find((entry) => entry.status === "unreadable")?.place).toMatch(/broken\.yaml:[56]/);
});

it.each([
  ["a source that is not there", ["assess", "/does/not/exist"], "/does/not/exist does not exist"],
  ["an unknown profile", ["assess", "examples/ready", "--profile", "nowhere"], 'no profile "nowhere"'],
  ["a target before the platform's", ["assess", "examples/ready", "--target", "1.25"], "before 1.26"],
  ["a target that is none", ["assess", "examples/ready", "--target", "new"], "no Kubernetes minor version"],
  ["a day that is none", ["assess", "examples/ready", "--as-of", "2024-13-40"], "is no day"],
  [
    "a configuration that is not there",
    ["assess", "examples/ready", "--config", "/none.yaml"],
    "no such file",
  ],
  ["a format that is none", ["assess", "examples/ready", "-o", "pdf"], "Allowed choices are"],
  ["a command that is none", ["asess"], "Did you mean assess?"],
  ["a finding that is none", ["explain", "nothing/here"], "replatform explain lists them all"],
  [
    "a file that cannot be written",
    ["assess", "examples/ready", "--output-file", "/none/x.json"],
    "cannot be written",
  ],
])("says in one message what is wrong with %s", async (_what, args, message) => {
  const { code, stdout, stderr } = await replatform(args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe("");
  expect(code).toBe(1);
});

it("reads standard input, and the same as from the file", async () => {
  const input = readFileSync("examples/shop/30-shop.yaml");
  const fromStdin = json((await replatform(["assess", "-", "-o", "json"], { input })).stdout);
  const fromFile = json((await replatform(["assess", "examples/shop/30-shop.yaml", "-o", "json"])).stdout);
  const lines = (assessment: Assessment) =>
    assessment.findings.map(({ id, subject, evidence }) => [
      id,
      subject.name,
      evidence.map((entry) => entry.line),
    ]);
  expect(lines(fromStdin)).toEqual(lines(fromFile));
});

it("reads again what a snapshot kept", async () => {
  const snapshot = join(directory, "shop.replatform.gz");
  const written = await replatform([
    "snapshot",
    "examples/shop",
    "--assume-complete",
    "--output-file",
    snapshot,
  ]);
  expect(written.code).toBe(0);
  const ids = (text: string) =>
    json(text).findings.map(({ id, subject, state }) => [id, subject.name, state]);
  const direct = await replatform(["assess", "examples/shop", "--assume-complete", "-o", "json"]);
  expect(ids((await replatform(["assess", snapshot, "-o", "json"])).stdout)).toEqual(ids(direct.stdout));
});

it("accepts what the configuration suppresses, and reports a rule that has expired", async () => {
  const config = file(
    "replatform.yaml",
    [
      "apiVersion: replatform.io/v1alpha1",
      "kind: Config",
      "suppressions:",
      "  - { finding: scheduling/drain-blocked, namespace: shop, reason: budgets are lifted by hand }",
      '  - { finding: "*", reason: old news, expires: "2020-01-01" }',
      "",
    ].join("\n"),
  );
  const args = ["assess", "examples/shop", "--assume-complete", "-o", "json", "--config", config];
  const { findings, suppressions } = json((await replatform(args)).stdout);
  const blocked = findings.filter((finding) => finding.id === "scheduling/drain-blocked");
  expect(blocked.length).toBeGreaterThan(0);
  for (const finding of blocked) expect(finding.suppressed?.reason).toBe("budgets are lifted by hand");
  expect(findings.filter((finding) => finding.suppressed?.reason === "old news")).toEqual([]);
  expect(suppressions.map((entry) => entry.status)).toEqual(["used", "expired"]);
});

it("writes a report whole or not at all, also when a person presses Ctrl-C", async () => {
  const target = join(directory, "report.html");
  writeFileSync(target, "the old one");
  const { code, stderr } = await replatform(["assess", "-", "-o", "html", "--output-file", target], {
    input: { kept: "open" },
    interruptAfterMs: 3000,
  });
  expect(code).toBe(130);
  expect(stderr).toBe("replatform: interrupted; nothing was written\n");
  expect(readFileSync(target, "utf8")).toBe("the old one");
  expect(readdirSync(directory).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

it("prints nothing but the result on standard output", async () => {
  const target = join(directory, "out.json");
  const { stdout, stderr, code } = await replatform([
    "assess",
    "examples/ready",
    "-o",
    "json",
    "--output-file",
    target,
  ]);
  expect(stdout).toBe("");
  expect(stderr).toBe(`written to ${target}\n`);
  expect(code).toBe(0);
  expect(existsSync(target)).toBe(true);
});
