/** Colours only where a person looks, and never against their wish (no-color.org). */
export function wantsColour(): boolean {
  return process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "" && process.env.TERM !== "dumb";
}
