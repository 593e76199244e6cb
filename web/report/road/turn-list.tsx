import type { ReactElement } from "react";
import type { Road } from "../../../src/report/road-section.ts";
import { howWords, whyWords } from "../../../src/report/road-words.ts";
import { EvidenceList } from "../findings/evidence.tsx";
import { counted } from "../model/words.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Name, Prose } from "../parts/name.tsx";
import type { NumberedTurn } from "./road-model.ts";

interface TurnListProps {
  readonly road: Road;
  readonly turns: readonly NumberedTurn[];
}

/** Turns in words, each with its reason and what it was read from; on a narrow screen they are the drawing. */
export function TurnList({ road, turns }: TurnListProps): ReactElement {
  return (
    <ol className="turns" start={turns[0]?.number}>
      {turns.map((one) => (
        <TurnItem key={one.number} one={one} road={road} />
      ))}
    </ol>
  );
}

/** The turns beyond an outcome that asks for something first. */
export function TurnsAhead({ road, turns }: TurnListProps): ReactElement | null {
  if (turns.length === 0) return null;
  return (
    <details className="turns-ahead">
      <summary>
        {counted(turns.length, "turn")} that {turns.length === 1 ? "follows" : "follow"} once that is done
      </summary>
      <TurnList road={road} turns={turns} />
    </details>
  );
}

interface TurnItemProps {
  readonly one: NumberedTurn;
  readonly road: Road;
}

function TurnItem({ one, road }: TurnItemProps): ReactElement {
  const { turn, number, isAhead, isOpen } = one;
  const { title, ask, answer, evidence } = turn;
  return (
    <li
      id={`turn-${number}`}
      className={`turn${isAhead ? " ahead" : ""}${isOpen ? " open" : ""}`}
      data-turn={number}
      tabIndex={-1}
    >
      <span className="turn-number" aria-hidden="true">
        {number}
      </span>
      <p className="turn-question">
        <Prose>{title}</Prose>
      </p>
      <p className="turn-answer">
        <b>
          <Prose>{answer.label}</Prose>
        </b>{" "}
        <span className="turn-how">
          {isOpen ? <Glyph mark="unknown" /> : null}
          {howWords(turn)}
        </span>
      </p>
      <div className="turn-why" id={`turn-${number}-why`}>
        {whyWords(turn).map((words) => (
          <p key={words}>
            <Prose>{words}</Prose>
          </p>
        ))}
      </div>
      <p className="turn-ask quiet">
        <Prose>{ask}</Prose>
      </p>
      <Others node={turn.node} value={answer.value} road={road} />
      {evidence.length === 0 ? null : (
        <details>
          <summary>{counted(evidence.length, "place")} it was read from</summary>
          <EvidenceList evidence={evidence} />
        </details>
      )}
    </li>
  );
}

/** The answers that were not given, and where they would have led. */
function Others({ node, value, road }: { node: string; value: string; road: Road }): ReactElement | null {
  const { nodes, edges } = road.flow;
  const others = edges.filter(
    (edge) => edge.from === node && edge.value !== undefined && edge.value !== value,
  );
  if (others.length === 0) return null;
  return (
    <ul className="turn-others" aria-label="Not taken">
      {others.map(({ value: other, label, to }) => (
        <li key={other}>
          <Name>{label}</Name> <span aria-hidden="true">→</span>
          <span className="unseen"> leads to </span>{" "}
          <Name>{nodes.find(({ id }) => id === to)?.title ?? to}</Name>
        </li>
      ))}
    </ul>
  );
}
