import type { Connection, End, Listing } from "../../network/list.ts";
import { portsJson, portsText } from "../../network/names.ts";
import type { PortSet, PortSets } from "../../network/port-set.ts";
import { visible } from "../../report/escape.ts";
import { csvField } from "../csv.ts";
import { AddressLegend } from "./network-legend.ts";

/** What the listings are printed from. */
export interface ListPrinting {
  readonly listing: Listing;
  readonly table: PortSets;
  reasons(from: number, to: number): readonly string[];
}

/** `a => b : TCP 80`, as np-guard's tools write it; long lists of addresses get a name and stand below. */
export function* textLines(printing: ListPrinting): Generator<string> {
  const { listing, table } = printing;
  const legend = new AddressLegend();
  const ports = remembered((set: PortSet) => portsText(set, table));
  const write = ({ from, to, ports: set }: Connection): string =>
    `${legend.name(from)} => ${legend.name(to)} : ${ports(set)}`;
  let any = false;
  for (const line of listing.allowed()) {
    any = true;
    yield `${write(line)}\n`;
  }
  if (!any) yield "No connections are allowed.\n";
  let first = true;
  for (const line of listing.unknown()) {
    if (first) yield "\nUnknown: these may or may not be allowed\n";
    first = false;
    yield `${write(line)} ? ${reasonsOf(printing, line).map(visible).join("; ")}\n`;
  }
  yield* legend.lines();
}

/** One entry a line, so that a list of a million is read and compared as one of three. */
export function* jsonLines(printing: ListPrinting): Generator<string> {
  const ports = remembered((set: PortSet) => JSON.stringify(portsJson(set)));
  const name = remembered((end: End) => JSON.stringify(end.name));
  let separator = "[\n";
  for (const { from, to, ports: set } of printing.listing.allowed()) {
    yield `${separator}{"from":${name(from)},"to":${name(to)},"ports":${ports(set)}}`;
    separator = ",\n";
  }
  for (const line of printing.listing.unknown()) {
    const reasons = JSON.stringify(reasonsOf(printing, line));
    yield `${separator}{"from":${name(line.from)},"to":${name(line.to)},"ports":{},"unknown":${ports(line.ports)},"reasons":${reasons}}`;
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

export function* csvLines(printing: ListPrinting): Generator<string> {
  const { listing, table } = printing;
  const ports = remembered((set: PortSet) => csvField(portsText(set, table)));
  const name = remembered((end: End) => csvField(end.name));
  yield "from,to,verdict,connections,reasons\n";
  for (const { from, to, ports: set } of listing.allowed()) {
    yield `${name(from)},${name(to)},allowed,${ports(set)},\n`;
  }
  for (const line of listing.unknown()) {
    const reasons = csvField(reasonsOf(printing, line).join("; "));
    yield `${name(line.from)},${name(line.to)},unknown,${ports(line.ports)},${reasons}\n`;
  }
}

function reasonsOf({ reasons }: ListPrinting, { from, to }: Connection): readonly string[] {
  const found = new Set<string>();
  for (const a of classesOf(from))
    for (const b of classesOf(to)) for (const text of reasons(a, b)) found.add(text);
  return [...found];
}

function classesOf(end: End): readonly number[] {
  return end.kind === "pods" ? [end.peer.class] : end.classes;
}

function remembered<K extends object>(make: (key: K) => string): (key: K) => string {
  const known = new WeakMap<K, string>();
  return (key) => {
    let text = known.get(key);
    if (text === undefined) {
      text = make(key);
      known.set(key, text);
    }
    return text;
  };
}
