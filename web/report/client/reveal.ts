import { NO_FILTER } from "./filter.ts";
import type { Filtering } from "./filtering.ts";

/** Opens what a permalink names: takes the filters off, unfolds its cause and itself, and goes there. */
export function revealFinding(page: Document, filtering: Filtering | undefined, hash: string): boolean {
  const finding = page.getElementById(decode(hash.slice(1)));
  if (finding === null || !finding.classList.contains("finding")) return false;
  if (finding.closest("[hidden]") !== null) filtering?.apply(NO_FILTER);
  for (let outer = finding.parentElement; outer !== null; outer = outer.parentElement) {
    if (outer instanceof HTMLDetailsElement) outer.open = true;
  }
  const details = finding.querySelector("details");
  if (details !== null) details.open = true;
  for (const other of page.querySelectorAll(".finding.linked")) other.classList.remove("linked");
  finding.classList.add("linked");
  finding.querySelector("summary")?.focus({ preventScroll: true });
  finding.scrollIntoView();
  return true;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
