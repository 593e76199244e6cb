import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../config/package-root.ts";
import { testWorld } from "../../guarantees/testing.ts";
import { CLOUDS, type Cloud } from "./cloud.ts";
import { memberSelector } from "./members.ts";
import { MODES } from "./modes/modes.ts";
import { viewOf } from "./service-view.ts";
import { balancerService } from "./testing.ts";

/** The tables of docs/entry/load-balancers.md against the code. */

const page = readFileSync(join(packageRoot(), "docs/entry/load-balancers.md"), "utf8");
const table = (heading: string) =>
  page
    .slice(page.indexOf(`\n## ${heading}\n`))
    .split("\n## ")[1]
    ?.split("\n")
    .filter((line) => line.startsWith("|") && !line.startsWith("|-") && !line.startsWith("| cloud |"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", "")),
    ) ?? [];

const rows = table("How it hands connections on").map(([cloud, annotation = "", http, https]) => ({
  cloud: cloud as Cloud,
  annotation,
  http,
  https,
}));

it("speaks of every cloud", () => {
  expect([...new Set(rows.map(({ cloud }) => cloud))].sort()).toEqual([...CLOUDS].sort());
});

it.each(rows)("$cloud $annotation: $http, $https", ({ cloud, annotation, http, https }) => {
  const [key = "", ...value] = annotation.split(": ");
  const service = balancerService({ annotations: key === "" ? {} : { [key]: value.join(": ") } });
  const view = viewOf(service, testWorld([]), cloud);
  const modes = view.ports.map((port) => MODES[cloud](view, port));
  expect(modes.map(({ mode, known }) => `${mode}${known ? "" : "?"}`)).toEqual([http, https]);
});

it.each(table("Which nodes it sends to"))("%s chooses nodes by %s", (_, key) => {
  const service = balancerService({ annotations: { [key ?? ""]: "pool=general" } });
  expect(memberSelector(service, testWorld([]))?.key).toBe(key);
});
