import { expect, it } from "vitest";
import { whenFound, whenOf } from "./moments.ts";

const numbers = new Map("abcdefghijkl".split("").map((id, index) => [id, index + 1]));

it.each([
  [["e"], "in 5 e"],
  [["e", "g"], "in 5 e and 7 g"],
  [["e", "f"], "in 5 e and 6 f"],
  [["e", "f", "g"], "from 5 e to 7 g"],
  [["k", "l"], "from 11 k on"],
  [["l"], "from 12 l on"],
  [["a", "b", "e", "g", "h"], "from 1 a to 2, again in 5, 7-8"],
  [["g", "e", "i"], "in 5 e, again in 7, 9"],
  [[], ""],
])("%j is said as %s", (states, words) => {
  expect(whenOf(states, numbers)).toBe(words);
});

it("says when something is so in every state", () => {
  expect(whenOf([...numbers.keys()], numbers)).toBe("in every state");
});

it("tells the states in which a finding is milder than at its worst", () => {
  const states = ["e", "f", "l"];
  const verdicts = { e: "unknown", f: "breaks", l: "breaks" } as const;
  expect(whenFound({ states, verdict: "breaks", verdicts }, numbers)).toBe("in 6 f and 12 l; unknown in 5 e");
});
