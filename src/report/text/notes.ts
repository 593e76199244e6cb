import type { Assessment } from "../assessment.ts";
import { type Remark, remarksOf } from "../remarks.ts";
import type { Screen } from "./screen.ts";
import { hang } from "./wrap.ts";

const LISTED = 20;

/** What a reader must know beside the findings. */
export function notes(assessment: Assessment, screen: Screen): string[] {
  return remarksOf(assessment).flatMap((remark) => list(remark, screen));
}

function list({ title, items }: Remark, screen: Screen): string[] {
  const shown = screen.all ? items : items.slice(0, LISTED);
  const left = items.length - shown.length;
  return [
    "",
    ...hang("", title, screen.width).map((line) => screen.paint("title", line)),
    ...shown.flatMap((item) => hang("  ", item, screen.width, 4)),
    ...(left > 0 ? hang("  ", `and ${left} more (--all shows them, -o json holds them)`, screen.width) : []),
  ];
}
