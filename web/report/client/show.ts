import type { Cause, Row, Run } from "./rows.ts";

/** Up to this many findings left, their causes are unfolded: the reader asked for just these. */
const FEW = 60;

/** Shows the matching rows and hides the rest, causes and guarantees without any too. One pass. */
export function showRows(rows: readonly Row[], matches: (row: Row) => boolean, active: boolean): number {
  const left = new Map<Cause, number>();
  let shown = 0;
  for (const row of rows) {
    const match = matches(row);
    setHidden(row.element, !match);
    left.set(row.cause, (left.get(row.cause) ?? 0) + (match ? 1 : 0));
    if (match) shown++;
  }
  const groups = new Map<Run<HTMLElement>, number>();
  for (const [cause, count] of left) {
    showRun(cause, count);
    if (active && shown <= FEW && count > 0) cause.element.open = true;
    groups.set(cause.group, (groups.get(cause.group) ?? 0) + count);
  }
  for (const [group, count] of groups) showRun(group, count);
  return shown;
}

function showRun(run: Run<HTMLElement>, count: number): void {
  setHidden(run.element, count === 0);
  if (run.count !== null) run.count.textContent = shareOf(count, run.total);
}

/** `1 finding`, `3 of 40 findings`. */
export function shareOf(count: number, total: number): string {
  const all = total.toLocaleString("en");
  const noun = total === 1 ? "finding" : "findings";
  return count === total ? `${all} ${noun}` : `${count.toLocaleString("en")} of ${all} ${noun}`;
}

/** Writing an attribute costs even when it changes nothing. */
function setHidden(element: HTMLElement, hidden: boolean): void {
  if (element.hidden !== hidden) element.hidden = hidden;
}
