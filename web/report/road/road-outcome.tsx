import type { ReactElement } from "react";
import type { Road } from "../../../src/report/road-section.ts";
import { counted } from "../model/words.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Code, Prose } from "../parts/name.tsx";
import { SubjectName } from "../parts/subject.tsx";
import { END_MARKS } from "./road-model.ts";

/** The findings say more of each. */
const MOST_FIXES = 20;

/** Where the road ends, what is to be mended first, and what each side does next. */
export function RoadOutcome({ road }: { readonly road: Road }): ReactElement {
  const { outcome, decided } = road;
  const mark = decided ? (END_MARKS[outcome.kind] ?? "advice") : "unknown";
  return (
    <div id="road-outcome" className={`road-outcome ${mark}`} tabIndex={-1}>
      <h3>
        <Glyph mark={mark} />
        <span>
          {decided ? null : "With what is assumed: "}
          <Prose>{outcome.title}</Prose>
        </span>
      </h3>
      {outcome.until === undefined ? null : (
        <p className="quiet">
          <Prose>{outcome.until}</Prose>
        </p>
      )}
      {decided ? null : (
        <p className="quiet">
          {counted(road.open.length, "question")} {road.open.length === 1 ? "is" : "are"} open.{" "}
          <code>replatform decide --write-answers FILE</code> writes them down to be answered.
        </p>
      )}
      <Fixes fixes={outcome.fixes} />
      <div className="sides">
        <Steps letter="P" title="The provider next" steps={outcome.provider} />
        <Steps letter="C" title="The customer next" steps={outcome.customer} />
      </div>
    </div>
  );
}

interface StepsProps {
  readonly letter: "P" | "C";
  readonly title: string;
  readonly steps: readonly string[];
}

function Steps({ letter, title, steps }: StepsProps): ReactElement {
  return (
    <div className="side">
      <h4>
        <span className={`letter ${letter}`} aria-hidden="true">
          {letter}
        </span>
        {title}
      </h4>
      <ol>
        {steps.map((step) => (
          <li key={step}>
            <Prose>{step}</Prose>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Fixes({ fixes }: Pick<Road["outcome"], "fixes">): ReactElement | null {
  if (fixes.length === 0) return null;
  const rest = fixes.length - MOST_FIXES;
  return (
    <div className="fixes">
      <h4>To fix first</h4>
      <ul>
        {fixes.slice(0, MOST_FIXES).map(({ finding, subject, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: fixes are told apart by nothing else
          <li key={index}>
            <details>
              <summary>
                <span>
                  <SubjectName subject={subject} />
                </span>
                {finding === undefined ? null : <Code>{finding}</Code>}
              </summary>
              <p>
                <Prose>{message}</Prose>
              </p>
            </details>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="quiet">and {rest} more, all listed by -o json</p> : null}
    </div>
  );
}
