import { expect, test } from "vitest";
import { readyAssessment, shopAssessment, unknownAssessment } from "../../../src/report/testing.ts";
import { stopsOf } from "./stops.ts";

test("each state counts the findings that stand in it, and those that begin there", () => {
  const [finding] = shopAssessment.findings;
  if (finding === undefined) throw new Error("the example has findings");
  const standing = (verdict: "breaks" | "unknown" | "advice", ...states: string[]) => ({
    ...finding,
    verdict,
    states,
    state: states[0] ?? "",
  });
  const findings = [
    standing("breaks", "cluster-api", "upgraded", "settled"),
    standing("breaks", "upgraded"),
    standing("unknown", "upgraded", "settled"),
    standing("advice", "upgraded"),
    { ...standing("breaks", "upgraded"), suppressed: { reason: "agreed" } },
  ];
  const stops = new Map(stopsOf({ ...shopAssessment, findings }).map((stop) => [stop.state.id, stop]));
  expect(stops.get("cluster-api")).toMatchObject({
    number: 6,
    breaks: 1,
    unknown: 0,
    standing: 1,
    starting: 1,
  });
  expect(stops.get("upgraded")).toMatchObject({ number: 8, breaks: 2, unknown: 1, standing: 5, starting: 2 });
  expect(stops.get("settled")).toMatchObject({ number: 9, breaks: 1, unknown: 1, standing: 2, starting: 0 });
});

test("the first breach and the upgrade are marked, once each", () => {
  const stops = stopsOf(shopAssessment);
  expect(stops.filter((stop) => stop.firstBreak).map((stop) => stop.state.id)).toEqual([
    "cluster-api-rolling",
  ]);
  expect(stops.filter((stop) => stop.upgraded).map((stop) => stop.state.id)).toEqual(["upgrade-rolling"]);
  expect(stopsOf(readyAssessment).some((stop) => stop.firstBreak)).toBe(false);
});

test("a state can be unknown without a finding; one that nothing was judged in is unknown too", () => {
  expect(stopsOf(unknownAssessment)[4]).toMatchObject({ worst: "unknown", unknown: 0 });
  expect(stopsOf({ ...readyAssessment, guarantees: [] })[0]?.worst).toBe("unknown");
});
