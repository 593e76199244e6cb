import type { ReactElement } from "react";
import type { Stop } from "../model/stops.ts";

interface TrackProps {
  readonly stop: Stop;
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * A state's piece of the line. A settled state is a station on a plain rail; one passed through is a hatched
 * passage with two rails, old and new side by side. Lengths are percentages, so a piece fits any column
 * without distorting; the pieces of neighbours meet at its ends.
 */
export function TrackAcross({ stop, first, last }: TrackProps): ReactElement {
  const { mixed } = stop.state;
  const rail = railOf(stop);
  return (
    <svg className="track across" width="100%" height="44" aria-hidden="true">
      {first ? null : <line className={`rail ${rail}`} x1="0" x2="50%" y1="22" y2="22" />}
      {last ? null : <line className={`rail ${rail}`} x1="50%" x2="100%" y1="22" y2="22" />}
      {mixed ? <Passage x="5%" y="9" width="90%" height="26" /> : null}
      <svg x="50%" y="22" overflow="visible" role="presentation">
        <Station stop={stop} />
      </svg>
    </svg>
  );
}

/** The same piece for a road that runs down the page. */
export function TrackDown({ stop, first, last }: TrackProps): ReactElement {
  const { mixed } = stop.state;
  const rail = railOf(stop);
  return (
    <svg className="track down" width="44" height="100%" aria-hidden="true">
      {first ? null : <line className={`rail ${rail}`} x1="22" x2="22" y1="0" y2="22" />}
      {last ? null : <line className={`rail ${rail}`} x1="22" x2="22" y1="22" y2="100%" />}
      {mixed ? <Passage x="9" y="6" width="26" height="92%" /> : null}
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

/** The rail changes colour where the last old node is gone. */
function railOf(stop: Stop): "old" | "new" {
  return stop.state.nodes.old > 0 ? "old" : "new";
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
