import type { ReactElement } from "react";

const ARROWS = [
  ["yes", "visitors come this way"],
  ["maybe", "perhaps"],
  ["no", "open, but nobody comes"],
  ["refused", "refused"],
] as const;

/** What the arrows mean; words in the pictures say the same. */
export function EntriesKey(): ReactElement {
  return (
    <ul className="key" aria-hidden="true">
      {ARROWS.map(([style, words]) => (
        <li key={style}>
          <span className={`entry-arrow ${style}`} /> {words}
        </li>
      ))}
    </ul>
  );
}
