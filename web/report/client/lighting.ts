/** Pointing at a state, of the move or in the table, lights its column in both. */
export function startLighting(page: Document): void {
  const columns = new Map<string, HTMLElement[]>();
  for (const element of page.querySelectorAll<HTMLElement>("[data-state]")) {
    const state = element.dataset.state ?? "";
    const column = columns.get(state);
    if (column === undefined) columns.set(state, [element]);
    else column.push(element);
  }
  let lit: string | undefined;
  function light(event: Event): void {
    const place = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-state]") : null;
    const state = place?.dataset.state;
    if (state === lit) return;
    for (const element of columns.get(lit ?? "") ?? []) element.classList.remove("lit");
    for (const element of columns.get(state ?? "") ?? []) element.classList.add("lit");
    lit = state;
  }
  for (const id of ["move", "proof"]) {
    const section = page.getElementById(id);
    section?.addEventListener("pointerover", light);
    section?.addEventListener("focusin", light);
    section?.addEventListener("pointerleave", light);
  }
}
