import type { ReactElement } from "react";
import type { Mark } from "../model/verdict.ts";

/**
 * A verdict's sign. Shape and letter tell it as well as the colour does: an octagon with a cross breaks, a
 * diamond with a question mark is unknown, a disc with a tick holds, a square with an i is advice, a ring is
 * accepted. Words stand beside it everywhere, so it is hidden from screen readers.
 */
export function Glyph({ mark }: { readonly mark: Mark }): ReactElement {
  return (
    <svg className={`glyph ${mark}`} aria-hidden="true">
      <use href={`#glyph-${mark}`} />
    </svg>
  );
}

/** The shapes themselves, once a page. */
export function GlyphShapes(): ReactElement {
  return (
    <svg className="shapes" aria-hidden="true" width="0" height="0">
      <symbol id="glyph-breaks" viewBox="0 0 16 16">
        <path className="glyph-body" d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z" />
        <path className="glyph-sign" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" />
      </symbol>
      <symbol id="glyph-unknown" viewBox="0 0 16 16">
        <path className="glyph-body" d="M8 0l8 8-8 8-8-8z" />
        <path className="glyph-sign" d="M6 6.3a2 2 0 1 1 2.8 1.9c-.5.2-.8.6-.8 1.2" />
        <circle className="glyph-dot" cx="8" cy="11.9" r="1" />
      </symbol>
      <symbol id="glyph-holds" viewBox="0 0 16 16">
        <circle className="glyph-body" cx="8" cy="8" r="7.5" />
        <path className="glyph-sign" d="m4.6 8.3 2.4 2.4 4.4-5" />
      </symbol>
      <symbol id="glyph-advice" viewBox="0 0 16 16">
        <rect className="glyph-body" x="1" y="1" width="14" height="14" rx="3" />
        <path className="glyph-sign" d="M8 7.3v4.2" />
        <circle className="glyph-dot" cx="8" cy="4.6" r="1.1" />
      </symbol>
      <symbol id="glyph-accepted" viewBox="0 0 16 16">
        <circle className="glyph-ring" cx="8" cy="8" r="6.5" />
        <path className="glyph-ring" d="M5 8h6" />
      </symbol>
    </svg>
  );
}
