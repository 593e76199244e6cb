import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseAnswers } from "../../src/config/answers.ts";
import { FLOW } from "../../src/decide/flow.ts";
import type { Assessment } from "../../src/report/assessment.ts";
import type { Decision } from "../../src/report/decision/decision.ts";
import { replatform } from "../support/cli.ts";

const directory = mkdtempSync(join(tmpdir(), "replatform-decide-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const answers = (name: string, lines: Record<string, string>) =>
  file(
    name,
    `apiVersion: replatform.io/v1alpha1\nkind: Answers\nanswers:\n${Object.entries(lines)
      .map(([question, value]) => `  ${question}: ${value}\n`)
      .join("")}`,
  );
const SHOP = ["decide", "examples/shop", "--assume-complete"];
const READY = ["decide", "examples/ready", "--assume-complete"];
const IN_PLACE = {
  "floating-ips-required": '"no"',
  "upgrade-or-migrate": "upgrade",
  "proxy-in-front": '"no"',
};
const decision = (stdout: string) => JSON.parse(stdout) as Decision;

it("names what is open where nobody can be asked, and what to write: exit code 2", async () => {
  const { code, stdout, stderr } = await replatform([...READY, "-o", "json"]);
  expect(code).toBe(2);
  expect(decision(stdout).road).toMatchObject({ decided: false });
  expect(stderr).toBe(
    [
      "replatform: not decided, these questions are open:",
      "  upgrade-or-migrate: upgrade | migrate",
      "  proxy-in-front: no | yes",
      "Answer them in a file (--write-answers FILE makes one) and give it with --answers FILE.",
      "",
    ].join("\n"),
  );
});

it("decides with answers: exit code 0 where the way is open", async () => {
  const { code, stdout, stderr } = await replatform([
    ...READY,
    "--answers",
    answers("ready.yaml", IN_PLACE),
    "-o",
    "json",
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { road } = decision(stdout);
  expect(road).toMatchObject({
    decided: true,
    open: [],
    outcome: { id: "ready-keep-direct", kind: "ready" },
  });
  expect(road?.turns.map((turn) => turn.how)).toEqual([
    "observed",
    "given",
    "computed",
    "observed",
    "observed",
    "computed",
    "given",
    "computed",
  ]);
});

it("lists what to fix first, as the assessment finds it: exit code 2", async () => {
  const given = answers("shop.yaml", { ...IN_PLACE, "adapted-to-coredns": '"yes"' });
  const { code, stdout } = await replatform([...SHOP, "--answers", given, "-o", "json"]);
  expect(code).toBe(2);
  const { road } = decision(stdout);
  expect(road?.outcome).toMatchObject({ id: "fix-dns-first", kind: "fix-first" });
  expect(road?.turns.at(-1)?.contradiction).toContain(`${given}:7 says "yes"`);
  const assessed = await replatform(["assess", "examples/shop", "--assume-complete", "-o", "json"]);
  const breaking = (JSON.parse(assessed.stdout) as Assessment).findings.filter(
    (finding) => finding.guarantee === "dns-resolution" && finding.verdict === "breaks",
  );
  expect(road?.outcome.fixes.map((fix) => [fix.finding, fix.subject])).toEqual(
    breaking.map((finding) => [finding.id, finding.subject]),
  );
});

it("defers a cluster that needs floating IPs, until the day they are offered", async () => {
  const given = answers("floating.yaml", { ...IN_PLACE, "floating-ips-required": '"yes"' });
  const before = await replatform([...SHOP, "--answers", given, "-o", "json"]);
  expect(before.code).toBe(2);
  expect(decision(before.stdout).road?.outcome).toMatchObject({
    kind: "deferred",
    until: "expected early 2024",
  });
  const after = await replatform([...SHOP, "--answers", given, "--as-of", "2024-05-01", "-o", "json"]);
  expect(decision(after.stdout).road?.outcome.kind).toBe("fix-first");
});

it("writes the request for a new cluster", async () => {
  const request = join(directory, "request.yaml");
  const { code, stderr } = await replatform([
    ...SHOP,
    "--answers",
    answers("new.yaml", { ...IN_PLACE, "upgrade-or-migrate": "migrate" }),
    "--write-request",
    request,
  ]);
  expect(stderr).toBe(`written to ${request}\n`);
  expect(code).toBe(0);
  const written = parse(readFileSync(request, "utf8")) as Record<string, unknown>;
  expect(written).toMatchObject({
    kind: "ClusterRequest",
    version: "1.26",
    freeDays: 30,
    controlPlaneNodes: 3,
  });
  expect(written.workers).not.toEqual([]);
});

it("writes no request for a cluster that none leads to", async () => {
  const request = join(directory, "no-request.yaml");
  const given = answers("in-place.yaml", IN_PLACE);
  const { code, stderr } = await replatform([...READY, "--answers", given, "--write-request", request]);
  expect(code).toBe(1);
  expect(stderr).toContain("the road leads to no new cluster");
  expect(existsSync(request)).toBe(false);
});

describe("an answers file", () => {
  it("is written with what is known, read back, and kept when written again", async () => {
    const path = join(directory, "made.yaml");
    await replatform([...SHOP, "--write-answers", path]);
    const made = readFileSync(path, "utf8");
    expect(parseAnswers(made, path).size).toBe(0);
    for (const { id } of FLOW.questions)
      expect(made).toContain(FLOW.questions.find((one) => one.id === id)?.ask.slice(0, 40));
    expect(made).toContain('# floating-ips-required: "no"');
    expect(made).toContain('Computed, "no": dns-resolution breaks');
    // A person takes the # from the lines that hold.
    writeFileSync(
      path,
      made
        .replace('# floating-ips-required: "no"', 'floating-ips-required: "no"')
        .replace("# upgrade-or-migrate: upgrade", "upgrade-or-migrate: upgrade"),
    );
    const again = await replatform([...SHOP, "--answers", path, "--write-answers", path, "-o", "json"]);
    expect(again.stderr).toContain(`written to ${path}`);
    expect([...parseAnswers(readFileSync(path, "utf8"), path)].map(([id, { value }]) => [id, value])).toEqual(
      [
        ["floating-ips-required", "no"],
        ["upgrade-or-migrate", "upgrade"],
      ],
    );
    expect(decision(again.stdout).road?.decided).toBe(true);
  });

  it.each<[string, string, boolean, string]>([
    ["somebody else's", "apiVersion: v1\n", false, "was not written by decide: name another file"],
    [
      "somebody else's, read too",
      "apiVersion: replatform.io/v1alpha1\nkind: Answers\nanswers: {}\n",
      true,
      "was not written by decide",
    ],
  ])("is never written over %s file", async (name, text, read, message) => {
    const path = file(`${name.length}.yaml`, text);
    const { code, stderr } = await replatform([
      ...READY,
      "--write-answers",
      path,
      ...(read ? ["--answers", path] : []),
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("that decide wrote is not written over unread", async () => {
    const path = join(directory, "mine.yaml");
    await replatform([...READY, "--write-answers", path]);
    const { code, stderr } = await replatform([...READY, "--write-answers", path]);
    expect(code).toBe(1);
    expect(stderr).toContain("give it with --answers too");
  });

  it.each(["decide", "assess"])(
    "that is wrong stops %s with the line and what is allowed",
    async (command) => {
      const path = answers("wrong.yaml", { maintainer: "us", maintainr: "provider" });
      const { code, stdout, stderr } = await replatform([command, "examples/ready", "--answers", path]);
      expect(code).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toContain(`${path}:4: answers.maintainer: one of provider, customer, nobody`);
      expect(stderr).toContain(`${path}:5: answers.maintainr: no question of the road`);
    },
  );
});

describe("assess", () => {
  const assess = async (...args: string[]) =>
    JSON.parse(
      (await replatform(["assess", "examples/ready", "--assume-complete", "-o", "json", ...args])).stdout,
    ) as Assessment;

  it("takes the same answers, and shows the same road", async () => {
    const given = answers("assess.yaml", IN_PLACE);
    const { road } = await assess("--answers", given);
    const decided = await replatform([...READY, "--answers", given, "-o", "json"]);
    expect(road).toEqual(decision(decided.stdout).road);
  });

  it("simulates the route that the road decides, or that is named", async () => {
    const migrate = answers("migrate.yaml", { ...IN_PLACE, "upgrade-or-migrate": "migrate" });
    const decided = await assess("--answers", migrate);
    expect(decided.road?.outcome.id).toBe("new-cluster");
    expect(decided.states.map((state) => state.id)).toContain("cluster-ordered");
    const named = await assess("--answers", migrate, "--route", "in-place");
    expect(named.road?.route).toBe("in-place");
    expect(named.states.map((state) => state.id)).toContain("upgraded");
  });
});

it.each(["text", "yaml", "markdown", "dot"])("shows the road as %s", async (format) => {
  const { code, stdout, stderr } = await replatform([
    ...READY,
    "--answers",
    answers("views.yaml", IN_PLACE),
    "-o",
    format,
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toContain("Ready for upgrade: the own ingress behind its load balancer");
  if (format === "dot") {
    expect(stdout.match(/ -> /g)?.length).toBe(
      FLOW.nodes.flatMap(({ next }) => Object.values(next)).length +
        FLOW.nodes.flatMap(({ next }) => Object.values(next)).filter(({ onwards }) => onwards !== undefined)
          .length,
    );
  }
});

it("says of a cluster on the target that there is nothing to decide", async () => {
  const node =
    'apiVersion: v1\nkind: Node\nmetadata: { name: n, uid: n, annotations: { cluster.x-k8s.io/cluster-name: "prod", cluster.x-k8s.io/machine: m } }\nstatus: { nodeInfo: { kubeletVersion: v1.29.1 } }\n';
  const { code, stdout } = await replatform(["decide", file("target.yaml", node)]);
  expect(code).toBe(0);
  expect(stdout).toContain("already runs on CaaS v2: there is nothing to decide");
});
