import type { ReactElement } from "react";
import type { AssessmentCoverage } from "../../src/report/assessment.ts";
import type { Mark } from "./model/verdict.ts";
import { counted, formatCount, listed } from "./model/words.ts";
import { Glyph } from "./parts/glyph.tsx";
import { Code, Name, Prose } from "./parts/name.tsx";
import { Scroller } from "./parts/scroller.tsx";
import { Section } from "./parts/section.tsx";

type Status = AssessmentCoverage["status"];

const ORDER: readonly Status[] = ["unreadable", "forbidden", "partial", "absent", "read"];
const MARKS: Readonly<Record<Status, Mark>> = {
  unreadable: "breaks",
  forbidden: "breaks",
  partial: "unknown",
  absent: "unknown",
  read: "holds",
};

/** What was not read, and what was: nothing found because nothing could be read is no pass. */
export function CoverageView({
  coverage,
}: {
  readonly coverage: readonly AssessmentCoverage[];
}): ReactElement {
  const sorted = [...coverage].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const unread = sorted.filter((entry) => entry.status !== "read");
  const read = sorted.filter((entry) => entry.status === "read");
  return (
    <Section
      id="coverage"
      title="What was read"
      lead="What could not be read cannot be judged: the guarantees that need it are unknown, never passed."
    >
      {unread.length === 0 ? <p>Everything the guarantees need was read.</p> : null}
      <CoverageTable
        title="Not read, or not in full"
        guarantees="Guarantees in doubt"
        entries={unread}
        open={unread.length <= 50}
      />
      <CoverageTable title="Read in full" guarantees="Needed by" entries={read} open={false} />
    </Section>
  );
}

interface CoverageTableProps {
  readonly title: string;
  /** What the column of guarantees says about them. */
  readonly guarantees: string;
  readonly entries: readonly AssessmentCoverage[];
  readonly open: boolean;
}

function CoverageTable({ title, guarantees, entries, open }: CoverageTableProps): ReactElement | null {
  if (entries.length === 0) return null;
  return (
    <details className="fold" open={open}>
      <summary>
        <h3>{title}</h3> <span className="cause-count">{counted(entries.length, "entry", "entries")}</span>
      </summary>
      <Scroller label={title}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">How</th>
              <th scope="col" className="figure">
                Objects
              </th>
              <th scope="col">Why</th>
              <th scope="col">{guarantees}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a kind may be reported on from several places
              <CoverageRow key={index} entry={entry} />
            ))}
          </tbody>
        </table>
      </Scroller>
    </details>
  );
}

function CoverageRow({ entry }: { readonly entry: AssessmentCoverage }): ReactElement {
  const { kind, place, status, count, reason, neededBy } = entry;
  return (
    <tr>
      <th scope="row">
        {kind === undefined ? null : <Name>{kind}</Name>}
        {place === undefined ? null : (
          <>
            {kind === undefined ? null : <br />}
            <Code>{place}</Code>
          </>
        )}
      </th>
      <td className="nowrap">
        <Glyph mark={MARKS[status]} /> {status}
      </td>
      <td className="figure">{formatCount(count)}</td>
      <td>{reason === undefined ? null : <Prose>{reason}</Prose>}</td>
      <td>
        <Name>{listed(neededBy)}</Name>
      </td>
    </tr>
  );
}
