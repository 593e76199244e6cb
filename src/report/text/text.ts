import type { Assessment } from "../assessment.ts";
import { visible } from "../escape.ts";
import type { RenderOptions } from "../format.ts";
import { sectionsOf } from "../sections.ts";
import { coverage } from "./coverage.ts";
import { everyString } from "./every-string.ts";
import { findings } from "./findings.ts";
import { head } from "./head.ts";
import { notes } from "./notes.ts";
import { road } from "./road.ts";
import { screenFor } from "./screen.ts";
import { story } from "./story.ts";
import { table } from "./table.ts";

/** The view for terminals: at most 100 columns, worst first, readable without colour. */
export function renderText(assessment: Assessment, options: RenderOptions): string {
  const shown = everyString(assessment, visible);
  const screen = screenFor(options);
  const sections = sectionsOf(shown);
  const moving = shown.outcome !== "not-affected";
  const lines = [
    ...head(shown, screen),
    ...(moving ? [...table(shown, sections, screen), ...story(shown, screen)] : []),
    ...road(shown.road, screen),
    ...sections.flatMap((section) => findings(section, shown, screen)),
    ...coverage(shown, screen),
    ...notes(shown, screen),
  ];
  return `${lines.join("\n")}\n`;
}
