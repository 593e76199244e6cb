import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ENTRY_NEEDS } from "./needs.ts";

const FOLDER = import.meta.dirname;

/** Every built-in kind that a module of the entry model asks the objects for by name. */
function kindsAskedFor(): ReadonlySet<string> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith("test.ts") && name !== "needs.ts",
  );
  const kinds = files.flatMap((name) => {
    const text = readFileSync(join(FOLDER, name), "utf8");
    return [...text.matchAll(/"([A-Z]\w+(?:\.networking\.k8s\.io|\.apps)?)"/g)].flatMap(
      ([, kind = ""], index, all) => {
        const before = text.slice(0, all[index]?.index).trimEnd();
        const named = kind.includes(".") && /\b[A-Z_]+ =$/.test(before);
        return named || /(?:\.(?:list|get)\(|kinds: \[)$/.test(before) ? [kind] : [];
      },
    );
  });
  return new Set(kinds);
}

it("names every built-in kind the entry model reads", () => {
  const asked = kindsAskedFor();
  expect(asked).toContain("ConfigMap");
  expect(asked).toContain("IngressClass.networking.k8s.io");
  const needed = new Set(ENTRY_NEEDS.map(({ kind }) => kind));
  expect([...asked].filter((kind) => !needed.has(kind))).toEqual([]);
});

it("says of each what is not known without it", () => {
  expect(new Set(ENTRY_NEEDS.map(({ kind }) => kind)).size).toBe(ENTRY_NEEDS.length);
  for (const { why } of ENTRY_NEEDS) expect(why).toMatch(/would not be (?:known|seen)$/);
});
