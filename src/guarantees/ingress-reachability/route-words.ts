import type { Route } from "../../entry/route.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Evidence } from "../guarantee.ts";
import type { Visit } from "./visits.ts";

/** `12 hosts (a.example, b.example and 10 more)`; rules without a host are "any host". */
export function hostWords(visits: readonly Visit[]): string {
  const hosts = [...new Set(routesOf(visits).map(({ host }) => (host === "" ? "any host" : host)))].sort();
  return hosts.length === 1 ? listed(hosts) : `${counted(hosts.length, "host")} (${listed(hosts)})`;
}

/** Why it is not certain that visitors come a way, as a clause in brackets. */
export function doubtWords(visits: readonly Visit[]): string {
  const looked = new Set(visits.map(({ routes }) => routes.front.looked));
  if (looked.has("not-looked")) return "nobody looked where the names lead";
  return looked.has("found")
    ? "the names lead to addresses that are not the cluster's: a proxy in front, a floating IP the API does not show, or somewhere else"
    : "the names were not found";
}

/** The objects whose rules are concerned, the first few of them, each with its host. */
export function routeEvidence(visits: readonly Visit[]): readonly Evidence[] {
  const byObject = new Map<Route["resource"], Route>();
  for (const route of routesOf(visits)) {
    if (!byObject.has(route.resource)) byObject.set(route.resource, route);
    if (byObject.size === MOST_EVIDENCE) break;
  }
  return [...byObject.values()].map((route) => cite(route.resource, route.at));
}

const MOST_EVIDENCE = 20;

function routesOf(visits: readonly Visit[]): readonly Route[] {
  return [...new Set(visits.flatMap(({ routes }) => routes.routes))];
}

/** Visits by a key, in the order they come. */
export function visitsBy<K>(visits: readonly Visit[], keyOf: (visit: Visit) => K): Map<K, Visit[]> {
  const groups = new Map<K, Visit[]>();
  for (const visit of visits) {
    const key = keyOf(visit);
    const there = groups.get(key);
    if (there === undefined) groups.set(key, [visit]);
    else there.push(visit);
  }
  return groups;
}
