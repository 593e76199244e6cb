import type { ReactElement } from "react";
import { Name } from "./parts/name.tsx";

const THEMES = [
  ["system", "Auto"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

interface MastheadProps {
  readonly cluster: string | undefined;
  /** The sections, as id and title. */
  readonly places: readonly (readonly [id: string, title: string])[];
}

/** The bar on top: whose report it is, the way around the page, the theme. */
export function Masthead({ cluster, places }: MastheadProps): ReactElement {
  return (
    <header className="masthead">
      <p className="brand">
        <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
          <path className="old" d="M4 8h10" />
          <path className="new" d="M14 8h10" />
          <circle className="old" cx="4" cy="8" r="3" />
          <circle className="new" cx="24" cy="8" r="3" />
        </svg>
        <span>Replatform</span>
        {cluster === undefined ? null : (
          <span className="whose">
            <Name>{cluster}</Name>
          </span>
        )}
      </p>
      <nav aria-label="Sections">
        <ul>
          {places.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {/* biome-ignore lint/a11y/useSemanticElements: three buttons are no form, so no fieldset */}
      <div className="themes needs-script" role="group" aria-label="Colours">
        {THEMES.map(([theme, title]) => (
          <button key={theme} type="button" data-theme-choice={theme} aria-pressed={theme === "system"}>
            {title}
          </button>
        ))}
      </div>
    </header>
  );
}
