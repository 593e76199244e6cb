import type { Filter } from "./filter.ts";

const FIELDS = ["text", "guarantee", "state", "namespace"] as const;

/** The filter bar's fields and buttons: reading a filter from them, and writing one into them. */
export interface Controls {
  read(): Filter;
  write(filter: Filter): void;
  /** The state's 0-based place in the move, as text; empty when no state is chosen. */
  statePosition(): string;
}

export function findControls(bar: HTMLElement): Controls {
  const field = (name: string): HTMLInputElement | HTMLSelectElement | null =>
    bar.querySelector(`[data-filter-field="${name}"]`);
  const buttons = [...bar.querySelectorAll<HTMLElement>("[data-filter-verdict]")];
  const valueIn = (name: string): string => field(name)?.value ?? "";
  return {
    read: () => ({
      text: valueIn("text"),
      guarantee: valueIn("guarantee"),
      state: valueIn("state"),
      namespace: valueIn("namespace"),
      verdicts: buttons
        .filter((button) => button.getAttribute("aria-pressed") === "true")
        .map((button) => button.dataset.filterVerdict ?? ""),
    }),
    write(filter) {
      for (const name of FIELDS) setValue(field(name), filter[name]);
      for (const button of buttons) {
        const pressed = filter.verdicts.includes(button.dataset.filterVerdict ?? "");
        button.setAttribute("aria-pressed", String(pressed));
      }
    },
    statePosition() {
      const select = field("state");
      if (!(select instanceof HTMLSelectElement) || select.value === "") return "";
      return String(select.selectedIndex - 1);
    },
  };
}

/** A value no option has (an old link) means everything. */
function setValue(field: HTMLInputElement | HTMLSelectElement | null, value: string): void {
  if (field === null) return;
  field.value = value;
  if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
}
