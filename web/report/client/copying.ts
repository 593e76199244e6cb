const SHOWN_MS = 1500;

/** The "Copy" buttons. Whether it worked is said on the button and to screen readers. */
export function startCopying(page: Document): void {
  const announce = page.querySelector<HTMLElement>("[data-announce]");
  page.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    const text = button?.dataset.copy;
    if (button === null || text === undefined) return;
    const said = (await copy(page, text)) ? "Copied" : "Not copied: the browser refused";
    const label = button.textContent;
    button.textContent = said;
    if (announce !== null) announce.textContent = `${said}: ${text}`;
    setTimeout(() => {
      button.textContent = label;
      if (announce !== null) announce.textContent = "";
    }, SHOWN_MS);
  });
}

async function copy(page: Document, text: string): Promise<boolean> {
  try {
    await page.defaultView?.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
