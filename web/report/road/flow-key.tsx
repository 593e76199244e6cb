import type { ReactElement } from "react";
import type { Road } from "../../../src/report/road-section.ts";
import { Glyph } from "../parts/glyph.tsx";
import { END_MARKS, END_WORDS } from "./road-model.ts";

const STYLES = [
  ["taken", "the way taken"],
  ["assumed", "taken on an assumption: the question is open"],
  ["ahead", "the way on, once that is done"],
  ["not-taken", "not taken"],
] as const;

/** What the drawing's lines and signs mean. */
export function FlowKey({ road }: { readonly road: Road }): ReactElement {
  const used = new Set<string>(road.flow.edges.map(({ place }) => place));
  const isOpen = road.open.length > 0;
  const shown = STYLES.filter(([style]) => (style === "assumed" ? isOpen : used.has(style)));
  const kinds = Object.entries(END_WORDS).filter(([kind]) =>
    road.flow.nodes.some((node) => node.kind === kind),
  );
  return (
    <ul className="key" aria-hidden="true">
      {shown.map(([style, words]) => (
        <li key={style}>
          <svg className={`flow-line ${style}`} width="34" height="12" aria-hidden="true">
            <path d="M1 6h24" markerEnd={`url(#flow-${style})`} />
          </svg>{" "}
          {words}
        </li>
      ))}
      {kinds.map(([kind, words]) => (
        <li key={kind}>
          <Glyph mark={END_MARKS[kind as keyof typeof END_MARKS]} /> {words}
        </li>
      ))}
    </ul>
  );
}

/** The lines' heads, once a page. */
export function FlowHeads(): ReactElement {
  return (
    <svg className="shapes" aria-hidden="true" width="0" height="0">
      {STYLES.map(([style]) => (
        <marker
          key={style}
          id={`flow-${style}`}
          className={`flow-head ${style}`}
          viewBox="-1 -5 9 10"
          markerWidth="9"
          markerHeight="10"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0-4 7 0 0 4z" />
        </marker>
      ))}
    </svg>
  );
}
