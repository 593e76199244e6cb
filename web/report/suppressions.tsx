import type { ReactElement } from "react";
import type { Assessment } from "../../src/report/assessment.ts";
import { Code, Name, Prose } from "./parts/name.tsx";
import { Scroller } from "./parts/scroller.tsx";
import { Section } from "./parts/section.tsx";

type Suppression = Assessment["suppressions"][number];

const ORDER: readonly Suppression["status"][] = ["expired", "unused", "used"];
const SAYS: Readonly<Record<Suppression["status"], string>> = {
  expired: "expired: its findings count again",
  unused: "unused: it matches nothing, remove it",
  used: "in use",
};

/** What the configuration accepts, and what it no longer does. */
export function Suppressions({
  suppressions,
}: {
  readonly suppressions: readonly Suppression[];
}): ReactElement | null {
  if (suppressions.length === 0) return null;
  const sorted = [...suppressions].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  return (
    <Section
      id="suppressions"
      title="Accepted in the configuration"
      lead="A result that rests on somebody’s word says whose reason it was, and until when it holds."
    >
      <Scroller label="Suppressions">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">State</th>
              <th scope="col">Until</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same rule may be written twice
              <tr key={index} className={entry.status}>
                <th scope="row">
                  <Code>{entry.rule}</Code>
                </th>
                <td>{SAYS[entry.status]}</td>
                <td className="nowrap">
                  {entry.expires === undefined ? "no end" : <Name>{entry.expires}</Name>}
                </td>
                <td>
                  <Prose>{entry.reason}</Prose>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Section>
  );
}
