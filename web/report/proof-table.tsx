import type { ReactElement } from "react";
import type { Assessment } from "../../src/report/assessment.ts";
import { formatFilter } from "./client/filter.ts";
import { guaranteeAnchor } from "./model/anchors.ts";
import type { ReportModel } from "./model/report-model.ts";
import type { Stop } from "./model/stops.ts";
import { capital, formatCount } from "./model/words.ts";
import { Glyph } from "./parts/glyph.tsx";
import { Name, Prose } from "./parts/name.tsx";
import { Scroller } from "./parts/scroller.tsx";
import { Section } from "./parts/section.tsx";

type Guarantee = Assessment["guarantees"][number];

/** Guarantees down, states across: the product's face. */
export function ProofTable({ model }: { readonly model: ReportModel }): ReactElement {
  const counts = countCells(model);
  return (
    <Section
      id="proof"
      title="The proof"
      lead="Each promise to the cluster’s users, in each state of the move. A number is how many findings stand there: follow it to read them."
    >
      <Scroller label="The proof: guarantees by states">
        <table className="proof">
          <thead>
            <tr>
              <th scope="col" className="corner">
                Guarantee
              </th>
              {model.stops.map((stop) => (
                <StateHeader key={stop.state.id} stop={stop} />
              ))}
            </tr>
          </thead>
          <tbody>
            {model.guarantees.map((guarantee) => (
              <tr key={guarantee.id}>
                <th scope="row">
                  <span className="guarantee-id">
                    <Name>{guarantee.id}</Name>
                  </span>
                  <span className="promise">
                    <Prose>{guarantee.promise}</Prose>
                  </span>
                </th>
                {model.stops.map(({ state }) => (
                  <Cell
                    key={state.id}
                    guarantee={guarantee}
                    state={state.id}
                    count={counts.get(cellKey(guarantee.id, state.id)) ?? 0}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Section>
  );
}

function StateHeader({ stop }: { readonly stop: Stop }): ReactElement {
  return (
    <th scope="col" className={stop.state.mixed ? "mixed" : undefined} data-state={stop.state.id}>
      <span className="number">{stop.number}</span> <Name>{capital(stop.state.title)}</Name>
    </th>
  );
}

interface CellProps {
  readonly guarantee: Guarantee;
  readonly state: string;
  readonly count: number;
}

function Cell({ guarantee, state, count }: CellProps): ReactElement {
  const verdict = guarantee.verdicts[state] ?? "unknown";
  const words = (
    <>
      <Glyph mark={verdict} />
      <span>{verdict}</span>
    </>
  );
  if (verdict === "holds") {
    return (
      <td className="holds" data-state={state}>
        <span className="verdict">{words}</span>
      </td>
    );
  }
  const filter = formatFilter({ guarantee: guarantee.id, state });
  return (
    <td className={verdict} data-state={state}>
      {count === 0 ? (
        // Nothing was found because something could not be read: the coverage tells what.
        <a className="verdict" href="#coverage">
          {words}
        </a>
      ) : (
        <a className="verdict" href={`#${guaranteeAnchor(guarantee.id)}`} data-filter={filter}>
          {words}
          <span className="count">
            {formatCount(count)}
            <span className="unseen"> {count === 1 ? "finding" : "findings"}</span>
          </span>
        </a>
      )}
    </td>
  );
}

/** How many findings count in each cell; one pass over them. */
function countCells(model: ReportModel): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of model.assessment.findings) {
    if (finding.suppressed !== undefined || finding.verdict === "advice") continue;
    for (const state of finding.states) {
      const key = cellKey(finding.guarantee, state);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function cellKey(guarantee: string, state: string): string {
  return JSON.stringify([guarantee, state]);
}
