import type { ReactElement } from "react";
import type { AssessmentFinding, AssessmentState } from "../../../src/report/assessment.ts";
import { ownerOf } from "../../../src/report/words.ts";
import { type Standing, standingOf } from "../model/verdict.ts";
import { whenWords } from "../model/when.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Code, Name, Prose } from "../parts/name.tsx";
import { SubjectName } from "../parts/subject.tsx";
import { EvidenceList } from "./evidence.tsx";

const SAYS: Readonly<Record<Standing, string>> = {
  breaks: "Breaks",
  unknown: "Unknown",
  advice: "Advice",
  accepted: "Accepted",
};

interface FindingItemProps {
  readonly finding: AssessmentFinding;
  readonly anchor: string;
  readonly strip: string;
  /** 0-based positions of its states, for the filter. */
  readonly positions: readonly number[];
  readonly states: readonly AssessmentState[];
  readonly open: boolean;
}

/** One finding: a row that says who loses what, and behind it what to do and by which evidence. */
export function FindingItem(props: FindingItemProps): ReactElement {
  const { finding, anchor, strip, positions, states, open } = props;
  const standing = standingOf(finding);
  return (
    <li
      id={anchor}
      className={`finding ${standing}`}
      data-verdict={standing}
      data-namespace={finding.subject.namespace ?? ""}
      data-states={positions.join(" ")}
    >
      <details open={open}>
        <summary>
          <Glyph mark={standing} />
          <span className="unseen">{SAYS[standing]}: </span>
          <SubjectName subject={finding.subject} />
          <svg className="strip" aria-hidden="true">
            <use href={`#${strip}`} />
          </svg>
          <span className="message">
            <Prose>{finding.message}</Prose>
          </span>
        </summary>
        <div className="body">
          {finding.suppressed === undefined ? null : <Accepted suppressed={finding.suppressed} />}
          <dl className="what">
            <dt>What to do</dt>
            <dd>
              <Prose>{finding.remedy}</Prose>
            </dd>
            <Owner finding={finding} />
            <dt>When</dt>
            <dd>
              <Prose>{whenWords(finding, states)}</Prose>
            </dd>
            <dt>Evidence</dt>
            <dd>
              {finding.evidence.length === 0 ? (
                <p className="quiet">
                  Nothing to show: it is what could not be read that makes this finding.
                </p>
              ) : (
                <EvidenceList evidence={finding.evidence} />
              )}
            </dd>
          </dl>
          <p className="references">
            <Code>{finding.id}</Code>
            <button type="button" className="needs-script" data-copy={finding.id}>
              Copy id
            </button>
            <span>
              explained in <Code>{finding.docs}</Code>
            </span>
            <a className="permalink" href={`#${anchor}`}>
              Link to this finding
            </a>
          </p>
        </div>
      </details>
    </li>
  );
}

function Owner({ finding }: { readonly finding: AssessmentFinding }): ReactElement | null {
  const words = ownerOf(finding);
  if (words === undefined) return null;
  return (
    <>
      <dt>Where</dt>
      <dd>
        <Name>{words}</Name> <span className="quiet">applies it again, so make the change there</span>
      </dd>
    </>
  );
}

function Accepted({
  suppressed,
}: {
  readonly suppressed: NonNullable<AssessmentFinding["suppressed"]>;
}): ReactElement {
  return (
    <p className="acceptance">
      Accepted in the configuration
      {suppressed.expires === undefined ? null : (
        <>
          {" "}
          until <Code>{suppressed.expires}</Code>
        </>
      )}
      : <Prose>{suppressed.reason}</Prose>
    </p>
  );
}
