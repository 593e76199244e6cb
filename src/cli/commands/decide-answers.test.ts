import fc from "fast-check";
import { expect, it } from "vitest";
import { parseAnswers } from "../../config/answers.ts";
import { FLOW } from "../../decide/flow.ts";
import type { Given } from "../../decide/walk.ts";
import type { Road } from "../../report/road-section.ts";
import { anyAssessment } from "../../report/testing/arbitrary.ts";
import { shopRoad } from "../../report/testing/road.ts";
import { HOSTILE_STRINGS } from "../../report/testing.ts";
import { answersText } from "./decide-answers.ts";

const text = fc.oneof(fc.constantFrom(...HOSTILE_STRINGS), fc.string({ unit: "binary", maxLength: 40 }));
const given = fc
  .record({
    "floating-ips-required": fc.constantFrom("no", "yes"),
    maintainer: fc.constantFrom("provider", "customer"),
    "proxy-in-front": fc.constantFrom("no", "yes"),
    note: text.filter((one) => one !== ""),
  })
  .map(({ note, ...values }): Map<string, Given> => {
    const answers = new Map(
      Object.entries(values).map(([id, value]): [string, Given] => [id, { value, how: "given", where: "x" }]),
    );
    answers.set("proxy-in-front", {
      value: values["proxy-in-front"],
      how: "asked",
      where: "x",
      note,
      proxyRanges: ["192.0.2.0/24"],
    });
    return answers;
  });

/** A road whose reasons and evidence quote whatever a cluster holds. */
const anyRoad = fc.tuple(anyAssessment, text).map(([{ road = shopRoad }, reason]): Road => {
  const questions = FLOW.questions.map(({ id }) => id);
  const turns = road.turns.map((turn, index) => ({
    ...turn,
    question: questions[index] ?? turn.question,
    reason,
  }));
  return { ...road, turns };
});

it("says what people said and nothing else, whatever the cluster holds", () => {
  fc.assert(
    fc.property(anyRoad, given, fc.array(text, { maxLength: 3 }), (road, answers, sources) => {
      const written = parseAnswers(answersText(road, answers, sources), "x");
      const said = ({ value, note, proxyRanges }: Given) => ({ value, note, proxyRanges });
      expect(new Map([...written].map(([id, one]) => [id, said(one)]))).toEqual(
        new Map([...answers].map(([id, one]) => [id, said(one)])),
      );
    }),
    { numRuns: 200 },
  );
});
