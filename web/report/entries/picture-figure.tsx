import type { ReactElement } from "react";
import type {
  EntryConnection,
  EntryTargetSection,
  EntryView,
  EntryWay,
} from "../../../src/report/entries-section.ts";
import { capital, counted } from "../model/words.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Name, Prose } from "../parts/name.tsx";
import type { Picture } from "./pictures.ts";
import { addressWords, hostWords, seenWords, USED_WORDS, wayWords } from "./words.ts";

interface PictureFigureProps {
  readonly picture: Picture;
  readonly target: EntryTargetSection;
  /** `1 to 3`. */
  readonly numbers: string;
  readonly title: string;
  /** Positions of its states, 0-based. */
  readonly positions: readonly number[];
}

/** Visitors on the left, what they come to on the right, and between them each way with what becomes of it. */
export function PictureFigure(props: PictureFigureProps): ReactElement {
  const { picture, target, numbers, title, positions } = props;
  return (
    <figure className="entry-picture" data-entry-states={positions.join(" ")}>
      <figcaption>
        <span className="number">{numbers}</span> <Name>{capital(title)}</Name>
      </figcaption>
      <div className="entry-flow">
        <p className="entry-rail">{target.role === "api-server" ? "Users" : "Visitors"}</p>
        <ul className="entry-ways">
          {picture.ways.map(({ way, view }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: ways are told apart by their place
            <Way key={index} way={way} view={view} role={target.role} />
          ))}
        </ul>
        <p className="entry-rail entry-end">
          <Name>{target.object?.name ?? "Kubernetes API"}</Name>
          {target.role === "controller" ? <small>{counted(target.hosts.served, "host")}</small> : null}
        </p>
      </div>
    </figure>
  );
}

interface WayProps {
  readonly way: EntryWay;
  readonly view: EntryView;
  readonly role: EntryTargetSection["role"];
}

function Way({ way, view, role }: WayProps): ReactElement {
  const { status, connections } = view;
  const isUsed = connections.some(({ used }) => used !== "no");
  return (
    <li className={status === "gone" ? "entry-way gone" : "entry-way"}>
      <p className="entry-name">
        <b>{wayWords(way)}</b>
        {way.service === undefined ? null : (
          <>
            {" "}
            of Service <Name>{way.service}</Name>
          </>
        )}{" "}
        <span className="quiet">
          <Name>{addressWords(view)}</Name>
        </span>
      </p>
      {status === "gone" ? <p className="entry-note">gone: nobody answers here any more</p> : null}
      {status === "addresses-lost" ? (
        <p className={isUsed ? "entry-note breaks" : "entry-note"}>
          {isUsed ? <Glyph mark="breaks" /> : null} {view.addresses.length > 0 ? "some" : "the"} addresses of
          today lead nowhere any more
        </p>
      ) : null}
      {connections.map((connection) => (
        <Connection key={connection.ports.join()} connection={connection} role={role} />
      ))}
    </li>
  );
}

interface ConnectionProps {
  readonly connection: EntryConnection;
  readonly role: EntryTargetSection["role"];
}

function Connection({ connection, role }: ConnectionProps): ReactElement {
  const { ports, used, result, proxied, reasons, hosts } = connection;
  const reach = hostWords(connection);
  const seen = seenWords(connection, role);
  const style = arrowStyle(used);
  const isShut = hosts !== undefined && hosts.reachable === 0 && hosts.refused > 0;
  return (
    <div className="entry-connection">
      <span className={`entry-arrow ${style}`} aria-hidden="true" />
      {proxied ? (
        <>
          <span className="entry-proxy">proxy</span>
          <span className={`entry-arrow ${style}`} aria-hidden="true" />
        </>
      ) : null}
      <div className="entry-words">
        <p>
          <b>
            <Name>{ports.join(", ")}</Name>
          </b>
          {used === undefined ? null : <span className={`entry-used ${style}`}> {USED_WORDS[used]}</span>}
        </p>
        <p>
          {seen.before} {seen.who === undefined ? null : <b>{seen.who}</b>}
          {seen.after}
        </p>
        {reach === undefined ? null : (
          <p>
            {hosts !== undefined && hosts.refused > 0 ? (
              <span className="breaks">
                <Glyph mark="breaks" />{" "}
              </span>
            ) : null}
            {reach}
            {reasons.length === 0 ? null : (
              <>
                : <Prose>{reasons.join("; ")}</Prose>
              </>
            )}
          </p>
        )}
      </div>
      <span
        className={`entry-arrow ${isShut || isRefused(result) ? "refused" : result === "works" ? style : "maybe"}`}
        aria-hidden="true"
      />
    </div>
  );
}

/** One of four names, whatever the assessment says. Where no host leads nobody knows who comes. */
function arrowStyle(used: EntryConnection["used"]): "yes" | "maybe" | "no" | "open" {
  return used === "yes" || used === "maybe" || used === "no" ? used : "open";
}

function isRefused(result: EntryConnection["result"]): boolean {
  return result === "broken-header" || result === "bad-request";
}
