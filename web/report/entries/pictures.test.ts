import { expect, test } from "vitest";
import { shopEntries } from "../../../src/report/testing/entries.ts";
import { shopStates } from "../../../src/report/testing/states.ts";
import { picturesOf } from "./pictures.ts";

const states = shopStates.map(({ id }) => id);
const [target] = shopEntries.targets;
if (target === undefined) throw new Error("the example has entries");

test("every state is in one picture, those that look the same in the same", () => {
  const pictures = picturesOf(target, states);
  expect(pictures.flatMap((picture) => picture.states)).toEqual(states);
  expect(pictures.map((picture) => picture.states.length)).toEqual([1, 1, 2, 5]);
});

test("a state comes back to its picture, and ways not there yet are not in it", () => {
  const [way] = target.ways;
  const [first, second] = way?.views ?? [];
  if (way === undefined || first === undefined || second === undefined)
    throw new Error("the example has views");
  const views = [
    { ...first, states: ["a", "c"] },
    { ...second, states: ["b"] },
  ];
  const pictures = picturesOf({ ...target, ways: [{ ...way, views }] }, ["a", "b", "c", "d"]);
  expect(pictures.map((picture) => picture.states)).toEqual([["a", "c"], ["b"]]);
});
