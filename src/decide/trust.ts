import type { Arrival } from "../entry/arrival.ts";
import type { Controller } from "../entry/controller.ts";
import type { Evidence } from "../guarantees/guarantee.ts";
import { parseAddress } from "../world/addresses/address.ts";
import { meansEverything } from "../world/addresses/blocks.ts";
import { contains, parseCidr } from "../world/addresses/cidr.ts";
import type { NodeModel } from "../world/node.ts";
import { refLabel } from "../world/resource.ts";

/** Forwarded headers that a controller believes. */
export interface Trust {
  readonly words: string;
  /** CIDR blocks of proxies it believes them from; empty: anybody, or whoever comes through the load balancer. */
  readonly ranges: readonly string[];
  readonly evidence: Evidence;
}

/**
 * ingress-nginx's ConfigMap: use-forwarded-headers or enable-real-ip, and proxy-real-ip-cidr (default 0.0.0.0/0). Blocks
 * with a node in them are the load balancer's, which stands in the nodes' network: behind one in TCP mode they have to be
 * trusted, whoever is in front of it.
 */
export function headersTrusted(
  { workload, settings, settingsFrom }: Controller,
  nodes: readonly NodeModel[],
): Trust[] {
  if (settings === undefined || settingsFrom === undefined) return [];
  const key = ["use-forwarded-headers", "enable-real-ip"].find((name) => settings[name] === "true");
  // With PROXY protocol the blocks are those of whoever sends the header: a load balancer, not a proxy.
  if (key === undefined || settings["use-proxy-protocol"] === "true") return [];
  const blocks = blocksOf(settings["proxy-real-ip-cidr"]);
  const from = blocks.length === 0 ? "from anywhere" : `from ${blocks.join(", ")}`;
  const ranges = blocks.filter((block) => !nodes.some((node) => stands(node, block)));
  const { ref, origin } = settingsFrom;
  const words = `${refLabel(workload.ref)} trusts forwarded headers ${from}`;
  const path = ["data", blocks.length === 0 ? key : "proxy-real-ip-cidr"];
  return [
    {
      words,
      ranges,
      evidence: { ref, origin, path, value: blocks.length === 0 ? "true" : blocks.join(",") },
    },
  ];
}

/** Whether a node has an address in a block. */
function stands({ addresses }: NodeModel, block: string): boolean {
  const cidr = parseCidr(block);
  return (
    cidr !== undefined &&
    addresses.some(({ address }) => {
      const own = parseAddress(address);
      return own !== undefined && contains(cidr, own);
    })
  );
}

/**
 * The blocks that the load balancers of a controller admit, where all of them admit named ones alone: with names that
 * lead to a proxy these are the proxy's.
 */
export function rangesAdmitted(arrivals: readonly Arrival[]): readonly string[] {
  const balancers = arrivals.flatMap(({ entry }) => (entry.balancer === undefined ? [] : [entry.balancer]));
  const lists = balancers.map(({ sourceRanges }) => blocksOf(sourceRanges?.join(",")));
  return lists.every((list) => list.length > 0) ? [...new Set(lists.flat())] : [];
}

/** The blocks named; none where one of them is everything, or one is no block. */
function blocksOf(text: string | undefined): readonly string[] {
  const blocks = (text ?? "")
    .split(",")
    .map((block) => block.trim())
    .filter((block) => block !== "");
  const all = blocks.map(parseCidr);
  const limited = all.every((block) => block !== undefined && !meansEverything(block));
  return limited ? blocks : [];
}
