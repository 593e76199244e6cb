import type { ReactElement } from "react";
import type { AssessmentState } from "../../../src/report/assessment.ts";
import { visible } from "../../../src/report/escape.ts";
import { clip } from "../model/clip.ts";
import { capital } from "../model/words.ts";

/** Longer option texts make the select wider than a small screen in some browsers. */
const LONGEST_OPTION = 60;

/** Which state to show; without the script all are. */
export function StateChoice({ states }: { readonly states: readonly AssessmentState[] }): ReactElement {
  return (
    <div className="choices needs-script">
      <div>
        <label htmlFor="entries-state">State</label>
        <select id="entries-state" data-entries-state>
          <option value="">All</option>
          {states.map(({ id, title }, index) => (
            <option key={id} value={index}>
              {clip(visible(`${index + 1} ${capital(title)}`), LONGEST_OPTION)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
