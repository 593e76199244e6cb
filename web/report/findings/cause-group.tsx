import type { ReactElement } from "react";
import type { CauseGroup } from "../model/groups.ts";
import type { ReportModel } from "../model/report-model.ts";
import { type Strips, statePositions } from "../model/strips.ts";
import { counted } from "../model/words.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Code, Name } from "../parts/name.tsx";
import { FindingItem } from "./finding-item.tsx";

/** A longer list starts folded, so that the next cause is never far. */
const LONG = 25;
/** A short report is read from top to bottom: what breaks stands open. */
const SHORT_REPORT = 8;

interface CauseProps {
  readonly cause: CauseGroup;
  readonly model: ReportModel;
  readonly strips: Strips;
}

/** Every subject that one cause hits. */
export function Cause({ cause, model, strips }: CauseProps): ReactElement {
  const { findings } = cause;
  const open = model.assessment.findings.length <= SHORT_REPORT;
  return (
    <details className="cause" data-cause={cause.id} open={findings.length <= LONG}>
      <summary>
        <h4>
          <Glyph mark={cause.worst} />
          <Name>{cause.title}</Name>
        </h4>
        <span className="cause-id">
          <Code>{cause.id}</Code>
        </span>
        <span className="cause-count" data-total={findings.length}>
          {counted(findings.length, "finding")}
        </span>
      </summary>
      <ul className="findings-list">
        {findings.map((finding) => (
          <FindingItem
            key={model.anchors.get(finding)}
            finding={finding}
            anchor={model.anchors.get(finding) ?? ""}
            strip={strips.idOf(finding)}
            positions={statePositions(finding, model.positions)}
            states={model.assessment.states}
            open={open}
          />
        ))}
      </ul>
    </details>
  );
}
