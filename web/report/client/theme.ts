const KEY = "replatform-report-theme";

/** The chosen theme, before anything is painted. */
export function applyStoredTheme(page: Document): void {
  setTheme(page, stored());
}

export function startTheme(page: Document): void {
  setTheme(page, stored());
  page.addEventListener("click", (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-theme-choice]") : null;
    if (button === null) return;
    const theme = button.dataset.themeChoice ?? "system";
    setTheme(page, theme);
    store(theme);
  });
}

function setTheme(page: Document, theme: string): void {
  if (theme === "light" || theme === "dark") page.documentElement.dataset.theme = theme;
  else delete page.documentElement.dataset.theme;
  for (const button of page.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

/** Files on disk may have no storage. */
function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
}
