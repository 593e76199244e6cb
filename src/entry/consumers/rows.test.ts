import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../config/package-root.ts";
import { type ConsumerRow, ROWS, UNAFFECTED } from "./rows.ts";
import { annotated, consumersOf, testController } from "./testing.ts";

/** The page for people against the table of the code, and the table against what is found. */

const page = readFileSync(join(packageRoot(), "docs/entry/client-addresses.md"), "utf8");

/** The rows of the page's table under a heading, each as its cells. */
function table(heading: string): readonly (readonly string[])[] {
  const text = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const FAILS = {
  open: "OPEN",
  closed: "closed",
  depends: "depends",
  skew: "skew",
  application: "application",
};

function settingsCell({ annotations, keys, kind }: ConsumerRow): string {
  const parts = [
    ...annotations.map((name) => `\`${name}\` (Ingress)`),
    ...keys.map((name) => `\`${name}\` (ConfigMap)`),
  ];
  return kind === "stream" ? "entries of `tcp-services`" : parts.join(", ");
}

it("shows on its page what the code goes by, row by row", () => {
  expect(table("What goes by the client's address")).toEqual(
    ROWS.map((row) => [settingsCell(row), row.mechanism, row.words, FAILS[row.whenHidden]]),
  );
});

it("shows on its page what does not go by the address", () => {
  expect(table("What does not")).toEqual(UNAFFECTED.map(({ setting, why }) => [`\`${setting}\``, why]));
});

/** A value with which a setting counts. */
function sampleFor(kind: string, setting: string): string {
  if (kind === "snippet") return "set $who $remote_addr;";
  if (setting === "modsecurity-snippet") return "SecRule REMOTE_ADDR x";
  if (["upstream-hash", "log"].includes(kind)) return "$remote_addr";
  if (["allow-list", "deny-list", "block-cidrs", "limit-exemption"].includes(kind)) return "192.0.2.0/24";
  if (kind === "satisfy-any") return "any";
  return ["limit", "global-limit"].includes(kind) ? "5" : "true";
}

const beside = { "whitelist-source-range": "192.0.2.0/24", "limit-rps": "1" };
const login = { "auth-type": "basic" };

it.each(ROWS.flatMap((row) => row.annotations.map((name) => [name, row] as const)))(
  "annotation %s is found",
  (name, row) => {
    const found = consumersOf(
      annotated({
        ...beside,
        ...(row.kind === "satisfy-any" ? login : {}),
        [name]: sampleFor(row.kind, name),
      }),
    );
    expect(found.map(({ setting, kind }) => `${setting} ${kind}`)).toContain(`${name} ${row.kind}`);
  },
);

it.each(
  ROWS.flatMap((row) => row.keys.map((key) => [key, row] as const)).filter(
    ([key]) => key !== "proxy-real-ip-cidr",
  ),
)("key %s is found", (key, row) => {
  const controller = testController({ settings: { [key]: sampleFor(row.kind, key) } });
  const found = consumersOf("", controller);
  expect(found.map(({ setting, kind }) => `${setting} ${kind}`)).toEqual([`${key} ${row.kind}`]);
});

it("takes proxy-real-ip-cidr for a part of what it is set beside", () => {
  const settings = { "proxy-real-ip-cidr": "10.0.0.0/8" };
  expect(consumersOf("", testController({ settings }))).toEqual([]);
});

it.each(UNAFFECTED.map(({ setting }) => setting))("%s is not found", (setting) => {
  for (const value of ["cookie", "127.0.0.1", "192.0.2.0/24", "5"]) {
    const controller = testController({ settings: { [setting]: value } });
    expect(consumersOf(annotated({ [setting]: value }), controller)).toEqual([]);
  }
});
