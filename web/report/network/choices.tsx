import type { ReactElement } from "react";
import { visible } from "../../../src/report/escape.ts";
import type { AssessmentNetwork } from "../../../src/report/network-section.ts";
import { clip } from "../model/clip.ts";
import { counted } from "../model/words.ts";
import type { Anchors } from "./anchors.ts";
import type { ComparisonModel } from "./network-model.ts";
import { CHANGE_WORDS, CHANGES } from "./words.ts";

/** Longer option texts make the select wider than a small screen in some browsers. */
const LONGEST_OPTION = 60;

interface ChoicesProps {
  readonly network: AssessmentNetwork;
  readonly comparisons: readonly ComparisonModel[];
  readonly anchors: Anchors;
}

/** What to compare, and what of it to see. They need the script, and are not shown without it. */
export function Choices({ network, comparisons, anchors }: ChoicesProps): ReactElement {
  const kinds = new Set(network.comparisons.flatMap(({ changes }) => changes.map(({ change }) => change)));
  return (
    <search className="choices net-choices needs-script" aria-label="Choose what the network drawing shows">
      <div>
        <label htmlFor="net-comparison">Compare states</label>
        <select id="net-comparison" data-net="comparison">
          {comparisons.map(({ index, before, after, title }) => (
            <option key={index} value={index}>
              {clip(visible(`${before} → ${after} (${title})`), LONGEST_OPTION)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor="net-namespace">Namespace</label>
        <select id="net-namespace" data-net="namespace">
          <option value="">All</option>
          {changedNamespaces(network, anchors).map((at) => (
            <option key={at} value={at}>
              {clip(visible(network.namespaces[at]?.name ?? ""), LONGEST_OPTION)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor="net-change">Change</label>
        <select id="net-change" data-net="change">
          <option value="">All</option>
          {CHANGES.filter((change) => kinds.has(change)).map((change) => (
            <option key={change} value={change}>
              {CHANGE_WORDS[change]}
            </option>
          ))}
        </select>
      </div>
      <div className="net-text">
        <label htmlFor="net-text">Search changes</label>
        <input
          id="net-text"
          type="search"
          data-net="text"
          placeholder="Workload, node, address, port…"
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <output aria-live="polite" data-net="count">
        {counted(comparisons[0]?.comparison.changes.length ?? 0, "change")}
      </output>
    </search>
  );
}

/** Positions of the namespaces any comparison names. */
function changedNamespaces(network: AssessmentNetwork, anchors: Anchors): readonly number[] {
  const found = new Set<number>();
  for (const { from, to } of network.comparisons.flatMap(({ changes }) => changes)) {
    for (const end of [...from.ends, ...to.ends]) {
      if (end.type === "nodes" || end.type === "addresses") continue;
      const at = anchors.namespaceAt(end.namespace);
      if (at !== undefined) found.add(at);
    }
  }
  const nameOf = (at: number): string => network.namespaces[at]?.name ?? "";
  return [...found].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
