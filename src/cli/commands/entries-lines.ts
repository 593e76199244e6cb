import type { Seen } from "../../entry/arrival.ts";
import type { Entry } from "../../entry/entry.ts";
import type { Reach, Unentered } from "../../entry/reach.ts";
import type { Route } from "../../entry/route.ts";
import type { RouteClass } from "../../entry/route-classes.ts";
import { visible } from "../../report/escape.ts";
import { refLabel } from "../../world/resource.ts";
import { csvField } from "../csv.ts";

/** What the listings are printed from. */
export interface EntriesPrinting {
  /** Every host and path by every entry, anew each time it is asked for. */
  reaches(): Iterable<Reach>;
  readonly unserved: readonly RouteClass[];
  /** Hosts and paths that are served, but that no entry is known to lead to. */
  readonly unentered: readonly Unentered[];
  /** Every entry; those that lead to no host are told of too. */
  readonly others: readonly Entry[];
}

/** Way by way: an entry, what becomes of connections there, and the hosts and paths it is so for. */
export function* textLines({ reaches, unserved, unentered, others }: EntriesPrinting): Generator<string> {
  const byEntry = new Map<string, Map<string, { first: Reach; routes: Route[] }>>();
  for (const reach of reaches()) {
    const { id } = reach.arrival.entry;
    const groups = byEntry.get(id) ?? new Map<string, { first: Reach; routes: Route[] }>();
    byEntry.set(id, groups);
    const key = [reach.verdict, reach.why, reach.arrival.used].join("\n");
    const there = groups.get(key);
    if (there === undefined) groups.set(key, { first: reach, routes: [reach.route] });
    else there.routes.push(reach.route);
  }
  let separator = "";
  for (const groups of byEntry.values()) {
    const [some] = groups.values();
    if (some !== undefined) yield `${separator}${entryText(some.first.arrival.entry)}\n`;
    separator = "\n";
    for (const { first, routes } of groups.values()) {
      yield `  ${verdictText(first)}\n`;
      for (const route of routes) yield `    ${routeText(route)}\n`;
    }
  }
  const plain = others.filter(({ id }) => !byEntry.has(id));
  if (plain.length > 0) yield `${separator}Entries that lead to no host:\n`;
  for (const one of plain) yield `  ${entryText(one)}${targetText(one)}\n`;
  if (unserved.length > 0) yield "\nServed by nobody:\n";
  for (const { serving, routes } of unserved) {
    for (const route of routes) yield `  ${routeText(route)}  (${visible(serving.why ?? "")})\n`;
  }
  if (unentered.length > 0) yield "\nServed, but how visitors get there is not known:\n";
  for (const { route, why } of unentered) yield `  ${routeText(route)}  (${visible(why)})\n`;
  if (byEntry.size === 0 && plain.length === 0 && unserved.length === 0 && unentered.length === 0)
    yield "Nothing leads into this cluster from outside, as far as could be read.\n";
}

