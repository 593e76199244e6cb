import type { ReactElement } from "react";
import type { ReportModel } from "../model/report-model.ts";
import { capital } from "../model/words.ts";
import { Name, Prose } from "../parts/name.tsx";
import { Section } from "../parts/section.tsx";
import { MoveKey } from "./move-key.tsx";
import { StopItem } from "./stop-item.tsx";
import { Hatching } from "./track.tsx";

/** More stations than this in one line could not be read: the line then goes on below. */
const MOST_IN_A_ROW = 9;

/** The move as a line from the old platform to the new one. */
export function Move({ model }: { readonly model: ReportModel }): ReactElement {
  const { assessment, stops } = model;
  const rows = Math.ceil(stops.length / MOST_IN_A_ROW);
  const columns = Math.ceil(stops.length / Math.max(1, rows));
  const versions = [...new Set(stops.flatMap(({ state }) => state.version ?? []))];
  const mostNodes = Math.max(0, ...stops.map(({ state }) => state.nodes.old + state.nodes.new));
  return (
    <Section
      id="move"
      title="The move"
      lead={
        <>
          From <Name>{assessment.profile.source}</Name> to <Name>{assessment.profile.target}</Name>: each
          state the move comes to rest in, and each it passes through. A state’s sign is its worst verdict.
          {assessment.findings.length > 0 ? " Choose one to see its findings." : null}
        </>
      }
    >
      <Hatching />
      <div className="move-frame">
        <ol className={`move columns-${columns}`}>
          {stops.map((stop, index) => (
            <StopItem
              key={stop.state.id}
              stop={stop}
              before={stops[index - 1]}
              after={stops[index + 1]}
              versions={versions}
              mostNodes={mostNodes}
            />
          ))}
        </ol>
      </div>
      <MoveKey />
      <details className="stories">
        <summary>What happens in each state</summary>
        <ol>
          {stops.map(({ state }) => (
            <li key={state.id}>
              <b>
                <Name>{capital(state.title)}</Name>
              </b>{" "}
              <Prose>{state.story}</Prose>
            </li>
          ))}
        </ol>
      </details>
    </Section>
  );
}
