import { describe, expect, it } from "vitest";
import { padCentre, padEnd, widthOf } from "./width.ts";
import { clip, hang, wrap } from "./wrap.ts";

describe("widthOf", () => {
  it.each([
    ["shop/web", 8],
    ["", 0],
    ["äöü", 3],
    ["e\u0301", 1],
    ["漢字かな", 8],
    ["ｆｕｌｌ", 8],
    ["한국", 4],
    ["🚀", 2],
    ["─ → …", 5],
  ])("%s takes %i columns", (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe("padding", () => {
  it("counts columns, not characters", () => {
    expect(padEnd("漢", 4)).toBe("漢  ");
    expect(padCentre("漢", 5)).toBe(" 漢  ");
    expect(padEnd("longer", 3)).toBe("longer");
  });
});

describe("wrap", () => {
  it.each([
    ["a few words that do not fit", 10, ["a few", "words that", "do not fit"]],
    ["exactly ten", 11, ["exactly ten"]],
    ["averylongword next", 5, ["avery", "longw", "ord", "next"]],
    ["漢字漢字", 5, ["漢字", "漢字"]],
    ["", 5, [""]],
  ])("%j in %i columns", (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

it("hang puts what follows under the first word, or where told", () => {
  expect(hang("do   ", "this and that", 12)).toEqual(["do   this", "     and", "     that"]);
  expect(hang("do   ", "this and that", 12, 2)).toEqual(["do   this", "  and that"]);
});

it("clip counts what it leaves out", () => {
  expect(clip("abcdef", 4)).toBe("abcd… (2 more characters)");
  expect(clip("abcd", 4)).toBe("abcd");
});
