import { refLabel } from "../../world/resource.ts";
import type { AssessmentEvidence } from "../assessment.ts";
import { placeOf } from "../words.ts";
import { padEnd, widest } from "./width.ts";
import { clip } from "./wrap.ts";

/** As many places are shown for one finding before the rest is counted. */
const SHOWN = 6;
const LONGEST_VALUE = 200;

/** Where it stands: `shop/web.yaml:12  spec.replicas = 1`, the places in a column while they leave room. */
export function evidenceLines(
  evidence: readonly AssessmentEvidence[],
  width: number,
  all: boolean,
): string[] {
  const shown = all ? evidence : evidence.slice(0, SHOWN);
  const left = evidence.length - shown.length;
  const places = widest(shown.map(placeOf));
  const inColumns = shown.map((entry) => `${padEnd(placeOf(entry), places)}  ${whatOf(entry)}`.trimEnd());
  return [
    ...(widest(inColumns) <= width
      ? inColumns
      : shown.map((entry) => `${placeOf(entry)}  ${whatOf(entry)}`.trimEnd())),
    ...(left > 0 ? [`and ${left} more places (--all shows them, -o json holds them)`] : []),
  ];
}

function whatOf({ object, path, value, note }: AssessmentEvidence): string {
  const field = [path, value === undefined ? "" : clip(value, LONGEST_VALUE)].filter((text) => text !== "");
  return [
    object === undefined ? "" : refLabel(object),
    field.join(" = "),
    note === undefined ? "" : `(${note})`,
  ]
    .filter((text) => text !== "")
    .join("  ");
}
