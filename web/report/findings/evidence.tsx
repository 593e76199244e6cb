import type { ReactElement } from "react";
import type { AssessmentEvidence } from "../../../src/report/assessment.ts";
import { placeOf } from "../../../src/report/words.ts";
import { counted } from "../model/words.ts";
import { Code, Name, Prose } from "../parts/name.tsx";
import { SubjectName } from "../parts/subject.tsx";
import { Excerpt } from "./excerpt.tsx";

/** Past this many the reader wants the machine-readable output, and the page stays small. */
const MOST = 40;
/** Only the first few show the lines around them. */
const MOST_EXCERPTS = 6;

export function EvidenceList({
  evidence,
}: {
  readonly evidence: readonly AssessmentEvidence[];
}): ReactElement {
  const rest = evidence.length - MOST;
  return (
    <ul className="evidence">
      {evidence.slice(0, MOST).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no identity of its own and never moves
        <EvidenceItem key={index} item={item} withExcerpt={index < MOST_EXCERPTS} />
      ))}
      {rest > 0 ? <li className="quiet">and {counted(rest, "more place")}, all listed by -o json</li> : null}
    </ul>
  );
}

function EvidenceItem({
  item,
  withExcerpt,
}: {
  readonly item: AssessmentEvidence;
  readonly withExcerpt: boolean;
}): ReactElement {
  const { object, path, value, note, excerpt } = item;
  const lines = withExcerpt ? excerpt : undefined;
  return (
    <li>
      <p className="where">
        <Code>{placeOf(item)}</Code>
        {object === undefined ? null : <SubjectName subject={object} />}
        {path === "" ? null : (
          <span className="path">
            <Code>{path}</Code>
          </span>
        )}
        {note === undefined ? null : (
          <span className="quiet">
            <Prose>{note}</Prose>
          </span>
        )}
      </p>
      {lines === undefined ? null : <Excerpt excerpt={lines} />}
      {lines !== undefined || value === undefined ? null : (
        <p className="value">
          <Name>{value}</Name>
        </p>
      )}
    </li>
  );
}
