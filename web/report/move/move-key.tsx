import type { ReactElement } from "react";
import { Glyph } from "../parts/glyph.tsx";

/** What the signs of the drawing mean; its words say the same, so it is for the eye alone. */
export function MoveKey(): ReactElement {
  return (
    <ul className="key" aria-hidden="true">
      <li>
        <Glyph mark="breaks" /> breaks
      </li>
      <li>
        <Glyph mark="unknown" /> unknown
      </li>
      <li>
        <Glyph mark="holds" /> holds
      </li>
      <li>
        <svg width="28" height="12" aria-hidden="true">
          <rect className="passage-ground" x="0.5" y="0.5" width="27" height="11" rx="5.5" />
          <rect className="passage" x="0.5" y="0.5" width="27" height="11" rx="5.5" />
        </svg>{" "}
        passed through, old and new side by side
      </li>
      <li>
        <svg className="dots" width="9" height="9" aria-hidden="true">
          <circle className="old" cx="4.5" cy="4.5" r="3" />
        </svg>{" "}
        old node
      </li>
      <li>
        <svg className="dots" width="9" height="9" aria-hidden="true">
          <circle className="new" cx="4.5" cy="4.5" r="3" />
        </svg>{" "}
        new node
      </li>
    </ul>
  );
}
