import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sources } from "../observe/sources.ts";
import { archive } from "./archives.ts";
import { type Outcome, Reader } from "./outcome.ts";

const reader = new Reader();
const files = new Sources();
beforeAll(() => reader.prepare());
afterAll(() => {
  reader.remove();
  files.remove();
});

/** Reading an ordinary file takes about 60 MiB; nothing hostile may take much more. */
const MEGABYTES = 500;
const POD = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}';
const POD_YAML = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";

async function observe(...sources: string[]): Promise<Outcome> {
  const outcome = await reader.observe(sources);
  expect(outcome.megabytes).toBeLessThan(MEGABYTES);
  expect(outcome.polluted).toBe(false);
  return outcome;
}

/** Writes a file of many equal pieces without holding it. */
function large(name: string, start: string, piece: string, bytes: number, end: string): string {
  const path = files.write(name, start);
  const file = openSync(path, "a");
  const block = piece.repeat(Math.ceil(1_000_000 / piece.length));
  for (let written = 0; written < bytes; written += block.length) writeSync(file, block);
  writeSync(file, end);
  closeSync(file);
  return path;
}

describe("structure", () => {
  it("aliases that unfold to billions", async () => {
    const names = "abcdefghi".split("");
    const laughs = names
      .map(
        (name, n) =>
          `${name}: &${name} [${
            n === 0
              ? "x"
              : Array(9)
                  .fill(`*${names[n - 1]}`)
                  .join(",")
          }]`,
      )
      .join("\n");
    const { places, objects } = await observe(
      files.write("laughs.yaml", `${POD_YAML}---\n${POD_YAML}spec:\n${laughs.replace(/^/gm, "  ")}\n`),
    );
    expect(objects).toBe(1);
    expect(places).toEqual([expect.stringContaining("aliases unfold")]);
  });

  it("aliases in merges, and an alias inside its own anchor", async () => {
    const merges = Array.from(
      { length: 2000 },
      (_, n) => `  k${n}: &k${n}\n    <<: [${n === 0 ? "{a: 1}" : `*k${n - 1}, *k${n - 1}`}]\n    x${n}: 1\n`,
    ).join("");
    const { places } = await observe(
      files.write(
        "merges.yaml",
        `${POD_YAML}---\n${POD_YAML}spec:\n${merges}---\n${POD_YAML}spec: &s\n  a: *s\n`,
      ),
    );
    expect(places.length).toBeGreaterThan(0);
  });

  it.each([
    ["yaml", `${POD_YAML}---\n${POD_YAML}spec: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`],
    ["block.yaml", `${POD_YAML}---\n${POD_YAML}spec:\n${"- ".repeat(10_000)}x\n`],
    [
      "json",
      `${POD}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"},"spec":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    ],
    [
      "map.json",
      `${POD}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"},"spec":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`,
    ],
    [
      "list.json",
      `{"kind":"List","apiVersion":"v1","items":[${POD},${"[".repeat(10_000)}${"]".repeat(10_000)}]}`,
    ],
  ])("10,000 levels of nesting (%s)", async (name, text) => {
    const { places, objects } = await observe(files.write(`deep.${name}`, text));
    expect(objects).toBe(1);
    expect(places).toEqual([expect.stringMatching(/^unreadable .*(?:deeper than|nesting exceeded)/)]);
  });

  it("10,000 lists in each other, also where items look alike", async () => {
    const start = '{"apiVersion":"v1","kind":"List","items":[';
    const lists = `${start.repeat(10_000)}${"]}".repeat(10_000)}`;
    const deep = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"},"spec":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    const { places, objects } = await observe(
      files.write("lists.json", `${start}${[POD, POD, lists, deep, lists, deep, POD].join(",")}]}`),
    );
    expect(objects).toBe(1);
    expect(places.filter((place) => /^unreadable .*(?:deep|deeper than)/.test(place))).toHaveLength(4);
  });

  it.each(["json", "yaml"])("keys that mean something to JavaScript (%s)", async (syntax) => {
    const odd =
      '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1,"toString":"x"';
    const labels = '{"__proto__":"x","constructor":"y","__defineGetter__":"z"}';
    const object = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":${labels},"annotations":{"a":"{\\"kind\\":\\"Secret\\",${odd.replaceAll('"', '\\"')}}"},${odd}},"data":{${odd}},${odd}}`;
    const kinds = `{"apiVersion":"__proto__","kind":"__proto__","metadata":{"name":"__proto__","namespace":"constructor"}}`;
    const text = syntax === "json" ? `${object}\n${kinds}` : `${object}\n---\n${kinds}\n`;
    const { objects, text: seen } = await observe(files.write(`odd.${syntax}`, text));
    expect(objects).toBe(2);
    expect(seen).toContain('"constructor":"y"');
    expect(seen).not.toMatch(/"__proto__":/);
  });
});

