import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonEvents, JsonSplitter } from "./json-splitter.ts";
import { splitYamlList } from "./yaml-list.ts";
import { YamlSplitter } from "./yaml-splitter.ts";

/** Everything a splitter says of a text that comes in pieces of the given sizes. */
function splitJson(text: string, sizes: readonly number[]): string[] {
  const said: string[] = [];
  const bytes = Buffer.from(text);
  const say = (what: string) => (piece: Buffer, offset: number, line: number) => {
    expect(bytes.subarray(offset, offset + piece.length).equals(piece)).toBe(true);
    expect(line).toBe(lineAt(bytes, offset));
    said.push(`${what} ${piece.toString()}`);
  };
  const events: JsonEvents = {
    value: say("value"),
    item: say("item"),
    guess(piece, offset, line) {
      if (!isJson(piece)) return false;
      say("item")(piece, offset, line);
      return true;
    },
    listStart: (head) => said.push(`list ${head}`),
    listEnd: (whole) => said.push(`end ${whole}`),
    fault: (line, reason) => said.push(`fault ${line} ${reason}`),
  };
  feed(new JsonSplitter(events), bytes, sizes);
  return said;
}

function isJson(piece: Buffer): boolean {
  try {
    JSON.parse(piece.toString());
    return true;
  } catch {
    return false;
  }
}

function splitYaml(text: string, sizes: readonly number[]): string[] {
  const said: string[] = [];
  const bytes = Buffer.from(text);
  const splitter = new YamlSplitter({
    document(piece, offset, line) {
      expect(bytes.subarray(offset, offset + piece.length).equals(piece)).toBe(true);
      expect(line).toBe(lineAt(bytes, offset));
      said.push(piece.toString());
    },
    listStart: (outer) => said.push(`list ${outer}`),
    listItem(piece, offset, line) {
      expect(bytes.subarray(offset, offset + piece.length).equals(piece)).toBe(true);
      if (said.length % 100 === 0) expect(line).toBe(lineAt(bytes, offset));
      said.push(piece.toString());
    },
    listEnd: (outer) => said.push(`end ${outer}`),
    fault: (line, reason) => said.push(`fault ${line} ${reason}`),
  });
  feed(splitter, bytes, sizes);
  return said;
}

function feed(
  splitter: { push(chunk: Buffer): void; end(): void },
  bytes: Buffer,
  sizes: readonly number[],
): void {
  let at = 0;
  for (const size of sizes) {
    splitter.push(bytes.subarray(at, at + size));
    at += size;
  }
  splitter.push(bytes.subarray(at));
  splitter.end();
}

function lineAt(bytes: Buffer, offset: number): number {
  return bytes.subarray(0, offset).toString().split("\n").length;
}

const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 });

describe("JSON", () => {
  it("finds concatenated values, lists and their heads", () => {
    expect(splitJson('{"a":1}\n{"b":{"items":[1]}}', [])).toEqual([
      'value {"a":1}',
      'value {"b":{"items":[1]}}',
    ]);
    expect(splitJson('{"kind":"PodList","items" : [ {"x":"]}"}, {} ] , "z":[1]}', [])).toEqual([
      'list {"kind":"PodList","items" : ',
      'item {"x":"]}"}',
      "item {}",
      'end {"kind":"PodList","items" : [] , "z":[1]}',
    ]);
    expect(splitJson('[{"a":1},2]', [])).toEqual(["list ", 'item {"a":1}', "item 2", "end "]);
    expect(splitJson('{"items":[]}', [])).toEqual(['list {"items":', 'end {"items":[]}']);
    expect(splitJson('{"x":"items","y":[1]}', [])).toEqual(['value {"x":"items","y":[1]}']);
  });

  it("says so when the text is cut off, and goes on behind what is no JSON", () => {
    expect(splitJson('{"kind":"List","items":[{"a":1},{"b":', [])).toEqual([
      'list {"kind":"List","items":',
      'item {"a":1}',
      expect.stringContaining("fault 1 the text ends in the middle"),
      'end {"kind":"List","items":[]}',
    ]);
    expect(splitJson('{"a":1}\nrubbish\n{"b":2}\n', [])).toEqual([
      'value {"a":1}',
      "fault 2 neither JSON nor YAML",
      'value {"b":2}',
    ]);
  });

  it("leaves out the logs that kubectl cluster-info dump prints between the objects", () => {
    const log =
      '==== START logs for container x of pod y ====\n{"not": "an object"\n==== END logs for container x of pod y ====\n';
    expect(splitJson(`{"a":1}\n${log}{"b":2}\n`, [])).toEqual(['value {"a":1}', 'value {"b":2}']);
  });

  it("does not depend on how the text is cut into chunks", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const list = fc.record({ a: value, items: fc.array(value, { maxLength: 4 }), z: value });
    const text = fc
      .array(fc.oneof(fc.dictionary(fc.string(), value), list), { maxLength: 4 })
      .chain((values) =>
        fc
          .constantFrom(0, 2, "\t")
          .map((indent) => values.map((one) => JSON.stringify(one, null, indent)).join("\n")),
      );
    fc.assert(
      fc.property(text, sizes, (whole, cut) => {
        expect(splitJson(whole, cut)).toEqual(splitJson(whole, []));
      }),
      { numRuns: 500 },
    );
  });

  it("finds items that hold the text items begin with", () => {
    const inner = fc.record({ a: fc.constantFrom("},{", '"},{"a":', "x"), b: fc.integer() });
    const item = fc.record({ a: fc.string(), of: fc.array(inner, { maxLength: 4 }) });
    const style = fc.constantFrom(0, 1, 4, "\t");
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), style, sizes, (items, indent, cut) => {
        for (const text of [
          JSON.stringify({ items, z: 1 }, null, indent),
          JSON.stringify(items, null, indent),
        ]) {
          const found = splitJson(text, cut).filter((what) => what.startsWith("item "));
          expect(found.map((what) => JSON.parse(what.slice(5)) as unknown)).toEqual(items);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("gives back what was put in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }),
        fc.constantFrom(0, 4),
        (items, indent) => {
          const said = splitJson(JSON.stringify({ items, kind: "List" }, null, indent), []);
          const found = said
            .filter((what) => what.startsWith("item "))
            .map((what) => JSON.parse(what.slice(5)) as unknown);
          expect(found).toEqual(JSON.parse(JSON.stringify(items)));
        },
      ),
    );
  });
});

