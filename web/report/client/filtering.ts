import { findControls } from "./controls.ts";
import { type Filter, filterHash, filterInHash, isActive, NO_FILTER, parseFilter } from "./filter.ts";
import { setHash } from "./hash.ts";
import { matcher, readRows } from "./rows.ts";
import { shareOf, showRows } from "./show.ts";

/** Long enough not to filter at every key, short enough to feel immediate. */
const TYPING_MS = 150;

export interface Filtering {
  /** Shows a filter's findings, and its fields in the bar. */
  apply(filter: Filter): void;
}

/** Makes the filter bar work; undefined in a report without findings. */
export function startFiltering(page: Document): Filtering | undefined {
  const bar = page.querySelector<HTMLElement>(".filters");
  if (bar === null) return undefined;
  const controls = findControls(bar);
  const rows = readRows(page);
  const count = bar.querySelector<HTMLElement>("[data-filter-count]");
  const reset = bar.querySelector<HTMLElement>("[data-filter-reset]");
  const nothing = page.querySelector<HTMLElement>(".nothing-left");
  let active = false;

  function show(): void {
    const filter = controls.read();
    const wasActive = active;
    active = isActive(filter);
    if (!active && !wasActive) return;
    const shown = showRows(rows, matcher(filter, controls.statePosition()), active);
    if (count !== null) count.textContent = shareOf(shown, rows.length);
    if (reset !== null) reset.hidden = !active;
    if (nothing !== null) nothing.hidden = shown > 0;
    markState(page, filter.state);
  }

  function apply(filter: Filter): void {
    controls.write(filter);
    show();
  }

  function changed(): void {
    show();
    setHash(filterHash(controls.read()), "replace");
  }

  let typing: ReturnType<typeof setTimeout> | undefined;
  bar.addEventListener("input", (event) => {
    clearTimeout(typing);
    const isText = event.target instanceof HTMLInputElement;
    typing = setTimeout(changed, isText ? TYPING_MS : 0);
  });
  bar.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.dataset.filterVerdict !== undefined) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      changed();
    } else if (button?.dataset.filterReset !== undefined) {
      apply(NO_FILTER);
      setHash("", "replace");
      bar.querySelector<HTMLElement>("input")?.focus();
    }
  });
  page.addEventListener("click", (event) => followFilterLink(event, apply));
  return { apply };
}

/** A link to some findings: without the script it leads to their heading, with it to just those findings. */
function followFilterLink(event: MouseEvent, apply: (filter: Filter) => void): void {
  const link =
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-filter]") : null;
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const filter = parseFilter(link.dataset.filter ?? "");
  apply(filter);
  setHash(filterHash(filter), "push");
  const target = document.getElementById(`${link.hash.slice(1)}-title`);
  target?.focus({ preventScroll: true });
  target?.scrollIntoView();
}

/** Applies the filter in the address, if there is one; true when there was. */
export function applyHashFilter(filtering: Filtering | undefined, hash: string): boolean {
  const filter = filterInHash(hash);
  if (filter === undefined || filtering === undefined) return false;
  filtering.apply(filter);
  return true;
}

/** The chosen state stays marked in the move. */
function markState(page: Document, state: string): void {
  for (const stop of page.querySelectorAll<HTMLElement>(".stop")) {
    const link = stop.querySelector("a");
    if (stop.dataset.state === state) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}
