import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../world/resource.ts";
import { excerptOf } from "./excerpt.ts";

const OBJECT: KubeObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "shop", annotations: { "a.example/b": "yes" } },
  data: { "app.conf": "one\ntwo 10.0.0.1\nthree\n", port: "80" },
  list: [{ name: "a", nested: [{ b: 1 }, "x"] }, [], {}, ["p", "q"]],
};

function cited(path: readonly (string | number)[], text?: string): string {
  const { lines, highlight } = excerptOf(OBJECT, path, text);
  return lines.map((line, index) => (index === highlight ? `> ${line}` : `  ${line}`)).join("\n");
}

describe("excerpt", () => {
  it("shows the field with three lines on each side", () => {
    expect(cited(["metadata", "annotations", "a.example/b"])).toBe(
      [
        "  metadata:",
        "    name: shop",
        "    annotations:",
        '>     a.example/b: "yes"',
        "  data:",
        "    app.conf: |",
        "      one",
      ].join("\n"),
    );
  });

  it("shows the line that holds the text", () => {
    expect(cited(["data", "app.conf"], "10.0.0.1")).toContain(">     two 10.0.0.1");
    expect(cited(["data", "app.conf"], "absent")).toContain(">   app.conf: |");
  });

  it("shows list items, nested ones too", () => {
    expect(cited(["list", 0])).toContain("> - name: a");
    expect(cited(["list", 0, "nested", 1])).toContain(">   - x");
    expect(cited(["list", 3, 1])).toContain(">   - q");
  });

  it("falls back to the nearest field above", () => {
    expect(cited(["data", "missing", "deeper"])).toContain("> data:");
    expect(cited(["nothing"])).toMatch(/^ {2}port|^> apiVersion|> /);
  });

  it("is YAML that gives the object again", () => {
    for (const path of [["list"], ["data"]]) {
      const whole = excerptOf({ ...OBJECT, metadata: { name: "x" } }, path);
      expect(whole.lines.length).toBeLessThanOrEqual(7);
    }
    const small = { apiVersion: "v1", kind: "X", metadata: { name: "y" } };
    expect(load(excerptOf(small, ["kind"]).lines.join("\n"))).toEqual(small);
  });
});
