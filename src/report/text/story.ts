import type { Assessment, AssessmentState } from "../assessment.ts";
import type { Screen } from "./screen.ts";
import { padEnd, widest, widthOf } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

const LONGEST_ID = 24;
const LEAST_TITLE = 20;

/** What the table's numbers stand for: the move told state by state, with as many facts as there is room for. */
export function story(assessment: Assessment, screen: Screen): string[] {
  const states = assessment.states;
  const ids = Math.min(LONGEST_ID, widest(states.map((state) => state.id)));
  const titles = widest(states.map((state) => state.title));
  const room = (facts: readonly string[]): number => screen.width - 6 - ids - 4 - widest(facts);
  const facts = [3, 2, 1, 0].map((many) => states.map((state) => factsOf(state, many)));
  const fitting =
    facts.find((some) => room(some) >= titles) ?? facts.find((some) => room(some) >= LEAST_TITLE);
  const lines = states.flatMap((state, index) => {
    const number = `${index + 1}`.padStart(4);
    if (fitting === undefined || widthOf(state.id) > ids) return stacked(number, state, screen);
    const column = Math.min(room(fitting), titles);
    const id = screen.paint("title", state.id) + " ".repeat(ids - widthOf(state.id));
    const fact = screen.paint("quiet", fitting[index] ?? "");
    return wrap(state.title, column).map((line, at) =>
      at === 0
        ? `${number}  ${id}  ${padEnd(line, column)}  ${fact}`.trimEnd()
        : `${" ".repeat(6 + ids + 2)}${line}`,
    );
  });
  return ["", ...lines];
}

function stacked(number: string, state: AssessmentState, screen: Screen): string[] {
  return [
    ...hang(`${number}  `, state.id, screen.width).map((line) => screen.paint("title", line)),
    ...hang("      ", state.title, screen.width),
  ];
}

/** Who acts, the API server's version, the nodes: the first `many` of them. */
function factsOf(state: AssessmentState, many: number): string {
  const { old, new: made } = state.nodes;
  const nodes = [old > 0 ? `${old} old` : "", made > 0 ? `${made} new` : ""].filter((text) => text !== "");
  const who = state.actor === "nobody" ? "" : state.actor;
  return [who.padEnd(8), (state.version ?? "").padEnd(4), nodes.join(" + ")]
    .slice(0, many)
    .join("  ")
    .trimEnd();
}
