import fc from "fast-check";
import { dump, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { readBlockYaml, UNSURE } from "./block-yaml.ts";
import { KUBE_SCHEMA } from "./yaml-schema.ts";

function read(text: string): unknown {
  return readBlockYaml(text, /^[\0-\x7f]*$/.test(text) ? Buffer.from(text, "latin1") : undefined);
}

const EXAMPLE = `# a Deployment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web   # the name
  labels: {}
  annotations:
    "quoted/key": 'it''s'
    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8,192.168.0.0/16
    text: "a \\"b\\" \\u00e9"
spec:
  replicas: 3
  on: yes
  mode: 0644
  list:
  - a
  -   - nested
      - "x"
  - name: c
    value:
    more: |
      first

        second # not a comment
      third

  - |-
    x
  empty: []
  url: http://a.example:80/x#y
  time: 12:30
  nothing: ~
  e: ü
`;

describe("block YAML", () => {
  it("is read as js-yaml reads it", () => {
    expect(read(EXAMPLE)).toEqual(load(EXAMPLE, { schema: KUBE_SCHEMA }));
    expect(read(EXAMPLE.replaceAll(/[éü]/g, "x"))).toEqual(
      load(EXAMPLE.replaceAll(/[éü]/g, "x"), { schema: KUBE_SCHEMA }),
    );
  });

  it.each([
    "a: [1]",
    "a: &x 1",
    "a: *x",
    "a: !t 1",
    "a: >\n  b\n",
    "a: b\n  c\n",
    "a: b: c",
    "a:\tb",
    "- a\nb: 1",
    "a: 'x\n  y'",
    "<<: x",
    "a",
    "{a: 1}",
    "? a",
    "a: |2\n    b\n",
    "%x",
    "a: b\n c: d\n",
  ])("%j is left to the parser", (text) => {
    expect(read(text)).toBe(UNSURE);
  });

  const words = [
    "a",
    "on",
    "12",
    "0x1f",
    "1.5",
    "null",
    "~",
    "yes",
    "a b",
    "a: b",
    "a #b",
    "- a",
    "#",
    "",
    " ",
    "x: ",
    "'",
    '"',
    "\\n",
    "é",
    "http://x:1/#y",
    "2024-01-01",
    "|",
    ">-",
    "{}",
    "[]",
    "[a]",
    "{a: 1}",
    "&a",
    "*a",
    "!a",
    "a\nb",
    "a\n\nb\n",
    " a\n",
    "\n",
    "a:",
    ":a",
    "-1",
    "--- a",
    "...",
    "%a",
    "@a",
    "a\tb",
    "very long ".repeat(12),
  ];
  const scalar = fc.oneof(
    fc.constantFrom(...words),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.dictionary(
        fc.oneof(fc.constantFrom(...words), fc.constantFrom("name", "spec", "a.b/c")),
        tie("tree"),
        { maxKeys: 4 },
      ),
      fc.array(tie("tree"), { maxLength: 3 }),
    ),
  }));
  const text = fc
    .tuple(
      fc.dictionary(fc.constantFrom("kind", "spec", "metadata"), tree, { minKeys: 1 }),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(-1, 30),
    )
    .map(([value, noArrayIndent, forceQuotes, lineWidth]) =>
      dump(value, { noArrayIndent, forceQuotes, lineWidth }),
    );

  function agree(yaml: string): boolean {
    const quick = read(yaml);
    if (quick === UNSURE) return false;
    let slow: unknown;
    try {
      slow = load(yaml, { schema: KUBE_SCHEMA, json: true });
    } catch (error) {
      throw new Error(`only js-yaml refuses ${JSON.stringify(yaml)}: ${(error as Error).message}`);
    }
    expect([yaml, quick]).toEqual([yaml, slow]);
    return true;
  }

  it("never disagrees with js-yaml on what that writes", () => {
    let told = 0;
    fc.assert(
      fc.property(text, (yaml) => {
        if (agree(yaml)) told++;
      }),
      { numRuns: 1500 },
    );
    expect(told).toBeGreaterThan(300);
  });

  it("never disagrees with js-yaml on what is broken, or almost", () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.constantFrom(
        "",
        " ",
        "  ",
        "\n",
        "- ",
        ":",
        ": ",
        "#",
        " #",
        "'",
        '"',
        "|",
        "x",
        "\n\n",
        "\n  ",
        "\t",
        "[",
        "{",
        "? ",
        "&a ",
        "\r",
        "|-\n",
        "~",
      ),
    );
    const broken = fc
      .tuple(fc.oneof(text, fc.constant(EXAMPLE)), fc.array(edit, { maxLength: 3 }))
      .map(([yaml, edits]) =>
        edits.reduce((whole, [at, cut, insert]) => {
          const place = at % (whole.length + 1);
          return whole.slice(0, place) + insert + whole.slice(place + cut);
        }, yaml),
      );
    fc.assert(
      fc.property(broken, (yaml) => {
        agree(yaml);
      }),
      { numRuns: 3000 },
    );
  });
});
