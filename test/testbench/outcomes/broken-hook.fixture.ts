import { beforeAll, describe, test } from "vitest";

describe("a suite", () => {
  beforeAll(() => {
    throw new Error("nothing to test on");
  });
  test("never runs", () => {});
});
