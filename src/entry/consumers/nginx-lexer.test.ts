import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nginxDirectives } from "./nginx-lexer.ts";

const lines = (text: string) =>
  nginxDirectives(text).map(({ name, words, inside }) =>
    [...inside.map((one) => `${one}>`), name, ...words].join(" "),
  );

describe("the directives of a piece of nginx configuration", () => {
  it.each([
    ["words and ends", "deny 192.0.2.1;\nallow  all ;", ["deny 192.0.2.1", "allow all"]],
    ["a comment is none", "# deny 192.0.2.1;\nallow all; # deny all;", ["allow all"]],
    ["a hash inside a word is no comment", "rewrite ^ /x#y;", ["rewrite ^ /x#y"]],
    ["quotes", 'add_header X "deny 1; # no";', ["add_header X deny 1; # no"]],
    ["the other quotes", "set $x 'a \"b\" \\' c';", ['set $x a "b" \' c']],
    ["a block", "location /a { deny all; }", ["location /a", "location> deny all"]],
    [
      "braces of a variable",
      "set $x $" + "{remote_addr}b; deny all;",
      ["set $x $" + "{remote_addr}b", "deny all"],
    ],
    [
      "if",
      "if ($remote_addr = 198.51.100.77) { return 403; }",
      ["if ($remote_addr = 198.51.100.77)", "if> return 403"],
    ],
    ["no end", "deny 192.0.2.1", ["deny 192.0.2.1"]],
    ["an escaped space", "set $x a\\ b;", ["set $x a\\ b"]],
    ["blocks in blocks", "a { b { c; } d; } e;", ["a", "a> b", "a> b> c", "a> d", "e"]],
  ])("%s", (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it("keeps a Lua block as it is", () => {
    const [lua, rest] = nginxDirectives(
      'access_by_lua_block { if x == "}" then -- }\n y({}) end } deny all;',
    );
    expect(lua?.name).toBe("access_by_lua_block");
    expect(lua?.lua).toBe(' if x == "}" then -- }\n y({}) end ');
    expect(rest?.name).toBe("deny");
  });

  it("ends, whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."a $\\{};#\"'\n"), maxLength: 60 }), (text) => {
        expect(nginxDirectives(text).length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads a word between comments and blank space as the same directive", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc.$/=0"), minLength: 1, maxLength: 8 });
    const gap = fc.constantFrom(" ", "\n", "\t ", "\n# deny all; { \n");
    const directives = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(directives, gap, (parts, space) => {
        const text = parts.map((words) => `${words.join(space)};`).join(space);
        expect(lines(text)).toEqual(parts.map((words) => words.join(" ")));
      }),
    );
  });
});

it.each([
  ["open braces", "{"],
  ["nested blocks", "a{"],
  ["closed braces", "a}"],
  ["variables", `$${"{a}"}`],
  ["conditions", "if ($remote_addr = 192.0.2.1) { return 403; }\n"],
  ["rules", "allow 192.0.2.1;"],
])("reads a megabyte of %s in time that grows with its length", (_, part) => {
  const start = performance.now();
  nginxDirectives(part.repeat(Math.ceil(1_000_000 / part.length)));
  expect(performance.now() - start).toBeLessThan(5_000);
});
