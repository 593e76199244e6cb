import { expect, it } from "vitest";
import { isAtLeast, nextSupporting, RELEASES, releaseOf } from "./support-matrix.ts";

it("has each release once, in order, with an oldest and a newest Kubernetes", () => {
  expect(RELEASES.length).toBeGreaterThan(25);
  for (const [index, { number, oldest, newest }] of RELEASES.entries()) {
    expect(oldest).toBeLessThan(newest);
    const before = RELEASES[index - 1];
    if (before === undefined) continue;
    expect(isAtLeast(number, before.number)).toBe(true);
    expect(number).not.toEqual(before.number);
  }
});

it.each([
  [[1, 11, 0], 26, "1.12"],
  [[1, 11, 0], 33, "1.17"],
  [[0, 9, 0], 21, "0.11"],
  [[1, 21, 0], 36, undefined],
  [[1, 5, 3], 99, undefined],
] as const)("after %j the first for 1.%d is %s", (version, minor, release) => {
  expect(nextSupporting([version[0], version[1], version[2]], minor)?.release).toBe(release);
});

it("knows no release before or after it", () => {
  expect(releaseOf([1, 11, 5])?.newest).toBe(27);
  expect(releaseOf([0, 5, 0])).toBeUndefined();
  expect(releaseOf([2, 0, 0])).toBeUndefined();
});

it.each([
  [[1, 18], [1, 18], true],
  [[1, 18, 0], [1, 18, 1], false],
  [[2, 0, 0], [1, 99], true],
  [[1, 9, 9], [1, 12], false],
])("%j is at least %j: %s", (version, release, expected) => {
  expect(isAtLeast(version, release)).toBe(expected);
});