describe("size", () => {
  it.each([
    ["text.yaml", "", "a", ""],
    ["string.json", '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"', "a", '"}}'],
    ["scalar.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\ndata: ", "a b ", "\n"],
    ["spaces.json", "[", " ", "]"],
  ])("200 MB on a single line (%s)", async (name, start, piece, end) => {
    const path = large(`line.${name}`, start, piece, 200_000_000, end);
    const { error } = await observe(path);
    expect(error).toMatch(/^UserError: .*holds no Kubernetes object/);
  });

  it("200 MB on a single line that is a list of objects is read like any other", async () => {
    const blank = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"${"y ".repeat(50_000)}"}},`;
    const path = large(
      "line.json",
      '{"apiVersion":"v1","kind":"List","items":[',
      blank,
      200_000_000,
      `${POD}]}`,
    );
    expect(await observe(path)).toMatchObject({ objects: 2 });
  });

  it.each([
    ["numbers.json", "[", "1,", "1]"],
    ["empty-objects.json", "[", "{},", "{}]"],
    ["empty-documents.yaml", "", "---\n", ""],
    ["words.yaml", "", "---\na\n", ""],
    ["broken.yaml", "", "---\n[\n", ""],
    ["brackets.json", "", "{]", ""],
    ["colons.yaml", "", "a: ", ""],
    ["dashes.yaml", "items:\n", "- ", ""],
    ["anchors.yaml", "items:\n", "- &a *a\n", ""],
    ["quotes.yaml", "items:\n- '", "\n", ""],
  ])("20 MB of %s", async (name, start, piece, end) => {
    const { error } = await observe(large(`much.${name}`, start, piece, 20_000_000, end));
    expect(error).toMatch(/^UserError: .*holds no Kubernetes object/);
  });

  it("an archive bomb", async () => {
    const spaces = gzipSync(Buffer.alloc(64 * 1024 * 1024, "\n"), { level: 9 });
    const bomb = Buffer.concat(Array<Buffer>(64).fill(spaces));
    expect(bomb.length).toBeLessThan(8_000_000);
    const { error } = await observe(files.write("bomb.yaml.gz", bomb));
    expect(error).toMatch(/^UserError: .*unfolds to more than/);
  });

  it("an archive bomb in an archive, and an archive in an archive in an archive", async () => {
    const spaces = gzipSync(Buffer.alloc(600 * 1024 * 1024, "\n"), { level: 9 });
    const good = { path: "good.json", content: POD };
    const tar = archive([
      good,
      { path: "bomb.yaml.gz" },
      { path: "again.tar", content: archive([good]).toString("latin1") },
    ]);
    const header = tar.subarray(1024, 1536);
    expect(header.toString("latin1", 0, 4)).toBe("bomb");
    const withBomb = Buffer.concat([
      tar.subarray(0, 1024),
      entry("bomb.yaml.gz", spaces),
      tar.subarray(1536),
    ]);
    const { objects, places } = await observe(files.write("nested.tar.gz", gzipSync(withBomb)));
    expect(objects).toBe(1);
    expect(places).toEqual([
      expect.stringContaining("unfolds to more than 128 MiB"),
      expect.stringContaining("an archive in an archive"),
    ]);
    const again = await observe(
      files.write(
        "again.gz",
        [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from(POD)),
      ),
    );
    expect(again.error).toMatch(/^UserError: .*compressed again and again/);
  });
});

function entry(path: string, content: Buffer): Buffer {
  const block = archive([{ path, content: " ".repeat(content.length) }]).subarray(0, 512);
  return Buffer.concat([block, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

describe("archives", () => {
  it("with entries that lead out of them", async () => {
    const { objects, places } = await observe(
      files.write(
        "slip.tar",
        archive([
          { path: "../outside.json", content: POD },
          { path: "a/../../../outside.json", content: POD },
          { path: "/etc/outside.json", content: POD },
          { path: "link.json", type: "SymbolicLink", linkpath: "/etc/passwd" },
          { path: "hard.json", type: "Link", linkpath: "../../etc/passwd" },
          { path: "device.json", type: "CharacterDevice" },
          { path: "pipe.json", type: "FIFO" },
          { path: "good.json", content: POD },
        ]),
      ),
    );
    expect(objects).toBe(1);
    expect(places.filter((place) => place.includes("leads out of its archive"))).toHaveLength(3);
    expect(places.filter((place) => place.includes("a link: links are not followed"))).toHaveLength(1);
    expect(places.filter((place) => place.includes("no regular file"))).toHaveLength(1);
    expect(existsSync(join(files.path, "../outside.json"))).toBe(false);
  });

  it("that are cut off or broken", async () => {
    const whole = archive([
      { path: "a.json", content: POD },
      { path: "b.json", content: POD.replace('"a"', `"${"b".repeat(3000)}"`) },
    ]);
    const cut = await observe(files.write("cut.tar", whole.subarray(0, 2048)));
    expect(cut).toMatchObject({
      objects: 1,
      places: [expect.stringContaining("cut off"), expect.stringContaining("cut off")],
    });
    const broken = Buffer.from(whole);
    broken.fill(0x41, 0, 200);
    expect((await observe(files.write("broken.tar", broken))).error ?? "read on").toMatch(
      /UserError|read on/,
    );
  });
});

describe("bytes", () => {
  it.each([
    [
      "invalid UTF-8",
      "utf8.json",
      Buffer.concat([
        Buffer.from(`${POD}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"`),
        Buffer.from([0xff, 0xc0, 0x80]),
        Buffer.from('"}}'),
      ]),
      "no valid UTF-8",
    ],
    [
      "invalid UTF-8",
      "utf8.yaml",
      Buffer.concat([
        Buffer.from(`${POD_YAML}---\n${POD_YAML}spec: "`),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('"\n'),
      ]),
      "no valid UTF-8",
    ],
    [
      "NUL bytes behind the first pages",
      "nul.yaml",
      Buffer.from(`${POD_YAML}---\n# ${"x".repeat(5000)}\n${POD_YAML}data: "a\0b"\n`),
      "null byte",
    ],
    [
      "NUL bytes behind the first pages",
      "nul.json",
      Buffer.from(`${POD}${" ".repeat(5000)}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a\0b"}}`),
      "no valid JSON",
    ],
    [
      "control characters in a name",
      "escape.json",
      Buffer.from(`${POD}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\u001b[31m"}}`),
      "no valid JSON",
    ],
  ])("%s (%s)", async (_, name, bytes, reason) => {
    const { objects, places } = await observe(files.write(name, bytes));
    expect(objects).toBe(1);
    expect(places).toEqual([expect.stringMatching(new RegExp(`^unreadable .*${reason}`))]);
  });

  it.each([
    ["nothing", Buffer.alloc(0), "is empty"],
    ["a program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), "is a binary file"],
    [
      "random bytes",
      Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919 + 13) % 255 || 1)),
      "UTF-8|YAML|no Kubernetes",
    ],
    ["gzip of nothing", gzipSync(""), "is empty"],
    ["half of gzip", gzipSync(POD).subarray(0, 20), "ends too early"],
    ["broken gzip", Buffer.concat([gzipSync(POD).subarray(0, 15), Buffer.alloc(50, 7)]), "is broken"],
  ])("%s", async (name, bytes, reason) => {
    const { error } = await observe(files.write(`${name}.yaml`, bytes));
    expect(error).toMatch(new RegExp(`^UserError: .*(?:${reason})`));
  });
});

