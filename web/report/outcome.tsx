import type { ReactElement } from "react";
import { visible } from "../../src/report/escape.ts";
import { outcomeOf } from "../../src/report/outcome.ts";
import { formatFilter } from "./client/filter.ts";
import { Facts } from "./facts.tsx";
import { badgeOf } from "./model/outcome.ts";
import type { ReportModel } from "./model/report-model.ts";
import { STANDINGS, type Standing } from "./model/verdict.ts";
import { formatCount } from "./model/words.ts";
import { Glyph } from "./parts/glyph.tsx";

const TALLIES: Readonly<Record<Standing, readonly [one: string, many: string]>> = {
  breaks: ["finding breaks", "findings break"],
  unknown: ["could not be checked", "could not be checked"],
  advice: ["worth knowing", "worth knowing"],
  accepted: ["accepted by you", "accepted by you"],
};

/** The whole result at a glance: badge, sentence, what to do next, counts. */
export function OutcomePanel({ model }: { readonly model: ReportModel }): ReactElement {
  const { assessment, counts } = model;
  const badge = badgeOf(assessment);
  const { sentence, next } = outcomeOf(assessment);
  const shown = STANDINGS.filter((standing) => counts[standing] > 0);
  return (
    <section id="outcome" aria-labelledby="outcome-title" className={`outcome ${badge.mark}`}>
      <div className="result">
        <div>
          <p className="badge">
            <Glyph mark={badge.mark} />
            {badge.word}
          </p>
          <h1 id="outcome-title">{visible(sentence)}</h1>
          <ul className="next">
            {next.map((line) => (
              <li key={line}>{visible(line)}</li>
            ))}
          </ul>
        </div>
        {shown.length === 0 ? null : (
          <ul className="tallies" aria-label="Findings">
            {shown.map((standing) => (
              <li key={standing} className={standing}>
                <a href="#findings" data-filter={formatFilter({ verdicts: [standing] })}>
                  <Glyph mark={standing} />
                  <strong>{formatCount(counts[standing])}</strong>{" "}
                  <span>{TALLIES[standing][counts[standing] === 1 ? 0 : 1]}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Facts assessment={assessment} />
    </section>
  );
}
