import type { ReactElement } from "react";
import type { Stop } from "../model/stops.ts";

const TOP = 5;
const BOTTOM = 27;

/** The API server's version as a stair that rises where the cluster is upgraded. */
export function VersionStep({
  stop,
  before,
  versions,
}: {
  readonly stop: Stop;
  readonly before: Stop | undefined;
  /** Every version of the move, oldest first. */
  readonly versions: readonly string[];
}): ReactElement | null {
  const { version } = stop.state;
  if (version === undefined) return null;
  const y = height(version, versions);
  const from = before?.state.version;
  return (
    <p className={stop.upgraded ? "version upgraded" : "version"}>
      <svg width="100%" height="32" aria-hidden="true">
        {from === undefined || from === version ? null : (
          <line className="stair" x1="1" x2="1" y1={height(from, versions)} y2={y} />
        )}
        <line className="stair" x1="0" x2="100%" y1={y} y2={y} />
      </svg>
      <span>
        <span className="word">Kubernetes </span>
        {version}
      </span>
    </p>
  );
}

function height(version: string, versions: readonly string[]): number {
  const steps = Math.max(1, versions.length - 1);
  return BOTTOM - ((BOTTOM - TOP) * Math.max(0, versions.indexOf(version))) / steps;
}
