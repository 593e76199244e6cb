import { beforeAll, expect, it } from "vitest";
import { describeWithParts } from "../support/parts.ts";
import { type Compared, compareAll, differenceText, predictions } from "./truth.ts";

describeWithParts("what a visitor observes on the wire", ["haproxy", "nginx", "nginx-headers-more"], () => {
  let all: readonly Compared[] = [];
  beforeAll(async () => {
    all = await compareAll();
  });

  it("is asked of every combination, and everything there is to happen happens", () => {
    expect(all.map(({ combination }) => combination)).toEqual(
      predictions().map(({ combination }) => combination),
    );
    const results = all.map(({ observed }) => ("failed" in observed ? "failed" : observed.result));
    expect([...new Set(results)].sort()).toEqual(["bad-request", "broken-header", "works"]);
    const verdicts = all.flatMap(({ observed }) =>
      "failed" in observed ? [] : Object.values(observed.access),
    );
    expect([...new Set(verdicts)].sort()).toEqual(["open", "passes", "refused"]);
  });

  it("is what the model predicts", () => {
    expect(all.filter(({ equal }) => !equal).map(differenceText)).toEqual([]);
  });
});
