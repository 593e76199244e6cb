import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, it } from "vitest";
import type { Path } from "../../world/json.ts";
import { findInBlocks } from "./block-path.ts";
import { findInJson } from "./json-path.ts";
import { YamlPositions } from "./yaml-path.ts";

const YAML = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop   # trailing
  annotations:
    "quoted.example/key": "a: b"
    text: |
      name: not this
      spec:
spec:
  template:
    spec:
      containers:
      - name: web
        args: ["--a", "--b"]
        env:
        - name: ADDRESS
          value: 10.0.0.1
        -   value: second
            name: OTHER
      - image: x
  flow: {a: {b: 1}, c: [1, 2]}
`;

function lineAt(text: string, index: number): string {
  return text.slice(index).split("\n", 1)[0] ?? "";
}

const CASES: [Path, string][] = [
  [[], "apiVersion: apps/v1"],
  [["kind"], "kind: Deployment"],
  [["metadata", "annotations", "quoted.example/key"], '"quoted.example/key": "a: b"'],
  [["metadata", "annotations", "text"], "text: |"],
  [["spec", "template", "spec", "containers", 0, "env", 0, "value"], "value: 10.0.0.1"],
  [["spec", "template", "spec", "containers", 0, "env", 1, "name"], "name: OTHER"],
  [["spec", "template", "spec", "containers", 0, "env", 1], "value: second"],
  [["spec", "template", "spec", "containers", 1, "image"], "image: x"],
  [["spec", "template", "spec", "containers", 0, "args", 1], '"--b"]'],
  [["spec", "flow", "a", "b"], "b: 1}, c: [1, 2]}"],
  [["spec", "template", "spec", "containers", 7, "image"], "containers:"],
  [["spec", "replicas"], "spec:"],
  [["metadata", "name", "deeper"], "name: shop   # trailing"],
];

describe("a field's place in YAML", () => {
  it.each(CASES)("%j", (path, line) => {
    expect(lineAt(YAML, new YamlPositions(YAML).find(path))).toBe(line);
    const quick = findInBlocks(YAML, path);
    if (quick !== undefined && path.length > 0) expect(lineAt(YAML, quick)).toBe(line);
  });

  it("follows aliases and merges to where the field is written", () => {
    const text = "base: &base\n  image: x\nspec:\n  <<: *base\n  name: y\nother: *base\n";
    const positions = new YamlPositions(text);
    expect(lineAt(text, positions.find(["spec", "image"]))).toBe("image: x");
    expect(lineAt(text, positions.find(["other", "image"]))).toBe("image: x");
    expect(findInBlocks(text, ["spec", "image"])).toBeUndefined();
    expect(findInBlocks(text, ["other", "image"])).toBeUndefined();
  });

  it("is the same by indentation and by the parser", () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(
          fc.constantFrom("", "a: b", "- x", "# no", "two\nlines\n", "x: |\n  y\n", "é ü", "*", "'"),
          fc.integer(),
          fc.boolean(),
        ),
        fc.dictionary(fc.constantFrom("name", "a.b/c", "x y", "spec", "1", "on", "k:k", "ä"), tie("tree"), {
          maxKeys: 4,
        }),
        fc.array(tie("tree"), { maxLength: 3 }),
      ),
    }));
    let told = 0;
    fc.assert(
      fc.property(tree, fc.boolean(), (value, noArrayIndent) => {
        const object = { apiVersion: "v1", spec: value };
        const text = dump(object, { noArrayIndent, lineWidth: 40 });
        const positions = new YamlPositions(text);
        for (const path of pathsOf(object)) {
          const quick = findInBlocks(text, path);
          if (quick === undefined) continue;
          told++;
          expect([path, lineOf(text, quick)]).toEqual([path, lineOf(text, positions.find(path))]);
        }
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(1000);
  });
});

describe("a field's place in JSON", () => {
  const value = { a: { 'k"ey': [1, { b: '}]\\"' }, "x"] }, a2: null, é: { c: [] } };

  it.each([0, 2])("is found for every path, indented by %i", (indent) => {
    const text = JSON.stringify(value, null, indent);
    for (const path of pathsOf(value)) {
      const at = findInJson(text, path);
      const last = path.at(-1);
      const wanted =
        typeof last === "string"
          ? JSON.stringify(last)
          : JSON.stringify(valueAt(value, path), null, indent)[0];
      expect([path, text.startsWith(wanted ?? "{", at)]).toEqual([path, true]);
    }
  });

  it("falls back to the nearest field above", () => {
    const text = JSON.stringify(value);
    expect(findInJson(text, ["a", "missing"])).toBe(text.indexOf('"a"'));
    expect(findInJson(text, ["a2", "deeper"])).toBe(text.indexOf('"a2"'));
    expect(findInJson('{"a": [1, ', ["a", 4])).toBe(1);
  });
});

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key], [...path, key])),
  ];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, segment) => (here as Record<string | number, unknown>)[segment], value);
}
