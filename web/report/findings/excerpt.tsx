import type { ReactElement } from "react";
import type { AssessmentEvidence } from "../../../src/report/assessment.ts";
import { visible } from "../../../src/report/escape.ts";
import { clip } from "../model/clip.ts";

type Lines = NonNullable<AssessmentEvidence["excerpt"]>;

/** A line of a minified file may hold megabytes. */
const LONGEST_LINE = 400;
/** Indentation and list dashes, then a key, then its colon. */
const KEY = /^(\s*(?:- )*)([^\s:#"'][^:#"']*|"[^"]*"|'[^']*')(:(?:\s.*|))$/;

/** The lines of the file around the cited one, which is marked. */
export function Excerpt({ excerpt }: { readonly excerpt: Lines }): ReactElement {
  const { firstLine, lines, highlight } = excerpt;
  return (
    <pre className="excerpt">
      {lines.map((line, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity and never move
          key={index}
          number={firstLine === undefined ? undefined : firstLine + index}
          text={line}
          cited={index === highlight}
        />
      ))}
    </pre>
  );
}

interface LineProps {
  readonly number: number | undefined;
  readonly text: string;
  readonly cited: boolean;
}

/** The number is drawn by CSS, so that copied lines are YAML again. */
function Line({ number, text, cited }: LineProps): ReactElement {
  const shown = clip(text.split("\t").map(visible).join("\t"), LONGEST_LINE);
  const content = <YamlText line={shown} />;
  return cited ? (
    <mark className="l" data-n={number}>
      {content}
    </mark>
  ) : (
    <span className="l" data-n={number}>
      {content}
    </span>
  );
}

function YamlText({ line }: { readonly line: string }): ReactElement {
  const parts = KEY.exec(line);
  if (parts === null) return <>{line === "" ? "\n" : line}</>;
  const [, indent, key, rest] = parts;
  return (
    <>
      {indent}
      <i>{key}</i>
      {rest}
    </>
  );
}
