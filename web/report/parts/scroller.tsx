import type { ReactElement, ReactNode } from "react";

/** Something wider than a small screen: it scrolls by itself, by keyboard too, and the page never does. */
export function Scroller({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="scroller" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
