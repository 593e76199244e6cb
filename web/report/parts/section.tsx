import type { ReactElement, ReactNode } from "react";

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** One or two sentences under the heading: how to read what follows. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A landmark with its heading. */
export function Section({ id, title, lead, children }: SectionProps): ReactElement {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="section">
      <h2 id={`${id}-title`} tabIndex={-1}>
        {title}
      </h2>
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      {children}
    </section>
  );
}
