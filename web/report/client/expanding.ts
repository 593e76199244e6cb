/** "Expand all" and "Collapse all": of the findings that the filters leave. */
export function startExpanding(page: Document): void {
  page.addEventListener("click", (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-expand]") : null;
    if (button === null) return;
    const open = button.dataset.expand === "open";
    for (const cause of page.querySelectorAll<HTMLDetailsElement>(".cause:not([hidden])")) {
      if (open) cause.open = true;
      for (const finding of cause.querySelectorAll<HTMLDetailsElement>(".finding:not([hidden]) > details")) {
        finding.open = open;
      }
    }
  });
}
