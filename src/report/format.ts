import type { Assessment } from "./assessment.ts";

export const FORMATS = ["text", "json", "yaml", "markdown", "html", "sarif", "junit"] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
  /** Columns; text never exceeds 100. */
  readonly width: number;
  readonly colour: boolean;
  /** Everything in full: the text view otherwise folds long runs of equal findings, and says so. */
  readonly all?: boolean;
}

/** A view of an assessment: the whole output as one string, ending in a newline. Pure. */
export type Render = (assessment: Assessment, options: RenderOptions) => string;
