import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { assess } from "../../src/assess.ts";
import { loadAnswers } from "../../src/config/answers.ts";
import { packageRoot } from "../../src/config/package-root.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import { FLOW } from "../../src/decide/flow.ts";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import type { Assessment } from "../../src/report/assessment.ts";

interface Expected {
  readonly option: string;
  readonly files: readonly string[];
  readonly answers: string;
  readonly outcome: string;
  readonly plan?: { readonly maintainer: string; readonly mode: string };
}

const root = join(packageRoot(), "examples/roads");
const { expected } = load(readFileSync(join(root, "expected.yaml"), "utf8")) as { expected: Expected[] };

async function assessed(
  { files, answers }: Pick<Expected, "files" | "answers">,
  asOf?: string,
): Promise<Assessment> {
  const collector = createCollector();
  const sources = ["cluster", ...files].map((file) => join(root, `${file}.yaml`));
  await readSources(sources, collector, { stdin: process.stdin });
  return assess(collector.finish(sources, { assumeComplete: true }), {
    profile: await loadProfile("elastx-caas-v2"),
    today: "2024-03-05",
    answers: await loadAnswers(join(root, `answers/${answers}.yaml`)),
    ...(asOf === undefined ? {} : { asOf }),
  });
}

describe("each of the provider's options is an example", () => {
  it("with every outcome of the flow among them", () => {
    expect(new Set(expected.map(({ outcome }) => outcome))).toEqual(
      new Set(FLOW.outcomes.map(({ id }) => id)),
    );
  });

  it.each(expected)("$option", async (example) => {
    const { road, states } = await assessed(example);
    expect(road?.open).toEqual([]);
    expect(road?.outcome.id).toBe(example.outcome);
    if (example.plan !== undefined) expect(road?.entryPlan).toMatchObject(example.plan);
    expect(states.map((state) => state.id)).toContain(
      example.outcome === "new-cluster" ? "cluster-ordered" : "cluster-api",
    );
    expect(road?.turns.filter((turn) => turn.contradiction !== undefined)).toEqual([]);
  });
});

it("asks for no more than the choices where records and objects tell the rest", async () => {
  const { road } = await assessed({ files: ["ingress-of-ones-own"], answers: "keep" });
  expect(road?.turns.filter((turn) => turn.how === "given").map((turn) => turn.question)).toEqual([
    "floating-ips-required",
    "upgrade-or-migrate",
    "proxy-in-front",
  ]);
});

it("names what is on worker addresses, and by which object", async () => {
  const { road } = await assessed({ files: ["ingress-of-ones-own-on-workers"], answers: "keep" });
  expect(road?.outcome.fixes.map((fix) => fix.subject.name)).toEqual(["edge-ingress-nginx-controller"]);
  const turn = road?.turns.find((one) => one.question === "load-balancer-used");
  expect(turn?.evidence.map((evidence) => evidence.source)).toContain(
    join(root, "ingress-of-ones-own-on-workers.yaml"),
  );
});

it("goes on with floating IPs from the day they are offered", async () => {
  const example = { files: ["ingress-of-ones-own"], answers: "floating-ips-required" };
  expect((await assessed(example, "2024-04-30")).road?.outcome.kind).toBe("deferred");
  const { road } = await assessed(example, "2024-05-01");
  expect(road?.turns.find((turn) => turn.question === "floating-ips-offered")?.answer.value).toBe("opt-in");
  expect(road?.outcome.customer[0]).toContain("Opt in to floating IPs");
});
