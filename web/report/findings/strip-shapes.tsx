import type { ReactElement } from "react";
import type { Strips } from "../model/strips.ts";

const WIDTH = 7;
const GAP = 2;
const HEIGHT = 12;

/** The patterns that the findings' rows refer to. */
export function StripShapes({ strips }: { readonly strips: Strips }): ReactElement {
  return (
    <svg className="shapes" aria-hidden="true" width="0" height="0">
      {strips.patterns.map(({ id, standing }) => (
        <symbol key={id} id={id} viewBox={`0 0 ${standing.length * (WIDTH + GAP) - GAP} ${HEIGHT}`}>
          <path className="free" d={boxes(standing, false)} />
          <path className="standing" d={boxes(standing, true)} />
        </symbol>
      ))}
    </svg>
  );
}

/** Boxes of the states that are (not) in the pattern; the others are low, so that no colour is needed. */
function boxes(standing: readonly boolean[], wanted: boolean): string {
  const height = wanted ? HEIGHT : 3;
  return standing
    .map((is, index) =>
      is === wanted ? `M${index * (WIDTH + GAP)} ${HEIGHT - height}h${WIDTH}v${height}h-${WIDTH}z` : "",
    )
    .join("");
}
