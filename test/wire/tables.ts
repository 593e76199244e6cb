import { BALANCER, CDN, FORGED, INSIDE, NODE, OUTSIDE } from "./places.ts";
import type { Account, Told } from "./truth.ts";

/** A table of accounts: a line for each kind of listener, a column for each way there. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

const WAYS = [undefined, "tcp", "proxy-v1", "proxy-v2", "http"] as const;
const ROLES: Readonly<Record<string, string>> = {
  [INSIDE]: "client",
  [OUTSIDE]: "client",
  [FORGED]: "forged",
  [CDN]: "CDN",
  [BALANCER]: "balancer",
  [NODE]: "node",
};

type Cell = (accounts: readonly Told[]) => string;

/** Who is seen, what access lists make of it, and what the application is told; without and with a CDN in front. */
export function tables(all: readonly Told[]): readonly Table[] {
  const whole = ({ subject }: Told) => subject.listener.appends;
  return [false, true].flatMap((cdn) => {
    const these = all.filter(
      ({ combination, subject }) =>
        !subject.tls &&
        subject.listener.header === "X-Forwarded-For" &&
        (combination.path.proxy !== undefined) === cdn,
    );
    const where = cdn ? "behind a CDN" : "without a CDN";
    return [
      table(
        `Who is seen, ${where}`,
        these.filter((told) => !whole(told)),
        seen,
      ),
      table(
        `An allow-list of people / of people and hops, ${where}`,
        these.filter((told) => !whole(told)),
        lists,
      ),
      table(`X-Forwarded-For where the whole one is asked for, ${where}`, these.filter(whole), toldFor),
    ];
  });
}

function table(title: string, all: readonly Told[], cell: Cell): Table {
  const ways = WAYS.flatMap((mode) => [false, true].map((hidden) => ({ mode, hidden })));
  const names = [...new Set(all.map(({ subject }) => subject.name))];
  const columns = ways.map(({ mode, hidden }) => ({
    head: [mode ?? "none", ...(hidden ? ["node"] : [])].join(" + "),
    cells: names.map((name) =>
      cell(
        all.filter(
          ({ subject, combination: { path } }) =>
            subject.name === name &&
            path.balancer?.mode === mode &&
            (path.hiddenBehind !== undefined) === hidden,
        ),
      ),
    ),
  }));
  const apart = merged(columns);
  return {
    title,
    head: ["listener", ...apart.map(({ head }) => head)],
    lines: names.map((name, line) => [
      name.replace(", full", ""),
      ...apart.map(({ cells }) => cells[line] ?? ""),
    ]),
  };
}

/** The two versions of PROXY are one column where nothing tells them apart. */
function merged(columns: readonly { readonly head: string; readonly cells: readonly string[] }[]) {
  return columns.flatMap((column) => {
    const twin = columns.find(({ head }) => head === column.head.replace("proxy-v2", "proxy-v1"));
    const same = twin?.cells.join("|") === column.cells.join("|");
    if (column.head.startsWith("proxy-v2") && same) return [];
    const other = columns.find(({ head }) => head === column.head.replace("proxy-v1", "proxy-v2"));
    const both = other !== column && other?.cells.join("|") === column.cells.join("|");
    return [both ? { ...column, head: column.head.replace("proxy-v1", "PROXY") } : column];
  });
}

const FAILURES = { "broken-header": "reset", "bad-request": "400" };

/** The one who is seen of an honest visitor, and what a visitor can forge with: `!header`, `!PROXY`. */
function seen(all: readonly Told[]): string {
  const honest = onlyAccount(all, "-", OUTSIDE);
  const forging = [
    ...new Set(all.filter(({ account }) => account.remoteAddr === FORGED).map(forgedWith)),
  ].sort();
  const outcome = honest.result === "works" ? roles(honest.remoteAddr) : FAILURES[honest.result];
  return [outcome, ...forging.map((how) => `!${how}`)].join(" ");
}

function forgedWith({ combination }: Told): string {
  return combination.path.forgedProxy === undefined ? "header" : "PROXY";
}

/** What becomes of people, honest ones, by two lists: `kept` as they mean it, `closed` to all, `open` to all. */
function lists(all: readonly Told[]): string {
  const inside = onlyAccount(all, "-", INSIDE).access;
  const outside = onlyAccount(all, "-", OUTSIDE).access;
  const effects = ["/allow", "/allow-hops"].map((path) => {
    if (inside[path] === undefined) return "-";
    if (outside[path] === "open") return "open";
    return inside[path] === "passes" ? "kept" : "closed";
  });
  return effects[0] === "-" ? "-" : effects.join(" / ");
}

/** The header as the application gets it, of a visitor who sends one of his own. */
function toldFor(all: readonly Told[]): string {
  const account = onlyAccount(all, "header", OUTSIDE);
  return account.result === "works" ? roles(account.forwardedFor) : FAILURES[account.result];
}

function roles(text: string | undefined): string {
  return (text ?? "")
    .split(", ")
    .map((address) => ROLES[address] ?? address)
    .join(", ");
}

function onlyAccount(all: readonly Told[], forges: string, client: string): Account {
  const found = all.filter(
    ({ combination }) => combination.forges === forges && combination.path.client === client,
  );
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} accounts for one cell`);
  return only.account;
}

export function asText({ title, head, lines }: Table): string {
  const rows = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [title, ...rows.map((row) => `  ${line(row)}`)].join("\n");
}

export function asMarkdown({ title, head, lines }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [`### ${title}`, "", line(head), line(head.map(() => "---")), ...lines.map(line)].join("\n");
}
