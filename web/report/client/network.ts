import { lightNetwork } from "./network-light.ts";

const TYPING_MS = 150;

/** Makes the network's choices work: one comparison at a time, and of it what matches. */
export function startNetwork(page: Document): void {
  const section = page.querySelector<HTMLElement>("#network");
  const bar = section?.querySelector<HTMLElement>(".net-choices");
  if (section === null || bar === null || bar === undefined) return;
  const root = section;
  const value = (name: string): string =>
    bar.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-net="${name}"]`)?.value ?? "";
  const count = bar.querySelector<HTMLElement>('[data-net="count"]');
  const nothing = root.querySelector<HTMLElement>('[data-net="nothing"]');

  function show(): void {
    const chosen = value("comparison");
    const rows = new Set<string>();
    let total = 0;
    for (const part of root.querySelectorAll("[data-comparison]")) {
      part.toggleAttribute("hidden", part.getAttribute("data-comparison") !== chosen);
    }
    const matches = matcher(value("text"), value("namespace"), value("change"));
    for (const row of root.querySelectorAll<HTMLElement>(`[data-comparison="${chosen}"] .net-change`)) {
      const match = matches(row);
      total++;
      if (match) rows.add(row.dataset.row ?? "");
      if (row.hidden === match) row.hidden = !match;
    }
    showLines(root, chosen, rows);
    if (nothing !== null) nothing.hidden = rows.size > 0;
    const all = `${total} ${total === 1 ? "change" : "changes"}`;
    if (count !== null) count.textContent = rows.size === total ? all : `${rows.size} of ${all}`;
  }

  let typing: ReturnType<typeof setTimeout> | undefined;
  bar.addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(show, event.target instanceof HTMLInputElement ? TYPING_MS : 0);
  });
  lightNetwork(root);
  show();
}

function matcher(text: string, namespace: string, change: string): (row: HTMLElement) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    if (namespace !== "" && !row.dataset.namespaces?.split(" ").includes(namespace)) return false;
    if (change !== "" && row.dataset.change !== change) return false;
    const own = words.length === 0 ? "" : (row.textContent ?? "").toLowerCase();
    return words.every((word) => own.includes(word));
  };
}

/** A line stays while one of its changes does; what no line is left to is set back. */
function showLines(root: HTMLElement, chosen: string, rows: ReadonlySet<string>): void {
  const touched = new Set<string>();
  for (const edge of root.querySelectorAll<SVGElement>(`.net-lines[data-comparison="${chosen}"] .net-edge`)) {
    const left = (edge.dataset.rows ?? "").split(" ").some((row) => rows.has(row));
    edge.toggleAttribute("hidden", !left);
    if (!left) continue;
    for (const id of [edge.dataset.from ?? "", edge.dataset.to ?? ""]) {
      touched.add(id).add(id.replace(/^w(\d+)-\d+$/, "n$1"));
    }
  }
  for (const anchor of root.querySelectorAll<SVGElement>("[data-anchor]")) {
    anchor.classList.toggle("touched", touched.has(anchor.dataset.anchor ?? ""));
  }
}
