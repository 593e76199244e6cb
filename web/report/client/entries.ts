/** Shows the pictures of the chosen state alone. */
export function startEntries(page: Document): void {
  const select = page.querySelector<HTMLSelectElement>("[data-entries-state]");
  select?.addEventListener("input", () => {
    for (const picture of page.querySelectorAll<HTMLElement>("[data-entry-states]")) {
      const states = picture.dataset.entryStates?.split(" ") ?? [];
      picture.hidden = select.value !== "" && !states.includes(select.value);
    }
  });
}
