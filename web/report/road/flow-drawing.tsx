import type { ReactElement } from "react";
import { visible } from "../../../src/report/escape.ts";
import type { Road } from "../../../src/report/road-section.ts";
import { clip } from "../model/clip.ts";
import type { Place } from "./flow-graph.ts";
import { type FlowBox, LINE, layOutFlow } from "./flow-layout.ts";
import { type DrawnLine, drawnLines } from "./flow-lines.ts";
import { END_MARKS, type NumberedTurn } from "./road-model.ts";

/** Drawn in this order: what is taken lies on top. */
const PLACES: readonly Place[] = ["not-taken", "ahead", "taken"];
const LONGEST_HINT = 300;

interface FlowDrawingProps {
  readonly road: Road;
  readonly turns: readonly NumberedTurn[];
}

/** The provider's whole flow with the way of this cluster in it. What it says of the way, the turns below say in words. */
export function FlowDrawing({ road, turns }: FlowDrawingProps): ReactElement {
  const layout = layOutFlow(road.flow);
  const lines = drawnLines(layout);
  const byNode = new Map(turns.map((one) => [one.turn.node, one]));
  const sorted = PLACES.flatMap((place) => lines.filter((line) => line.place === place));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing with links in it is no fieldset
    <svg
      className="flow-drawing"
      viewBox={`0 0 ${layout.width} ${Math.round(layout.height)}`}
      role="group"
      aria-label="The flow, with the way this cluster goes"
    >
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
      <g aria-hidden="true">
        {sorted.map((line) => (
          <LineShape
            key={`${line.from} ${line.to} ${line.onwards}`}
            line={line}
            isAssumed={byNode.get(line.from)?.isOpen ?? false}
          />
        ))}
      </g>
      {[...layout.boxes.values()].map((box) => (
        <Node key={box.node.id} box={box} turn={byNode.get(box.node.id)} outcome={road.outcome.id} />
      ))}
    </svg>
  );
}

function LineShape({
  line,
  isAssumed,
}: {
  readonly line: DrawnLine;
  readonly isAssumed: boolean;
}): ReactElement {
  const { place, onwards, path, label, answers } = line;
  const style = styleOf(place, isAssumed);
  return (
    <g className={`flow-line ${style}${onwards ? " onwards" : ""}`}>
      <path d={path} markerEnd={`url(#flow-${style})`} />
      {label.map(({ x, y, text, at }) => (
        <text key={`${x} ${y}`} className={styleOf(answers[at]?.place, isAssumed)} x={x} y={y}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** One of four names, whatever the assessment says. */
export function styleOf(place: Place | undefined, isAssumed: boolean): string {
  if (place === "taken") return isAssumed ? "assumed" : "taken";
  return place === "ahead" ? "ahead" : "not-taken";
}

interface NodeProps {
  readonly box: FlowBox;
  readonly turn: NumberedTurn | undefined;
  readonly outcome: string;
}

function Node({ box, turn, outcome }: NodeProps): ReactElement {
  const { id, title } = box.node;
  const shape = <NodeShape box={box} turn={turn} />;
  if (turn !== undefined) {
    const { number, turn: taken } = turn;
    return (
      <a
        href={`#turn-${number}`}
        aria-label={hint(`${number} ${title} ${taken.answer.label}`)}
        aria-describedby={`turn-${number}-why`}
        data-turn={number}
      >
        {shape}
      </a>
    );
  }
  if (id === outcome) {
    return (
      <a href="#road-outcome" aria-label={hint(title)}>
        {shape}
      </a>
    );
  }
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g aria-hidden="true">
      <title>{hint(title)}</title>
      {shape}
    </g>
  );
}

function NodeShape({ box, turn }: Omit<NodeProps, "outcome">): ReactElement {
  const { node, x, y, width, height, text } = box;
  const isEnd = node.kind !== "question";
  const mark = isEnd ? (END_MARKS[node.kind as keyof typeof END_MARKS] ?? "advice") : undefined;
  const style = styleOf(node.place, turn?.isOpen ?? false);
  const first = y + height / 2 - ((text.length - 1) * LINE) / 2 + 4;
  const left = x + (isEnd ? 30 : 9);
  return (
    <g className={`flow-node ${style}${isEnd ? ` end ${mark}` : ""}`}>
      <rect x={x} y={y} width={width} height={height} rx={isEnd ? height / 2 : 5} />
      {mark === undefined ? null : (
        <use href={`#glyph-${mark}`} x={x + 9} y={y + height / 2 - 8} width="16" height="16" />
      )}
      {text.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text are told apart by their place
        <text key={index} x={left} y={first + index * LINE}>
          {line}
        </text>
      ))}
      {turn === undefined ? null : (
        <g className="flow-number">
          <circle cx={x + 5} cy={y - 2} r="9" />
          <text x={x + 5} y={y + 2}>
            {turn.number}
          </text>
        </g>
      )}
      {turn?.isOpen ? (
        <g className="unknown">
          <use href="#glyph-unknown" x={x + width - 10} y={y - 7} width="16" height="16" />
        </g>
      ) : null}
    </g>
  );
}

function hint(text: string): string {
  return clip(visible(text), LONGEST_HINT);
}
