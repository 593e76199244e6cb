import fc from "fast-check";
import { expect, it } from "vitest";
import { anyAssessment } from "../testing/arbitrary.ts";
import { readyRoad, shopRoad } from "../testing/road.ts";
import { type Decision, decisionSchema } from "./decision.ts";
import { decisionMarkdown } from "./markdown.ts";
import { decisionText } from "./text.ts";

const decision = (road: Decision["road"]): Decision => ({
  apiVersion: "replatform.io/v1alpha1",
  kind: "Decision",
  generator: { name: "replatform", version: "0.1.0" },
  cluster: { sources: ["shop/"], version: "1.25", platform: road === undefined ? "target" : "source" },
  profile: { name: "elastx-caas-v2", source: "CaaS v1", target: "CaaS v2", on: "2024-03-05" },
  target: { version: "1.26" },
  ...(road === undefined ? {} : { road }),
});
const EXAMPLES: [string, Decision["road"]][] = [
  ["shop", shopRoad],
  ["ready", readyRoad],
  ["not-affected", undefined],
];
const screen = { width: 100, colour: false };

it.each(EXAMPLES)("is shown as it was read and approved: %s", async (name, road) => {
  const shown = decisionSchema.parse(decision(road));
  await expect(decisionText(shown, screen)).toMatchFileSnapshot(`testdata/${name}.txt`);
  await expect(decisionMarkdown(shown)).toMatchFileSnapshot(`testdata/${name}.md`);
});

/** Decisions that quote whatever a cluster holds, open questions and the names of sources included. */
const anyDecision = anyAssessment.map(({ road = shopRoad, cluster }): Decision => {
  const open = road.turns.map(({ question, title, ask, answer, reason }) => ({
    question,
    title,
    ask,
    answers: [answer],
    assumed: answer.value,
    reason,
  }));
  const { cluster: own, ...rest } = decision({ ...road, open });
  return { ...rest, cluster: { ...own, sources: cluster.sources } };
});

it("no view lets text from a cluster act", () => {
  fc.assert(
    fc.property(anyDecision, (shown) => {
      const lines = decisionText(shown, screen).split("\n");
      for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      const markdown = decisionMarkdown(shown).replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
      expect(markdown).not.toMatch(/<|@(?!&#8203;)\S|:\/\/|www\./i);
    }),
    { numRuns: 100 },
  );
});
