import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, type Json } from "../json.ts";
import { scan, scanText } from "./testing.ts";

const metadata = { name: "web", namespace: "shop" };

describe("any object", () => {
  const noise = fc.oneof(
    fc.string(),
    fc.constantFrom("v1.2.3", "a.b.c", "10.0.0.", "nginx:1.25", "::", "10.1.2.3"),
  );
  const tree = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      noise,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie("tree"), { maxKeys: 4 }),
    ),
  })).tree;
  const written = fc.constantFrom(
    "10.128.0.11",
    "http://10.128.0.11:80/x",
    "a 10.128.0.11 b",
    "10.128.0.11:9100",
    "10.128.0.11,10.9.9.9",
    "10.128.0.8/29",
    "10.128.0.10-10.128.0.11",
    "x.10.128.0.11.nip.io",
  );
  const key = fc
    .string({ minLength: 1 })
    .filter((text) => !/(?:version|revision|chart|release|build|tag|ver)s?$/i.test(text));

  it("is found at its path wherever it is planted", () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.tuple(key, tree), { minLength: 1, maxLength: 6 }),
        written,
        (extra, way, text) => {
          let value: Json = text;
          const path: (string | number)[] = [];
          for (const [step, beside] of way) {
            const inList = step.length % 2 === 0;
            value = inList ? [beside, value] : { beside, [step]: value };
            path.unshift(inList ? 1 : step);
          }
          const object = { apiVersion: "x.io/v1", kind: "Thing", metadata, spec: value, extra };
          const mention = scan([object]).find((each) => at(object, ...each.path) === text);
          expect(mention?.path).toEqual(["spec", ...path]);
          expect(mention?.address.value).toBe("10.128.0.11");
        },
      ),
    );
  });

  it("has none where there are only versions", () => {
    const number = fc.oneof(fc.nat(300), fc.constantFrom(10, 128, 0, 11));
    const version = fc
      .tuple(
        fc.constantFrom("v", "app-", "x_", "release/", "team/app:", "version: ", "tag=", "1.", ""),
        fc.array(number, { minLength: 4, maxLength: 4 }),
        fc.constantFrom("-rc1", "+b", ".1", ".tgz", "_2", "a", ""),
      )
      .filter(([lead, , tail]) => lead !== "" || tail !== "")
      .map(([lead, numbers, tail]) => `${lead}${numbers.join(".")}${tail}`);
    fc.assert(
      fc.property(version, (text) => {
        expect(scanText(text)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
