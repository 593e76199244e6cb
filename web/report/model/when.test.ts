import { expect, test } from "vitest";
import { shopAssessment } from "../../../src/report/testing.ts";
import { whenWords } from "./when.ts";

const { findings, states } = shopAssessment;

test.each([
  [["cluster-api-rolling"], "in 5 (Nodes being replaced under Cluster API)"],
  [["cluster-api-rolling", "upgrade-rolling"], "in 5 (Nodes being replaced under Cluster API) and 7"],
  [["v1", "load-balancer-attached", "upgraded"], "in 1 (As it is) to 2 and 8"],
  [["upgraded", "settled"], "from 8 (Upgraded to 1.26) to the end"],
  [["settled"], "in 9 (Settled on CaaS v2)"],
  [["settled", "upgraded"], "from 8 (Upgraded to 1.26) to the end"],
  [states.map((state) => state.id), "in every state"],
  [["of-another-road"], "of-another-road"],
])("%j: %s", (standing, words) => {
  const [finding] = findings;
  if (finding === undefined) throw new Error("the example has findings");
  expect(whenWords({ ...finding, states: standing }, states)).toBe(words);
});