describe("places", () => {
  it("a pipe nobody writes to", async () => {
    const pipe = join(files.path, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect((await observe(pipe)).error).toMatch(/^UserError: .*is no regular file/);
    files.write("with-pipe/a.json", POD);
    execFileSync("mkfifo", [join(files.path, "with-pipe/b.json")]);
    expect(await observe(join(files.path, "with-pipe"))).toMatchObject({
      objects: 1,
      places: [expect.stringContaining("no regular file")],
    });
  });

  it("a device", async () => {
    expect((await observe("/dev/zero")).error).toMatch(/^UserError: .*is no regular file/);
  });

  it("files and directories without permission", async () => {
    files.write("locked/open/a.json", POD);
    chmodSync(files.write("locked/no.json", POD), 0);
    files.write("locked/closed/b.json", POD);
    chmodSync(join(files.path, "locked/closed"), 0);
    chmodSync(files.path, 0o755);
    // Root may read everything.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    const options = uid === undefined ? {} : { uid };
    const { objects, places } = await reader.observe([join(files.path, "locked")], options);
    chmodSync(join(files.path, "locked/closed"), 0o755);
    expect(objects).toBe(1);
    expect(places).toEqual([
      expect.stringMatching(/^unreadable .*closed: cannot be opened \(EACCES\)/),
      expect.stringMatching(/^unreadable .*no\.json: cannot be opened \(EACCES\)/),
    ]);
    expect((await reader.observe([join(files.path, "locked/no.json")], options)).error).toMatch(
      /^UserError: .*cannot be read \(EACCES\)/,
    );
  });

  it("directories a thousand deep", async () => {
    let path = join(files.path, "deep");
    for (let n = 0; n < 200; n++) path = join(path, "d");
    mkdirSync(path, { recursive: true });
    files.write("deep/a.json", POD);
    expect(await observe(join(files.path, "deep"))).toMatchObject({
      objects: 1,
      places: [expect.stringContaining("directories deep")],
    });
  });
});
