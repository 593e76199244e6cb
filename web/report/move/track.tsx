import type { ReactElement } from "react";
import type { Stop } from "../model/stops.ts";

interface TrackProps {
  readonly before: Stop | undefined;
  readonly stop: Stop;
  readonly after: Stop | undefined;
}

/**
 * A state's piece of the line. A settled state is a station on a plain rail; one passed through is a hatched
 * passage, old and new side by side. Lengths are percentages, so a piece fits any column without distorting;
 * the pieces of neighbours meet at its ends.
 */
export function TrackAcross({ before, stop, after }: TrackProps): ReactElement {
  return (
    <svg className="track across" width="100%" height="44" aria-hidden="true">
      {before && <line className={`rail ${railTo(stop, before)}`} x1="0" x2="50%" y1="22" y2="22" />}
      {after && <line className={`rail ${railTo(stop, after)}`} x1="50%" x2="100%" y1="22" y2="22" />}
      {stop.state.mixed ? <Passage x="5%" y="9" width="90%" height="26" /> : null}
      <svg x="50%" y="22" overflow="visible" role="presentation">
        <Station stop={stop} />
      </svg>
    </svg>
  );
}

/** The same piece for a move that runs down the page. */
export function TrackDown({ before, stop, after }: TrackProps): ReactElement {
  return (
    <svg className="track down" width="44" height="100%" aria-hidden="true">
      {before && <line className={`rail ${railTo(stop, before)}`} x1="22" x2="22" y1="0" y2="22" />}
      {after && <line className={`rail ${railTo(stop, after)}`} x1="22" x2="22" y1="22" y2="100%" />}
      {stop.state.mixed ? <Passage x="9" y="6" width="26" height="92%" /> : null}
      <svg x="22" y="22" overflow="visible" role="presentation">
        <Station stop={stop} />
      </svg>
    </svg>
  );
}

interface Box {
  readonly x: string;
  readonly y: string;
  readonly width: string;
  readonly height: string;
}

function Passage(box: Box): ReactElement {
  return (
    <>
      <rect className="passage-ground" {...box} rx="13" />
      <rect className="passage" {...box} rx="13" />
    </>
  );
}

function Station({ stop }: { readonly stop: Stop }): ReactElement {
  const size = stop.state.mixed ? 18 : 26;
  return (
    <>
      <circle className="halo" r={size / 2 + 3} />
      <use
        href={`#glyph-${stop.worst}`}
        className={`glyph ${stop.worst}`}
        x={-size / 2}
        y={-size / 2}
        width={size}
        height={size}
      />
    </>
  );
}

/** A settled state's rail tells whether old nodes are left; a passage goes on as its neighbours do. */
function railTo(stop: Stop, neighbour: Stop): "old" | "new" {
  const { nodes } = stop.state.mixed ? neighbour.state : stop.state;
  return nodes.old > 0 ? "old" : "new";
}

/** The passage's hatching, once a page. */
export function Hatching(): ReactElement {
  return (
    <svg className="shapes" aria-hidden="true" width="0" height="0">
      <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="hatch-old" width="4" height="8" />
        <rect className="hatch-new" x="4" width="4" height="8" />
      </pattern>
    </svg>
  );
}
