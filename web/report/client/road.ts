/** Pointing at a turn, in the drawing or in the list, lights it in both, and says its reason below the drawing. */
export function startRoad(page: Document): void {
  const section = page.querySelector<HTMLElement>("#road");
  const caption = section?.querySelector<HTMLElement>("[data-caption]");
  if (section === null || caption === null || caption === undefined) return;
  const root = section;
  const place = caption;
  let lit: HTMLElement | null = null;

  function light(event: Event): void {
    const target = event.target instanceof Element && event.type !== "pointerleave" ? event.target : null;
    const here = target?.closest<HTMLElement>("[data-turn]");
    if (here === lit) return;
    lit = here ?? null;
    const turn = here?.dataset.turn;
    for (const part of root.querySelectorAll<HTMLElement>("[data-turn]")) {
      part.classList.toggle("lit", part.dataset.turn === turn);
    }
    const item = page.getElementById(`turn-${turn}`);
    place.hidden = item === null || here === item;
    if (item === null || place.hidden) return;
    place.replaceChildren(
      ...[".turn-question", ".turn-answer", ".turn-why"].flatMap((name) => {
        const part = item.querySelector(name)?.cloneNode(true);
        if (!(part instanceof HTMLElement)) return [];
        part.removeAttribute("id");
        return [part];
      }),
    );
  }

  for (const kind of ["pointerover", "focusin", "pointerleave"]) root.addEventListener(kind, light);
  // A turn of the way on may be folded up.
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-turn]") : null;
    const item = page.getElementById(link?.getAttribute("href")?.slice(1) ?? "");
    const fold = item?.closest("details");
    if (fold !== null && fold !== undefined) fold.open = true;
  });
}
