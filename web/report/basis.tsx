import type { ReactElement } from "react";
import type { Assessment } from "../../src/report/assessment.ts";
import { formatCount } from "./model/words.ts";
import { Code, Name, Prose } from "./parts/name.tsx";
import { Section } from "./parts/section.tsx";

/** A list longer than this is for programs. */
const LONGEST_LIST = 100;

/** What the result rests on: the description of the platforms, the sources, how the platform was recognised. */
export function Basis({ assessment }: { readonly assessment: Assessment }): ReactElement {
  const { cluster, profile, generator } = assessment;
  return (
    <Section id="basis" title="What this rests on">
      <dl className="basis">
        <dt>Description of the move</dt>
        <dd>
          <Name>{profile.title}</Name> (<Code>{profile.name}</Code>), as of{" "}
          <time dateTime={profile.described}>{profile.described}</time>. What the provider has changed since
          is not in it.
        </dd>
        {profile.features.length === 0 ? null : (
          <>
            <dt>The new platform, that day</dt>
            <dd>
              <ul>
                {profile.features.map((feature) => (
                  <li key={feature.id}>
                    <Name>{feature.title}</Name>: <b>{feature.status}</b>
                    {feature.expected === undefined ? null : (
                      <Prose>{`, expected ${feature.expected}`}</Prose>
                    )}
                    {feature.note === undefined ? null : <Prose>{`. ${feature.note}`}</Prose>}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>Read from</dt>
        <dd>
          <CodeList items={cluster.sources} />
        </dd>
        {cluster.platformEvidence.length === 0 ? null : (
          <>
            <dt>Platform recognised by</dt>
            <dd>
              <CodeList items={cluster.platformEvidence} />
            </dd>
          </>
        )}
        <dt>Made by</dt>
        <dd>
          {generator.name} {generator.version}; <Code>replatform explain ID</Code> prints the page of any
          finding
        </dd>
      </dl>
    </Section>
  );
}

function CodeList({ items }: { readonly items: readonly string[] }): ReactElement {
  return (
    <ul>
      {items.slice(0, LONGEST_LIST).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a source may be given twice
        <li key={index}>
          <Code>{item}</Code>
        </li>
      ))}
      {items.length > LONGEST_LIST ? (
        <li className="quiet">and {formatCount(items.length - LONGEST_LIST)} more, all listed by -o json</li>
      ) : null}
    </ul>
  );
}
