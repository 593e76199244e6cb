import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { packageRoot } from "../../src/config/package-root.ts";
import { FLOW } from "../../src/decide/flow.ts";
import type { Assessment } from "../../src/report/assessment.ts";
import type { Decision } from "../../src/report/decision/decision.ts";
import type { Road } from "../../src/report/road-section.ts";
import { type CliResult, replatform } from "../support/cli.ts";

/** The stories of examples/roads against the list written by hand, through the command line, as a customer would. */

interface Subject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

interface Story {
  readonly story: string;
  readonly with: readonly string[];
  readonly answers?: string;
  readonly asOf?: string;
  readonly outcome: {
    readonly id: string;
    readonly kind: string;
    readonly until?: string;
    readonly fixes?: readonly string[];
  };
  readonly route?: "new-cluster";
  readonly turns: readonly string[];
  readonly ahead?: readonly string[];
  readonly plan: Road["entryPlan"];
  readonly findings: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly subject: Subject;
  }[];
  readonly request?: object;
}

const ROADS = "examples/roads";
const path = (...parts: readonly string[]) => join(ROADS, ...parts);
const { stories } = parse(readFileSync(join(packageRoot(), path("expected.yaml")), "utf8")) as {
  readonly stories: readonly Story[];
};
const directory = mkdtempSync(join(tmpdir(), "replatform-roads-"));
afterAll(() => rmSync(directory, { recursive: true }));

function run(command: string, one: Story, ...more: readonly string[]): Promise<CliResult> {
  const zone = path(one.story, "example.com.zone");
  return replatform([
    command,
    ...one.with.map((shared) => path(shared)),
    path(one.story),
    "--answers",
    path(one.answers ?? one.story, "answers.yaml"),
    ...(existsSync(join(packageRoot(), zone)) ? ["--dns", zone] : []),
    ...(one.asOf === undefined ? [] : ["--as-of", one.asOf]),
    ...more,
    "-o",
    "json",
  ]);
}

const line = ({ kind, namespace, name }: Subject) =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
const turns = (of: Road["turns"]) =>
  of.map(({ question, answer, how }) => `${question} = ${answer.value} (${how})`);

function expectRoad(road: Road | undefined, one: Story): void {
  expect(road?.outcome).toMatchObject({ id: one.outcome.id, kind: one.outcome.kind });
  expect(road?.outcome.until).toBe(one.outcome.until);
  expect(road?.outcome.fixes.map(({ subject }) => line(subject))).toEqual(one.outcome.fixes ?? []);
  expect(road?.decided).toBe(true);
  expect(turns(road?.turns ?? [])).toEqual(one.turns);
  expect(turns(road?.ahead ?? [])).toEqual(one.ahead ?? []);
  expect(road?.turns.flatMap(({ contradiction }) => contradiction ?? [])).toEqual([]);
  expect(road?.entryPlan).toEqual(one.plan);
  expect(road?.unused).toEqual([]);
  expect(road?.route).toBe(one.route ?? "in-place");
}

it("has a story for every outcome of the flow, and lists each that is there", () => {
  const told = new Set(stories.map(({ outcome }) => outcome.id));
  expect(FLOW.outcomes.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  const there = readdirSync(join(packageRoot(), ROADS)).filter((name) =>
    existsSync(join(packageRoot(), path(name, "answers.yaml"))),
  );
  expect([...new Set(stories.map(({ story }) => story))].sort()).toEqual(there.sort());
});

describe.each(
  stories.map((one) => [[one.story, one.answers, one.asOf].filter(Boolean).join(", "), one] as const),
)("%s", (_name, one) => {
  it("goes the way of the list", async () => {
    const { code, stdout, stderr } = await run("decide", one);
    expect(stderr).toBe("");
    expectRoad((JSON.parse(stdout) as Decision).road, one);
    expect(code).toBe(["ready", "new-cluster"].includes(one.outcome.kind) ? 0 : 2);
  });

  it("loses what the list names, and nothing else", async () => {
    const { stdout, stderr, code } = await run("assess", one, "--fail-on", "unknown");
    expect(stderr).toBe("");
    const { road, findings, outcome } = JSON.parse(stdout) as Assessment;
    expectRoad(road, one);
    const found = findings.filter(({ verdict }) => verdict !== "advice");
    expect(found.map(({ id, verdict, subject }) => `${id} ${verdict} ${line(subject)}`).sort()).toEqual(
      one.findings.map(({ id, verdict, subject }) => `${id} ${verdict} ${line(subject)}`).sort(),
    );
    if (one.findings.length === 0) expect([outcome, code]).toEqual(["ready", 0]);
  });
});

it("writes the request for the new cluster", async () => {
  const asked = stories.filter(({ request }) => request !== undefined);
  expect(asked.length).toBeGreaterThan(0);
  for (const one of asked) {
    const file = join(directory, `${one.story}.yaml`);
    expect((await run("decide", one, "--write-request", file)).code).toBe(0);
    expect(parse(readFileSync(file, "utf8"))).toEqual(one.request);
  }
});

it("prints what docs/road.md shows", async () => {
  const page = readFileSync(join(packageRoot(), "docs/road.md"), "utf8");
  const shown = /^\$ replatform (decide .*?[^\\])\n(.*?)^```$/ms.exec(page);
  const args = (shown?.[1] ?? "").split(/[\s\\]+/);
  const { stdout } = await replatform(args, { cwd: join(packageRoot(), ROADS) });
  expect(stdout).toBe(shown?.[2]);
});
