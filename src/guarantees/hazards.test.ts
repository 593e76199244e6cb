import { expect, it } from "vitest";
import { GUARANTEES } from "./registry.ts";

/** The list of hazards the project is held to (docs/examples.md says what each means), by number in each group. */
const HAZARDS: Readonly<Record<string, number>> = {
  LB: 11,
  IN: 9,
  CM: 9,
  DNS: 5,
  NP: 2,
  DR: 12,
  API: 1,
  ST: 2,
  SE: 1,
  RUN: 1,
  ACL: 1,
};

const all = Object.entries(HAZARDS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}-${index + 1}`),
);
const covered = new Map<string, string[]>();
for (const { id, causes } of GUARANTEES) {
  for (const cause of causes) {
    for (const hazard of cause.hazards)
      covered.set(hazard, [...(covered.get(hazard) ?? []), `${id}/${cause.id}`]);
  }
}

it.each(all)("%s is some cause's to find", (hazard) => {
  expect(covered.get(hazard) ?? []).not.toEqual([]);
});

it("no cause names a hazard that is not on the list", () => {
  expect([...covered.keys()].filter((hazard) => !all.includes(hazard))).toEqual([]);
});
