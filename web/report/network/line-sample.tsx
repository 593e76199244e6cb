import type { ReactElement } from "react";
import type { ChangeKind } from "../../../src/report/network-section.ts";
import { CHANGE_WORDS, CHANGES } from "./words.ts";

/** The line a kind of change is drawn as; its word stands beside it everywhere. */
export function LineSample({ change }: { readonly change: ChangeKind }): ReactElement {
  return (
    <svg className={`net-sample ${change}`} width="40" height="12" aria-hidden="true">
      <path className="net-line" d="M1 6h30" markerEnd={`url(#net-${change})`} />
    </svg>
  );
}

/** What the lines mean. */
export function LineKey(): ReactElement {
  return (
    <ul className="key" aria-hidden="true">
      {CHANGES.map((change) => (
        <li key={change}>
          <LineSample change={change} /> {CHANGE_WORDS[change].toLowerCase()}
          {change === "names-lost" ? ": pods that asked the cache and cannot ask CoreDNS" : ""}
        </li>
      ))}
      <li>
        <span className="net-dot-sample" /> a workload without changes of its own
      </li>
    </ul>
  );
}

const ARROW = "M0-3.5 7 0 0 3.5z";
const RING = "M0 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z";
const HEADS: Readonly<Record<ChangeKind, string>> = {
  "names-lost": `${RING}M1-2.5 6 2.5`,
  "names-may-be-lost": RING,
  lost: "M0-3.5 7 3.5M0 3.5 7-3.5",
  "may-be-lost": ARROW,
  gained: ARROW,
  "may-be-gained": ARROW,
};

/** The lines' heads, once a page: a ring where names end, a cross where something ends, a full arrow where something begins, an open one where that is not known. */
export function LineHeads(): ReactElement {
  return (
    <svg className="shapes" aria-hidden="true" width="0" height="0">
      {CHANGES.map((change) => (
        <marker
          key={change}
          id={`net-${change}`}
          className={`net-head ${change}`}
          viewBox="-1 -5 9 10"
          markerWidth="9"
          markerHeight="10"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d={HEADS[change]} />
        </marker>
      ))}
    </svg>
  );
}
