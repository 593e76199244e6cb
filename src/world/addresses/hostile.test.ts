import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { places, scan, scanText } from "./testing.ts";

const metadata = { name: "web", namespace: "shop" };

describe("hostile objects", () => {
  it("nested ten thousand deep are read to the bottom", () => {
    let value: Json = "10.128.0.11";
    for (let depth = 0; depth < 10_000; depth++) value = depth % 2 === 0 ? { a: value } : [value];
    const found = scan([{ apiVersion: "x.io/v1", kind: "Thing", metadata, spec: value }]);
    expect(found).toHaveLength(1);
    expect(found[0]?.path).toHaveLength(10_001);
  });

  it("with a __proto__ key are objects like any other", () => {
    const spec: Json = JSON.parse('{"__proto__": {"a": "10.128.0.11"}}');
    expect(places([{ apiVersion: "x.io/v1", kind: "Thing", metadata, spec }])).toEqual([
      "Thing spec.__proto__.a 10.128.0.11",
    ]);
  });

  it.each([
    ["one known address", "10.128.0.11 "],
    ["one unknown address", "10.128.7.11 "],
    ["digits", "1234567890"],
    ["dots and digits", "1.1."],
    ["colons", "1:"],
    ["hexadecimal digits", "abcdef0123"],
    ["wildcard names", "a.nip.io."],
    ["names", "worker-1 "],
    ["slashes", "10.128.0.11/"],
    ["blocks", "10.128.0.0/22,"],
    ["backslashes", "\\\\"],
    ["escaped dots", "1\\."],
    ["spaces and dashes", "10.128.0.11 - "],
  ])("of %s over and over end soon", (_, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const begin = performance.now();
    expect(scanText(text).length).toBeLessThan(20);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});
