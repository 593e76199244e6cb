import { styleText } from "node:util";
import type { RenderOptions } from "../format.ts";

const STYLES = {
  title: ["bold"],
  breaks: ["bold", "red"],
  unknown: ["bold", "yellow"],
  advice: ["cyan"],
  holds: ["green"],
  quiet: ["dim"],
} as const;

export type Style = keyof typeof STYLES;

/** What the parts of the text view are drawn on. */
export interface Screen {
  /** Columns; no line is longer. */
  readonly width: number;
  /** Nothing is folded. */
  readonly all: boolean;
  /** Colours text whose place is already settled: escape sequences have a length but no width. */
  paint(style: Style, text: string): string;
}

const WIDEST = 100;
const NARROWEST = 40;

export function screenFor(options: RenderOptions): Screen {
  return {
    width: Math.max(NARROWEST, Math.min(WIDEST, Math.floor(options.width) || WIDEST)),
    all: options.all ?? false,
    paint: options.colour ? colour : (_style, text) => text,
  };
}

function colour(style: Style, text: string): string {
  // Whether the stream takes colours was decided by the caller.
  return text === "" ? text : styleText([...STYLES[style]], text, { validateStream: false });
}
