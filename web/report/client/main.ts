import { startCopying } from "./copying.ts";
import { startEntries } from "./entries.ts";
import { startExpanding } from "./expanding.ts";
import { NO_FILTER } from "./filter.ts";
import { applyHashFilter, startFiltering } from "./filtering.ts";
import { startLighting } from "./lighting.ts";
import { startNetwork } from "./network.ts";
import { revealFinding } from "./reveal.ts";
import { startRoad } from "./road.ts";
import { applyStoredTheme, startTheme } from "./theme.ts";

/**
 * The report's script. The page says everything without it; it adds filters, links that open what they name,
 * and a choice of theme. It runs in the head, so that nothing is painted in the wrong colours first.
 */
document.documentElement.classList.add("js");
applyStoredTheme(document);
document.addEventListener("DOMContentLoaded", start);

function start(): void {
  startTheme(document);
  startExpanding(document);
  startCopying(document);
  startLighting(document);
  startRoad(document);
  startEntries(document);
  startNetwork(document);
  const filtering = startFiltering(document);
  const go = (): boolean =>
    applyHashFilter(filtering, location.hash) || revealFinding(document, filtering, location.hash);
  go();
  addEventListener("hashchange", go);
  addEventListener("popstate", () => {
    if (!go() && location.hash === "") filtering?.apply(NO_FILTER);
  });
}
