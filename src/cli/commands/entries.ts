import { DEFAULT_PROFILE, loadProfile } from "../../config/profiles.ts";
import { entriesOf } from "../../entry/entries.ts";
import { ENTRY_NEEDS } from "../../entry/needs.ts";
import { reachOf, unentered, unserved } from "../../entry/reach.ts";
import { moveOf } from "../../move.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../../platforms/entry-plan.ts";
import { matchesGlob } from "../../platforms/patterns.ts";
import type { RouteName } from "../../platforms/profile.ts";
import { visible } from "../../report/escape.ts";
import { simulateRoute } from "../../simulate/route.ts";
import { type Coverage, coverageOf, unreadPlaces } from "../../world/coverage.ts";
import { dnsViewOf } from "../../world/dns-records.ts";
import type { CommandContext } from "../context.ts";
import type { DnsOptions } from "../dns-options.ts";
import { observe, type SourceOptions } from "../observe.ts";
import { observeDns } from "../observe-dns.ts";
import { note } from "../print.ts";
import { printAll } from "../write-stream.ts";
import { csvLines, type EntriesPrinting, jsonLines, textLines } from "./entries-lines.ts";
import { worldIn } from "./network-states.ts";

export interface EntriesOptions extends SourceOptions, DnsOptions {
  readonly profile?: string;
  readonly clusterVersion?: string;
  readonly route?: RouteName;
  readonly state?: string;
  readonly mode: EntryPlan["mode"];
  readonly host?: string;
  readonly output: "text" | "json" | "csv";
}

const LINES = { text: textLines, json: jsonLines, csv: csvLines } as const;

/** `entries`: by which address and port a visitor gets to which host and path, now or in a state of the move. */
export async function entriesCommand(
  sources: readonly string[],
  options: EntriesOptions,
  context: CommandContext,
): Promise<void> {
  const profile = await loadProfile(options.profile ?? DEFAULT_PROFILE);
  const observation = await observe(sources, options, context);
  const names = await observeDns(observation, options, context);
  context.signal.throwIfAborted();
  const { world, target } = moveOf(observation, {
    profile,
    ...(options.clusterVersion === undefined ? {} : { clusterVersion: options.clusterVersion }),
    ...(names === undefined ? {} : { names: dnsViewOf(names.answers, names.sources) }),
  });
  const entryPlan: EntryPlan = { ...PLAIN_ENTRY_PLAN, mode: options.mode };
  const { route, state } = options;
  const states =
    state === undefined
      ? []
      : simulateRoute(world, profile, { target, entryPlan, ...(route === undefined ? {} : { route }) });
  const now = state === undefined ? world : worldIn(states, state);
  if (names === undefined) {
    note("note: DNS was not looked at, so which way visitors take is only inferred (--dns-server, --dns)\n");
  }
  for (const gap of gapsIn(world.coverage))
    note(`note: not read, so ways may be missing or wrong: ${visible(gap)}\n`);
  const { host } = options;
  const wanted = (name: string): boolean =>
    host === undefined || matchesGlob(host.toLowerCase(), name === "" ? "*" : name);
  const at = { profile, entryPlan };
  const printing: EntriesPrinting = {
    reaches: () => filter(reachOf(world, now, at), ({ route: { host: name } }) => wanted(name)),
    unserved: unserved(world, at).filter(({ routes }) => routes.some(({ host: name }) => wanted(name))),
    unentered: [...filter(unentered(world, now, at), ({ route: { host: name } }) => wanted(name))],
    others: host === undefined ? entriesOf(now, profile) : [],
  };
  await printAll(LINES[options.output](printing), context.signal);
}

function* filter<T>(items: Iterable<T>, keeps: (item: T) => boolean): Generator<T> {
  for (const item of items) if (keeps(item)) yield item;
}

/** What of the evidence is missing, kinds in one line and each place that could not be understood in one of its own. */
function gapsIn(coverage: Coverage): readonly string[] {
  const kinds = ENTRY_NEEDS.flatMap(({ kind }) => {
    const { status } = coverageOf(coverage, kind);
    return status === "read" ? [] : [`${kind} (${status})`];
  });
  const places = unreadPlaces(coverage).map(
    ({ subject, status, reason }) => `${"place" in subject ? subject.place : ""} (${reason ?? status})`,
  );
  return [...(kinds.length === 0 ? [] : [kinds.join(", ")]), ...places];
}
