import type { ReactElement } from "react";
import { visible } from "../../../src/report/escape.ts";
import { clip } from "../model/clip.ts";

/** Longer than any name Kubernetes admits (253 characters), short enough not to fill the page. */
const LONGEST = 300;
const LONGEST_PROSE = 2_000;

/**
 * A name or value out of the cluster: what cannot be seen is written out, and its direction cannot leak into
 * the text around it.
 */
export function Name({ children }: { readonly children: string }): ReactElement {
  return <bdi>{clip(visible(children), LONGEST)}</bdi>;
}

/** The same in the fixed-width face. */
export function Code({ children }: { readonly children: string }): ReactElement {
  return (
    <code>
      <Name>{children}</Name>
    </code>
  );
}

/** A sentence that may have names out of the cluster in it. */
export function Prose({ children }: { readonly children: string }): ReactElement {
  return <>{clip(visible(children), LONGEST_PROSE)}</>;
}
