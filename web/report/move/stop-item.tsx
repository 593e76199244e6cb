import type { ReactElement } from "react";
import { formatFilter } from "../client/filter.ts";
import { ACTOR_LETTERS, ACTS } from "../model/actors.ts";
import type { Stop } from "../model/stops.ts";
import { capital, formatCount } from "../model/words.ts";
import { Name, Prose } from "../parts/name.tsx";
import { Nodes } from "./nodes.tsx";
import { TrackAcross, TrackDown } from "./track.tsx";
import { VersionStep } from "./version-step.tsx";

interface StopItemProps {
  readonly stop: Stop;
  readonly before: Stop | undefined;
  readonly after: Stop | undefined;
  readonly versions: readonly string[];
  readonly mostNodes: number;
}

/** One state of the move: its piece of the line, and the same in words. */
export function StopItem({ stop, before, after, versions, mostNodes }: StopItemProps): ReactElement {
  const { state } = stop;
  const track = { before, stop, after };
  return (
    <li className={`stop ${stop.worst}${state.mixed ? " mixed" : ""}`} data-state={state.id}>
      <p className="flag">{stop.firstBreak ? <span>First to break</span> : null}</p>
      <div className="line">
        <TrackAcross {...track} />
        <TrackDown {...track} />
      </div>
      <p className="stop-title">
        <Title stop={stop} />
      </p>
      <p className="stop-verdict">{verdictWords(stop)}</p>
      <p className="actor">
        {ACTOR_LETTERS[state.actor].map((letter) => (
          <span key={letter} className={`letter ${letter}`} aria-hidden="true">
            {letter}
          </span>
        ))}
        {ACTS[state.actor]}
      </p>
      <VersionStep stop={stop} before={before} versions={versions} />
      <Nodes nodes={state.nodes} most={mostNodes} />
      <p className="story">
        <Prose>{state.story}</Prose>
      </p>
    </li>
  );
}

/** A link to the state's findings, where there are any. */
function Title({ stop }: { readonly stop: Stop }): ReactElement {
  const { state, number, standing } = stop;
  const words = (
    <>
      <span className="number">{number}</span> <Name>{capital(state.title)}</Name>
      {state.mixed ? <span className="unseen">, passed through: old and new side by side</span> : null}
    </>
  );
  if (standing === 0) return <b>{words}</b>;
  return (
    <a href="#findings" data-filter={formatFilter({ state: state.id })}>
      {words}
    </a>
  );
}

function verdictWords(stop: Stop): ReactElement {
  if (stop.worst === "holds") return <span className="holds">all hold</span>;
  const counts = stop.breaks + stop.unknown;
  return (
    <>
      {stop.breaks === 0 ? null : (
        <span className="breaks">
          <strong>{formatCount(stop.breaks)}</strong> {stop.breaks === 1 ? "breaks" : "break"}
        </span>
      )}
      {stop.unknown === 0 ? null : (
        <span className="unknown">
          <strong>{formatCount(stop.unknown)}</strong> unknown
        </span>
      )}
      {counts === 0 ? (
        <span className={stop.worst}>{stop.worst === "breaks" ? "breaks" : "not all checked"}</span>
      ) : null}
      {stop.starting === 0 || stop.starting === counts ? null : (
        <span className="starting">{formatCount(stop.starting)} begin here</span>
      )}
    </>
  );
}
