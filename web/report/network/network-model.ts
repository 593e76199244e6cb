import type { AssessmentNetwork, NetworkComparison } from "../../../src/report/network-section.ts";
import type { ReportModel } from "../model/report-model.ts";
import { statesWords } from "./words.ts";

/** One comparison of two networks, as the section shows it. */
export interface ComparisonModel {
  readonly index: number;
  readonly comparison: NetworkComparison;
  /** `1 to 4` and `5`: the states of the move. */
  readonly before: string;
  readonly after: string;
  /** The first state of the later network. */
  readonly title: string;
}

/** Comparisons in which something changes, the whole move first: it is shown before anybody chose. */
export function comparisonsOf(network: AssessmentNetwork, model: ReportModel): readonly ComparisonModel[] {
  const { positions, assessment } = model;
  const titles = new Map(assessment.states.map(({ id, title }) => [id, title]));
  const last = assessment.states.at(-1)?.id ?? "";
  const end = network.states.findIndex((states) => states.includes(last));
  return network.comparisons
    .filter(({ changes }) => changes.length > 0)
    .sort((a, b) => Number(isWhole(b, end)) - Number(isWhole(a, end)))
    .map((comparison, index) => {
      const after = network.states[comparison.after] ?? [];
      return {
        index,
        comparison,
        before: statesWords(network.states[comparison.before] ?? [], positions),
        after: statesWords(after, positions),
        title: titles.get(after[0] ?? "") ?? after[0] ?? "",
      };
    });
}

function isWhole({ before, after }: NetworkComparison, end: number): boolean {
  return before === 0 && after === end;
}
