import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/config/package-root.ts";
import { profileSchema } from "../../src/platforms/profile.ts";

const page = readFileSync(join(packageRoot(), "docs/entry/controllers.md"), "utf8");

test("the page's profile is one that the schema takes", () => {
  const [, yaml = ""] = /```yaml\n([^`]+)```/.exec(page) ?? [];
  const { source } = load(yaml) as { readonly source: { readonly managed: unknown } };
  const { managed } = profileSchema.shape.source.shape;
  expect(managed.parse(source.managed).certManager[0]?.othersToo).toBe(true);
  expect(managed.safeParse({ ingress: [{ kind: "DaemonSet.apps", without: [] }] }).success).toBe(false);
});

test("the page has a row for every kind of controller", () => {
  const types = readFileSync(join(packageRoot(), "src/entry/controller.ts"), "utf8");
  const [union = ""] = /export type ControllerKind =[^;]+;/.exec(types) ?? [];
  const kinds = [...union.matchAll(/"([a-z-]+)"/g)].map(([, kind]) => kind);
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind);
  expect(kinds.length).toBeGreaterThan(5);
  expect(rows.sort()).toEqual(kinds.sort());
});
