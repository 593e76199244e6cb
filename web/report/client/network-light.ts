/** Pointing at a line, a workload or a change in the list lights what belongs to it, in both. */
export function lightNetwork(root: HTMLElement): void {
  let lit: string | undefined;

  function light(event: Event): void {
    const target = event.target instanceof Element ? event.target : null;
    const rows = rowsAt(root, target);
    const key = rows?.join(" ");
    if (key === lit) return;
    lit = key;
    const wanted = new Set(rows);
    root.classList.toggle("net-lit", rows !== undefined);
    for (const row of root.querySelectorAll<HTMLElement>(".net-comparison:not([hidden]) .net-change")) {
      row.classList.toggle("lit", wanted.has(row.dataset.row ?? ""));
    }
    for (const edge of edgesIn(root)) {
      edge.classList.toggle(
        "lit",
        rowsOf(edge).some((row) => wanted.has(row)),
      );
    }
  }

  for (const kind of ["pointerover", "focusin", "focusout", "pointerleave"])
    root.addEventListener(kind, light);
}

/** The changes at a place of the section; undefined where there are none. */
function rowsAt(root: HTMLElement, target: Element | null): readonly string[] | undefined {
  const row = target?.closest<HTMLElement>(".net-change");
  if (row !== null && row !== undefined) return [row.dataset.row ?? ""];
  const edge = target?.closest<SVGElement>(".net-edge");
  if (edge !== null && edge !== undefined) return rowsOf(edge);
  const anchor = target?.closest<SVGElement>("[data-anchor]")?.dataset.anchor;
  if (anchor === undefined) return undefined;
  const edges = edgesIn(root).filter(({ dataset }) => dataset.from === anchor || dataset.to === anchor);
  return edges.length === 0 ? undefined : edges.flatMap(rowsOf);
}

function edgesIn(root: HTMLElement): SVGElement[] {
  return [...root.querySelectorAll<SVGElement>(".net-lines:not([hidden]) .net-edge:not([hidden])")];
}

function rowsOf(edge: SVGElement): string[] {
  return (edge.dataset.rows ?? "").split(" ");
}
