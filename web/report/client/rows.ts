import type { Filter } from "./filter.ts";

/** A finding in the page, read once: what the filters ask for is then compared without touching the page. */
export interface Row {
  readonly element: HTMLElement;
  readonly cause: Cause;
  readonly guarantee: string;
  readonly verdict: string;
  readonly namespace: string;
  readonly states: ReadonlySet<string>;
  /** Everything the reader can search in, in lower case; read at the first search. */
  text?: string;
}

/** A run of findings under one heading, with the place that says how many there are. */
export interface Run<E extends HTMLElement> {
  readonly element: E;
  readonly count: HTMLElement | null;
  readonly total: number;
}

export interface Cause extends Run<HTMLDetailsElement> {
  readonly group: Run<HTMLElement>;
}

export function readRows(root: ParentNode): Row[] {
  const rows: Row[] = [];
  for (const section of root.querySelectorAll<HTMLElement>("[data-guarantee]")) {
    const group = readRun(section, ".group-count");
    for (const details of section.querySelectorAll<HTMLDetailsElement>("[data-cause]")) {
      const cause = { ...readRun(details, ".cause-count"), group };
      for (const item of details.querySelectorAll<HTMLElement>(".finding")) rows.push(readRow(item, cause));
    }
  }
  return rows;
}

function readRun<E extends HTMLElement>(element: E, count: string): Run<E> {
  return {
    element,
    count: element.querySelector<HTMLElement>(count),
    total: element.querySelectorAll(".finding").length,
  };
}

function readRow(element: HTMLElement, cause: Cause): Row {
  return {
    element,
    cause,
    guarantee: cause.group.element.dataset.guarantee ?? "",
    verdict: element.dataset.verdict ?? "",
    namespace: element.dataset.namespace ?? "",
    states: new Set(element.dataset.states?.split(" ")),
  };
}

/** A test for one filter. `statePosition` is the state's place in the move, as rows name states. */
export function matcher(filter: Filter, statePosition: string): (row: Row) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const verdicts = new Set(filter.verdicts);
  return (row) =>
    (filter.guarantee === "" || row.guarantee === filter.guarantee) &&
    (filter.namespace === "" || row.namespace === filter.namespace) &&
    (filter.state === "" || row.states.has(statePosition)) &&
    (verdicts.size === 0 || verdicts.has(row.verdict)) &&
    words.every((word) => textOf(row).includes(word));
}

function textOf(row: Row): string {
  row.text ??= [
    row.cause.element.dataset.cause,
    row.cause.element.querySelector("summary")?.textContent,
    row.element.textContent,
  ]
    .join("\n")
    .toLowerCase();
  return row.text;
}
