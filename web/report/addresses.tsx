import type { ReactElement } from "react";
import type { Assessment } from "../../src/report/assessment.ts";
import { placeOf } from "../../src/report/words.ts";
import { counted } from "./model/words.ts";
import { Code, Name } from "./parts/name.tsx";
import { Scroller } from "./parts/scroller.tsx";
import { Section } from "./parts/section.tsx";
import { SubjectName } from "./parts/subject.tsx";

type Mention = Assessment["addresses"][number];

/** Every place that names an address of the old platform. */
export function Addresses({ addresses }: { readonly addresses: readonly Mention[] }): ReactElement {
  const yours = addresses.filter((mention) => !mention.platformOwned);
  const platform = addresses.filter((mention) => mention.platformOwned);
  return (
    <Section
      id="addresses"
      title="Addresses of the old platform"
      lead="Places that name a node, a control-plane node, the API server or the resolver of the old platform. Whether one breaks something is said by the findings."
    >
      {addresses.length === 0 ? <p>None was found.</p> : null}
      <MentionTable title="Yours to look at" mentions={yours} open={yours.length <= 20} />
      <MentionTable
        title="Written by the platform, which changes them itself"
        mentions={platform}
        open={false}
      />
    </Section>
  );
}

interface MentionTableProps {
  readonly title: string;
  readonly mentions: readonly Mention[];
  readonly open: boolean;
}

function MentionTable({ title, mentions, open }: MentionTableProps): ReactElement | null {
  if (mentions.length === 0) return null;
  return (
    <details className="fold" open={open}>
      <summary>
        <h3>{title}</h3> <span className="cause-count">{counted(mentions.length, "place")}</span>
      </summary>
      <Scroller label={title}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Whose</th>
              <th scope="col">Named by</th>
              <th scope="col">As written</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          {[...byAddress(mentions)].map(([address, places]) => (
            <AddressRows key={address} places={places} />
          ))}
        </table>
      </Scroller>
    </details>
  );
}

function AddressRows({ places }: { readonly places: readonly Mention[] }): ReactElement {
  return (
    <tbody>
      {places.map((mention, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one field may name an address twice
        <tr key={index}>
          {index === 0 ? (
            <>
              <th scope="rowgroup" rowSpan={places.length}>
                <Code>{mention.address}</Code>
              </th>
              <td rowSpan={places.length}>
                <Name>{mention.owner}</Name>
              </td>
            </>
          ) : null}
          <td>
            <SubjectName subject={mention.object} />
            <br />
            <Code>{mention.path}</Code>
          </td>
          <td>
            <Code>{mention.text}</Code>
          </td>
          <td>
            <Code>{placeOf(mention)}</Code>
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function byAddress(mentions: readonly Mention[]): ReadonlyMap<string, Mention[]> {
  const groups = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const key = `${mention.address}\n${mention.owner}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [mention]);
    else group.push(mention);
  }
  return groups;
}
