import type { ReactElement } from "react";
import type { NetworkChange, NetworkSide } from "../../../src/report/network-section.ts";
import { counted, listed } from "../model/words.ts";
import { Name } from "../parts/name.tsx";
import type { Anchors } from "./anchors.ts";
import { LineSample } from "./line-sample.tsx";
import type { ComparisonModel } from "./network-model.ts";
import { CHANGE_WORDS, CHANGES, countWords, endWords, membersOf, moreOf, portsWords } from "./words.ts";

interface ChangeListProps {
  readonly model: ComparisonModel;
  readonly anchors: Anchors;
}

/** The changes of one comparison in words: all that the drawing says, and more. */
export function ChangeList({ model, anchors }: ChangeListProps): ReactElement {
  const { index, comparison, before, after } = model;
  const { changes, counts } = comparison;
  const total = CHANGES.reduce((sum, change) => sum + counts[change], 0);
  const kinds = CHANGES.filter((change) => counts[change] > 0).map((change) =>
    countWords(counts[change], change),
  );
  return (
    <div className="net-comparison" data-comparison={index} hidden={index > 0}>
      <p className="net-summary">
        {before.includes(" ") ? "States" : "State"} {before} compared with {after}: <b>{listed(kinds)}</b>
      </p>
      <ol className="net-changes">
        {changes.map((change, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a change is known by its place
          <ChangeItem key={row} change={change} row={row} anchors={anchors} />
        ))}
      </ol>
      {total > changes.length ? (
        <p className="quiet">
          {counted(total - changes.length, "more change")}: <code>replatform network diff</code> lists all.
        </p>
      ) : null}
    </div>
  );
}

interface ChangeItemProps {
  readonly change: NetworkChange;
  readonly row: number;
  readonly anchors: Anchors;
}

function ChangeItem({ change, row, anchors }: ChangeItemProps): ReactElement {
  const { from, to, ports } = change;
  const namespaces = [...from.ends, ...to.ends].flatMap((end) =>
    end.type === "nodes" || end.type === "addresses" ? [] : (anchors.namespaceAt(end.namespace) ?? []),
  );
  return (
    <li
      className={`net-change ${change.change}`}
      data-row={row}
      data-change={change.change}
      data-namespaces={[...new Set(namespaces)].join(" ")}
    >
      <details>
        <summary>
          <span className="net-what">
            <LineSample change={change.change} /> {CHANGE_WORDS[change.change]}
          </span>
          <span>
            <Name>{sideWords(from)}</Name> <span aria-hidden="true">→</span>
            <span className="unseen"> to </span> <Name>{sideWords(to)}</Name>
          </span>
          <span className="net-ports">{portsWords(ports)}</span>
        </summary>
        <dl>
          <dt>From</dt>
          <dd>
            <Members side={from} />
          </dd>
          <dt>To</dt>
          <dd>
            <Members side={to} />
          </dd>
          <dt>Ports</dt>
          <dd>
            <Name>{portsWords(ports)}</Name>
          </dd>
        </dl>
      </details>
    </li>
  );
}

function Members({ side }: { readonly side: NetworkSide }): ReactElement {
  const members = [...side.ends.flatMap(membersOf), ...moreOf(side.more)];
  return (
    <ul>
      {members.map((member, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, places do not
        <li key={index}>
          <Name>{member}</Name>
        </li>
      ))}
    </ul>
  );
}

/** The first ends by name, the others by number. */
function sideWords({ ends, more }: NetworkSide): string {
  const shown = ends.length + more <= 3 ? ends : ends.slice(0, 2);
  const left = ends.length + more - shown.length;
  return listed([...shown.map(endWords), ...(left === 0 ? [] : [`${left} others`])]);
}
