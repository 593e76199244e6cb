export type Point = readonly [x: number, y: number];

const RADIUS = 5;

/** Level and upright lines through some points, as an SVG path with rounded corners. */
export function roundedPath(points: readonly Point[]): string {
  const corners = points.filter((point, index) => {
    const before = points[index - 1];
    return before === undefined || before[0] !== point[0] || before[1] !== point[1];
  });
  return corners
    .map((point, index) => {
      const before = corners[index - 1];
      const after = corners[index + 1];
      if (before === undefined) return `M${text(point)}`;
      if (after === undefined) return `L${text(point)}`;
      return `L${text(towards(point, before))}Q${text(point)} ${text(towards(point, after))}`;
    })
    .join("");
}

/** A point a corner's radius away from one, on the line to another; half of a line that is shorter. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.hypot(toX - x, toY - y);
  const share = Math.min(RADIUS, length / 2) / length;
  return [x + (toX - x) * share, y + (toY - y) * share];
}

function text([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