/** One host and path by one entry a line. */
export function* jsonLines(printing: EntriesPrinting): Generator<string> {
  let separator = "[\n";
  for (const reach of printing.reaches()) {
    yield `${separator}${JSON.stringify(reachJson(reach))}`;
    separator = ",\n";
  }
  for (const { route, verdict, why } of withoutEntry(printing)) {
    yield `${separator}${JSON.stringify({ ...routeJson(route), verdict, why })}`;
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

/** What no entry is known to lead to: refused where nobody serves it, unknown where somebody does. */
function* withoutEntry({ unserved, unentered }: EntriesPrinting) {
  for (const { serving, routes } of unserved) {
    for (const route of routes) yield { route, verdict: "refused", why: serving.why ?? "" } as const;
  }
  for (const { route, why } of unentered) yield { route, verdict: "unknown", why } as const;
}

export function* csvLines(printing: EntriesPrinting): Generator<string> {
  yield "host,path,backend,entry,port,verdict,used,controllerSees,applicationIsTold,why\n";
  for (const { route, arrival, verdict, why } of printing.reaches()) {
    const { entry, used, sees, tells } = arrival;
    yield csvLine([...routeFields(route), entry.id, entry.port, verdict, used, sees, tells, why ?? ""]);
  }
  for (const { route, verdict, why } of withoutEntry(printing)) {
    yield csvLine([...routeFields(route), "", "", verdict, "", "", "", why]);
  }
}

function routeFields(route: Route): readonly string[] {
  return [route.host || "*", route.path, backendText(route)];
}

function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map((value) => csvField(String(value))).join(",")}\n`;
}

function reachJson({ route, arrival, verdict, why }: Reach): object {
  const { entry, controller, listener, used, sees, tells, forgeable } = arrival;
  return {
    ...routeJson(route),
    entry: {
      id: entry.id,
      kind: entry.kind,
      through: entry.through,
      port: entry.port,
      protocol: entry.protocol,
      addresses: entry.addresses.map(({ value }) => value),
      ...(entry.balancer === undefined
        ? {}
        : {
            balancer: entry.balancer.mode,
            ...(entry.balancer.sourceRanges === undefined ? {} : { admits: entry.balancer.sourceRanges }),
          }),
    },
    controller: refLabel(controller.workload.ref),
    listener,
    verdict,
    ...(why === undefined ? {} : { why }),
    used,
    controllerSees: sees,
    applicationIsTold: tells,
    ...(forgeable === undefined ? {} : { forgeable }),
  };
}

function routeJson(route: Route): object {
  const { host, path, pathType, resource, unclear } = route;
  const rule = { rule: refLabel(resource.ref), backend: backendText(route) };
  return { host: host || "*", path, pathType, ...rule, ...(unclear === undefined ? {} : { unclear }) };
}

const MOST_ADDRESSES = 4;

function entryText(entry: Entry): string {
  const { through, port, protocol, addresses, id, addressesKnown } = entry;
  const shown = addresses.slice(0, MOST_ADDRESSES).map(({ value }) => value);
  const more = addresses.length - shown.length;
  const list = `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const where =
    addresses.length === 0
      ? "addresses not known yet"
      : `${list}${addressesKnown ? "" : ", others not known yet"}`;
  return visible(`${port}/${protocol} by ${through}${balancerText(entry)} [${id}]: ${where}`);
}

function balancerText({ balancer }: Entry): string {
  if (balancer === undefined) return "";
  const { owner, mode, sourceRanges } = balancer;
  const whose = owner === "platform" ? "the provider's load balancer" : "load balancer";
  const admits = sourceRanges === undefined ? "" : `, which admits ${sourceRanges.join(", ")} alone`;
  return `, ${whose} in mode ${mode}${admits}`;
}

function targetText({ targets }: Entry): string {
  const names = [...new Set(targets.map(({ workload, port }) => `${refLabel(workload.ref)} port ${port}`))];
  return names.length === 0 ? "" : visible(` -> ${names.join(", ")}`);
}

const USED = {
  yes: "visitors come this way",
  maybe: "visitors may come this way",
  no: "nobody comes this way",
};
const SEEN: Readonly<Record<Seen, string>> = {
  client: "the client",
  node: "a node",
  balancer: "the load balancer",
  proxy: "the proxy",
  unknown: "not known",
};

function verdictText({ verdict, why, arrival }: Reach): string {
  const { used, sees, tells, forgeable, result } = arrival;
  const seen =
    result === "works"
      ? `; the controller sees ${SEEN[sees]}, the application is told ${SEEN[tells]}${forgeable ? ", and whoever comes may forge it" : ""}`
      : "";
  return visible(`${verdict}${why === undefined ? "" : ` (${why})`}; ${USED[used]}${seen}`);
}

function routeText(route: Route): string {
  const { host, path, resource, unclear } = route;
  const more = unclear === undefined ? "" : `, ${unclear}`;
  return visible(`${host || "*"}${path} -> ${backendText(route)}  (${refLabel(resource.ref)}${more})`);
}

function backendText({ backend }: Route): string {
  return backend.kind === "service"
    ? `Service ${backend.namespace}/${backend.name}:${backend.port}`
    : backend.words;
}