describe("YAML", () => {
  it("splits at markers only", () => {
    const text =
      "\ufeff# head\n---\na: 1\n--- # comment\nb: |\n  ---\n  x\n...\n---\r\nc: 1\r\n---\n# nothing\n---x: 1\n--- {d: 1}\n%TAG ! x\n";
    expect(splitYaml(text, [])).toEqual([
      "a: 1\n",
      "b: |\n  ---\n  x\n",
      "c: 1\r\n",
      "---x: 1\n",
      " {d: 1}\n%TAG ! x\n",
    ]);
    expect(splitYaml("---\na: 1", [])).toEqual(["a: 1"]);
    expect(splitYaml("a: 1\n---", [])).toEqual(["a: 1\n"]);
    expect(splitYaml("", [])).toEqual([]);
  });

  it("does not depend on how the text is cut into chunks", () => {
    const line = fc.constantFrom(
      "---",
      "...",
      "--- # c",
      "a: 1",
      "  ---",
      "# x",
      "",
      "---x",
      "- é",
      "....",
      "----",
      "--- {b: 1}",
      "\r",
    );
    const text = fc
      .array(line, { maxLength: 12 })
      .chain((lines) => fc.constantFrom("\n", "\r\n").map((end) => lines.join(end)));
    fc.assert(
      fc.property(text, sizes, (whole, cut) => {
        expect(splitYaml(whole, cut)).toEqual(splitYaml(whole, []));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    "apiVersion: v1\nitems:\n- a: 1\n  b: |\n    x\n    - y\n\n- c: 2\nkind: List\n",
    "items:\n  - a: 1\n\n    b:\n    - x\n  # between\n  - c: 2\nkind: List\n",
  ])("takes a list apart: %j", (text) => {
    const list = splitYamlList(Buffer.from(text));
    expect(list?.items.map(({ start, end }) => text.slice(start, end).trim().split("\n")[0])).toEqual([
      "- a: 1",
      "- c: 2",
    ]);
    expect(list?.items.map(({ start, line }) => [text.slice(0, start).split("\n").length - 1, line])).toEqual(
      list?.items.map(({ line }) => [line, line]),
    );
    expect(list?.outer).toContain("items: []\n");
    expect(list?.outer).toContain("kind: List\n");
    expect(list?.outer).not.toContain("c: 2");
  });

  it("takes a large list apart before it ends", () => {
    const item = (n: number) => `- name: "${n}"\n  text: |\n    - ${"x".repeat(500)}\n\n    é\n`;
    const items = Array.from({ length: 12_000 }, (_, n) => item(n));
    const text = `a: 1\n---\nkind: List\nitems:\n${items.join("")}apiVersion: v1\n---\nb: 1\n`;
    const said = splitYaml(text, [3_000_000, 2_000_000, 7]);
    expect(said.slice(2, -2)).toEqual(items);
    expect([said[0], said[1], said.at(-2), said.at(-1)]).toEqual([
      "a: 1\n",
      "list \nkind: List\nitems: []\n",
      "end \nkind: List\nitems: []\napiVersion: v1\n",
      "b: 1\n",
    ]);
  });

  it("leaves lists alone that only a parser can take apart", () => {
    for (const text of ["items: [a]\n", "items:\n  a: 1\n", "items:\n- &a {x: 1}\n- *a\n", "a: 1\n"]) {
      expect(splitYamlList(Buffer.from(text))).toBeUndefined();
    }
  });
});
