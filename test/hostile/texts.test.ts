import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sources } from "../observe/sources.ts";
import { type Outcome, Reader } from "./outcome.ts";

const reader = new Reader();
const files = new Sources();
beforeAll(() => reader.prepare());
afterAll(() => {
  reader.remove();
  files.remove();
});

async function observe(path: string): Promise<Outcome> {
  const outcome = await reader.observe([path]);
  expect(outcome.megabytes).toBeLessThan(500);
  return outcome;
}

const PIECES = [
  "pass",
  "pass ",
  "passpass: '",
  "eyJ",
  "a://b:c/",
  "a://",
  "b:c@d",
  "hooks.",
  "mysql ",
  "mysql redis-cli sshpass ",
  "users: ",
  "kind: Secret ",
  "kind: Secret\n---\n",
  "name: pass ",
  `name: token${" ".repeat(5000)}`,
  'token=\\"',
  'password="\\',
  "password: |\n ",
  "token:\n",
  "--password '",
  "<password>",
  "-----BEGIN PRIVATE KEY",
  "-----BEGIN ",
  "Basic ",
  "bearer ==",
  "QUJD",
  "H4sI",
  "1.1.",
  "a:a:a:",
  "$1$",
  "\\",
  '"',
  "{",
  "[{",
  "AKIA",
  "SG.",
  "auth=",
];

describe("texts made to be searched for ever", () => {
  const long = 600_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(long / piece.length));

  it.each(PIECES.map((piece) => [piece.slice(0, 24), piece]))("600 kB of %j", async (_, piece) => {
    const texts = [
      fill(piece),
      `password: ${fill(piece)}`,
      `{"kind": "Secret", "data": "${fill(piece)}`,
      `kind: Secret\nusers:\nclusters: ${fill(piece)}`,
    ];
    const objects = texts.map((text, n) =>
      JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: `m${n}` }, data: { x: text } }),
    );
    const { objects: read, seconds } = await observe(files.write("long.json", objects.join("\n")));
    expect(read).toBe(4);
    expect(seconds).toBeLessThan(20);
  });

  it("aliases in a text that holds a Secret", async () => {
    const laughs = Array.from(
      { length: 30 },
      (_, n) => `a${n}: &a${n} [${n === 0 ? "x" : `*a${n - 1}, *a${n - 1}`}]`,
    ).join("\n");
    const object = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a" },
      data: { x: `kind: Secret\ndata: {k: hunter2}\n${laughs}\n` },
    };
    const { objects, text } = await observe(files.write("laughs.json", JSON.stringify(object)));
    expect(objects).toBe(1);
    expect(text).not.toContain("hunter2");
  });
});
