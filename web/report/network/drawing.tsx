import type { ReactElement } from "react";
import { visible } from "../../../src/report/escape.ts";
import { clip } from "../model/clip.ts";
import { formatCount } from "../model/words.ts";
import type { Box, Chip, Layout } from "./layout.ts";
import type { Route } from "./routes.ts";

/** About what a character of the drawing's names takes. */
const CHARACTER = 6.1;
const LONGEST_HINT = 300;

/** An attribute React's types know of no SVG element. */
const HIDDEN = { hidden: true };

interface DrawingProps {
  readonly layout: Layout;
  /** The lines of each comparison. */
  readonly routes: readonly (readonly Route[])[];
}

/** Namespaces and their workloads, with a line for what changes between them. The list beside it says the same. */
export function Drawing({ layout, routes }: DrawingProps): ReactElement {
  const { width, height, boxes, rails } = layout;
  const touched = new Set((routes[0] ?? []).flatMap(({ from, to }) => [from, boxOf(from), to, boxOf(to)]));
  const mark = (id: string): string => (touched.has(id) ? " touched" : "");
  return (
    <svg
      className="net-drawing"
      viewBox={`0 0 ${width} ${Math.round(height)}`}
      role="img"
      aria-label="Namespaces and workloads, with lines for the changes that the list names"
    >
      {boxes.map((box) => (
        <BoxShape key={box.id} box={box} mark={mark(box.id)} />
      ))}
      {rails.map(({ id, title, x, y, width: across, height: tall }) => (
        <g key={id} className={`net-rail${mark(id)}`} data-anchor={id}>
          <rect x={x} y={y} width={across} height={tall} rx="6" />
          <text transform={`translate(${x + across / 2 + 4} ${y + tall / 2})rotate(-90)`}>{title}</text>
        </g>
      ))}
      {routes.map((lines, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: comparisons are known by their place
        <g key={index} className="net-lines" data-comparison={index} {...(index > 0 ? HIDDEN : {})}>
          {lines.map(({ from, to, change, rows, path }) => (
            <g
              key={`${from} ${to} ${change}`}
              className={`net-edge ${change}`}
              data-from={from}
              data-to={to}
              data-rows={rows.join(" ")}
            >
              <path className="net-hit" d={path} />
              <path
                className={rows.length > 1 ? "net-line thick" : "net-line"}
                d={path}
                markerEnd={`url(#net-${change})`}
              />
            </g>
          ))}
        </g>
      ))}
      {boxes.flatMap(({ name, chips }) =>
        chips.map((chip) => <ChipShape key={chip.id} chip={chip} namespace={name} mark={mark(chip.id)} />),
      )}
    </svg>
  );
}

function BoxShape({ box, mark }: { readonly box: Box; readonly mark: string }): ReactElement {
  const { id, name, count, x, y, width, height } = box;
  return (
    <g className={`net-box${mark}`} data-anchor={id}>
      <title>{hint(`Namespace ${name}`)}</title>
      <rect x={x} y={y} width={width} height={height} rx="6" />
      <text x={x + 8} y={y + 15}>
        {fitted(name, width - 46)}
      </text>
      <text className="net-count" x={x + width - 8} y={y + 15}>
        {formatCount(count)}
      </text>
    </g>
  );
}

interface ChipProps {
  readonly chip: Chip;
  readonly namespace: string;
  readonly mark: string;
}

function ChipShape({ chip, namespace, mark }: ChipProps): ReactElement {
  const { id, name, kind, small, x, y, width, height } = chip;
  return (
    <g className={`${small ? "net-dot" : "net-chip"}${mark}`} data-anchor={id}>
      <title>{hint(`${kind} ${namespace}/${name}`)}</title>
      <rect x={x} y={y} width={width} height={height} rx={small ? 2 : 4} />
      {small ? null : (
        <text x={x + 6} y={y + 13}>
          {fitted(name, width - 10)}
        </text>
      )}
    </g>
  );
}

/** A workload's namespace is named with it. */
function boxOf(id: string): string {
  return id.replace(/^w(\d+)-\d+$/, "n$1");
}

function hint(text: string): string {
  return clip(visible(text), LONGEST_HINT);
}

/** As much of a name as there is room for; the hint has it in full. */
function fitted(text: string, width: number): string {
  const most = Math.max(4, Math.floor(width / CHARACTER));
  const shown = visible(text);
  return shown.length <= most ? shown : `${shown.slice(0, most - 1)}…`;
}
