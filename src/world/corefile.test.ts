import { expect, it } from "vitest";
import { type Directive, parseCorefile } from "./corefile.ts";

function shown({ name, args, block }: Directive): string {
  const inner = block.map(shown).join("; ");
  return [
    name,
    ...args.map((arg) => (/[\s"]/.test(arg) || arg === "" ? JSON.stringify(arg) : arg)),
    ...(inner === "" ? [] : [`{ ${inner} }`]),
  ].join(" ");
}
function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const corefile = parseCorefile(text, (name) => {
    const file = files[name];
    return file === undefined ? undefined : [file];
  });
  return corefile.servers.map(
    ({ keys, directives }) => `${keys.join(" ")} | ${directives.map(shown).join(" | ")}`,
  );
}

it("reads server blocks with nested plugin blocks", () => {
  expect(
    read(`
.:53 {
    errors
    cache {
        success 9984 30
        denial 9984 5
    }
    forward . 10.233.0.3 {
        force_tcp
    }
}
corp.example.com:53 { # not closed on its line
    forward . 10.128.2.53 10.128.2.54
}`),
  ).toEqual([
    ".:53 | errors | cache { success 9984 30; denial 9984 5 } | forward . 10.233.0.3 { force_tcp }",
    "corp.example.com:53 | forward . 10.128.2.53 10.128.2.54",
  ]);
});

it("reads several zones and ports of one block, over lines after commas", () => {
  expect(read("a.example b.example:1053, dns://c.example {\n whoami\n}")).toEqual([
    "a.example b.example:1053 dns://c.example | whoami",
  ]);
  expect(read("a.example,\nb.example {\n whoami\n}")).toEqual(["a.example b.example | whoami"]);
});

it("takes a file without braces for one block", () => {
  expect(read("example.org\nwhoami\nlog")).toEqual(["example.org | whoami | log"]);
});

it("keeps quoted words whole, with escaped quotes, line breaks, braces and signs of comments", () => {
  expect(read('. {\n template IN A {\n answer "{{ .Name }} 60 IN \\"A\\" # 192.0.2.1"\n }\n}')).toEqual([
    '. | template IN A { answer "{{ .Name }} 60 IN \\"A\\" # 192.0.2.1" }',
  ]);
  expect(read('. {\n log "a\nb {"\n errors\n}')).toEqual(['. | log "a\\nb {" | errors']);
});

it("passes over comments, and not over # inside a word", () => {
  expect(read("# a\n. { # b\n  # c }\n  forward . tls://9.9.9.9#853 # d\n}")).toEqual([
    ". | forward . tls://9.9.9.9#853",
  ]);
});

it("puts snippets where they are imported", () => {
  expect(read("(common) {\n errors\n cache 30\n}\n. {\n import common\n whoami\n}")).toEqual([
    ". | errors | cache 30 | whoami",
  ]);
});

it("puts files where they are imported, at the top and inside a block", () => {
  const files = {
    "custom/*.server": "corp.example.com {\n forward . 10.0.0.1\n}",
    "custom/*.override": "log",
  };
  expect(read("import custom/*.server\n. {\n import custom/*.override\n errors\n}", files)).toEqual([
    "corp.example.com | forward . 10.0.0.1",
    ". | log | errors",
  ]);
});

it("names imports nobody can give", () => {
  expect(parseCorefile(". {\n import custom/*.override\n}\nimport custom/*.server").missing).toEqual([
    "custom/*.override",
    "custom/*.server",
  ]);
});

it("keeps lines, counted over quoted breaks", () => {
  const { servers } = parseCorefile('\n. {\n log "a\nb"\n errors\n}');
  expect(servers[0]?.line).toBe(2);
  expect(servers[0]?.directives.map(({ line }) => line)).toEqual([3, 5]);
});

it.each([
  ["a block that is not closed", ". {\n errors\n", "not closed"],
  ["a quote that is not closed", '. {\n log "a\n}', "not closed"],
])("says why %s is no Corefile", (_what, text, problem) => {
  expect(parseCorefile(text).problem).toContain(problem);
});

it.each([
  "",
  "   \n\n",
  "# nothing",
  "}",
  "} }",
  "{",
  "{ }",
  "import",
  '"',
  "(a) {\n import a\n}\n. {\n import a\n}",
])("comes to an end with %j", (text) => {
  expect(parseCorefile(text).servers.length).toBeLessThan(3);
});

it("comes to an end with files that import one another many times over", () => {
  const text = Array.from({ length: 30 }, () => "import more").join("\n");
  expect(parseCorefile(text, () => [text]).servers).toEqual([]);
});

it("comes to an end with deep nesting", () => {
  expect(parseCorefile(`. ${"{\n a ".repeat(5000)}${"}\n".repeat(5000)}`).servers).toHaveLength(1);
});
