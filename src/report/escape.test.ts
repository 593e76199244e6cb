import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownCode, markdownText, visible, xmlText } from "./escape.ts";

/** Anything a manifest could hold, with the dangerous characters as likely as the others. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      ..."\u001b\u009b\u202e\u2066\u200b\ufeff\0\n\r\t\ud800&<>\"'`|[]()!@#*_~\\:/$%=+- 1.waGH",
    ),
  }),
);

describe("visible", () => {
  it.each([
    ["shop-web_1.example/ä漢", "shop-web_1.example/ä漢"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u001b[31m\u0007\u007f\u009b", "\\x1b[31m\\x07\\x7f\\x9b"],
    ["\u202eabc\u2069", "\\u202eabc\\u2069"],
    ["a\u200b\u200d\ufeff\u00ad", "a\\u200b\\u200d\\ufeff\\xad"],
    ["\u2028\u{e0041}\ud800", "\\u2028\\u{e0041}\\ud800"],
  ])("%j is shown as %s", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("leaves nothing that acts or hides", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(text)).not.toMatch(
          /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u,
        );
      }),
    );
  });
});

describe("xmlText", () => {
  it("has only characters that XML allows, and no markup", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = xmlText(text);
        expect(shown).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(shown).not.toMatch(/[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      }),
    );
  });
});

describe("markdownText", () => {
  it.each([
    ["plain words, shop/web: 2 of 3.", "plain words, shop/web: 2 of 3."],
    ["<b>&amp;", "&#60;b&#62;&#38;&#8203;amp;"],
    ["[x](y) ![z](w)", "\\[x\\](y) !\\[z\\](w)"],
    ["*a* _b_ `c` ~~d~~ | e", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~&#8203;d\\~\\~ &#124; e"],
    ["@octocat a@b.c #1 !2 GH-3", "@&#8203;octocat a@&#8203;b.c #&#8203;1 !&#8203;2 GH&#8203;-3"],
    ["https://evil.example www.evil.example", "https:&#8203;//evil.example www&#8203;.evil.example"],
    [":tada: image:1.2", ":&#8203;tada: image:1.2"],
    ["1. one", "1\\. one"],
    ["1.25", "1.25"],
    ["- item", "\\- item"],
    ["# title", "\\# title"],
    ["    code", "&#32;   code"],
  ])("%j becomes %s", (text, written) => {
    expect(markdownText(text)).toBe(written);
  });

  it("leaves no active character", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const inert = markdownText(text)
          .replaceAll(/@&#8203;|&#\d+;/g, " ")
          .replaceAll(/\\[\\`*_{}[\]~=+#.)-]/g, " ");
        expect(inert).not.toMatch(/[<>&$\\`*_{}[\]|~\n\r]/);
        expect(inert).not.toMatch(/@|[#!%^]["\w]|:\/\/|www\./i);
      }),
    );
  });
});

describe("markdownCode", () => {
  it.each([
    ["shop/web", "`shop/web`"],
    ["a `b` ``c", "```a `b` ``c```"],
    ["`a`", "`` `a` ``"],
    ["", "`  `"],
    ["a\n\nb", "`a\\n\\nb`"],
  ])("%j becomes %s", (text, written) => {
    expect(markdownCode(text)).toBe(written);
  });

  it("has one code span and nothing else", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = markdownCode(text);
        const fence = /^`+/.exec(written)?.[0] ?? "";
        const inside = written.slice(fence.length, -fence.length);
        const runs = [...inside.matchAll(/`+/g)].map(([run]) => run.length);
        expect(written.endsWith(fence)).toBe(true);
        expect(runs).not.toContain(fence.length);
        expect(inside).not.toMatch(/^`|`$|\n/);
      }),
    );
  });
});
