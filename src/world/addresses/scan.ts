import type { Path } from "../json.ts";
import type { ObjectRef, Resource } from "../resource.ts";
import type { World } from "../world.ts";
import { parseAddress } from "./address.ts";
import { withoutCopies } from "./copies.ts";
import { findGroups } from "./groups.ts";
import { type Hit, HitList, type ScannedText } from "./hits.ts";
import { type AddressIndex, canonicalHost, indexAddresses } from "./known-index.ts";
import { findNames } from "./names.ts";
import { findQuads } from "./quads.ts";
import { isMaintained, isRecord, Neighbours } from "./speakers.ts";
import { keyOf, walkStrings } from "./walk.ts";
import { findWildcardNames } from "./wildcard.ts";

/** What the old platform calls an address that will not survive the move. */
export interface KnownAddress {
  readonly kind:
    | "node-external"
    | "node-internal"
    | "control-plane"
    | "api-server"
    | "resolver"
    | "node-name"
    | "control-plane-name";
  /** An IP address in canonical form, or a lower-case DNS name. */
  readonly value: string;
  /** Whose it is: `Node worker-1 (ExternalIP)`. */
  readonly owner: string;
}

/** One place in the cluster that names such an address. */
export interface AddressMention {
  readonly resource: Resource;
  /** The string's place in the object: ["data", "config.yaml"]. */
  readonly path: Path;
  readonly address: KnownAddress;
  /** How it is named: itself, inside a CIDR or range that contains it, or inside a wildcard DNS name. */
  readonly as: "address" | "cidr" | "range" | "name";
  /** The text that names it, as written ("10.128.0.0/22", "https://10.128.0.5:6443"). */
  readonly text: string;
  /** True where the platform writes the object itself (profile's `owned`, mirror pods, kept Endpoints). */
  readonly platformOwned: boolean;
}

/**
 * Every address and name by which the cluster as it was read knows its nodes, its API servers and the
 * resolver. One that is several things counts as the first of: a node's, the API server's, the resolver.
 */
export function knownAddresses(world: World, resolver: string): readonly KnownAddress[] {
  const found = new Map<string, KnownAddress>();
  const add = (kind: KnownAddress["kind"], host: string, owner: string): void => {
    const value = canonicalHost(host);
    if (value !== "" && !isEveryHosts(value) && !found.has(value)) found.set(value, { kind, value, owner });
  };
  for (const { name, role, addresses } of world.nodes) {
    const nameKind = role === "control-plane" ? "control-plane-name" : "node-name";
    for (const { type, address } of addresses) {
      const owner = `Node ${name} (${type})`;
      if (parseAddress(address) === undefined) add(nameKind, address, owner);
      else if (role === "control-plane") add("control-plane", address, owner);
      else add(type === "ExternalIP" ? "node-external" : "node-internal", address, owner);
    }
    add(nameKind, name, `Node ${name}`);
  }
  for (const { host, learntFrom } of world.api.endpoints) add("api-server", host, learntFrom);
  add("resolver", resolver, "the resolver of the old platform");
  return [...found.values()];
}

/**
 * Every place that names one of the known addresses: as it is, in a URL or with a port, inside a CIDR or range
 * that contains it, inside a wildcard DNS name. Objects in which the cluster keeps its own books are left out;
 * what the platform writes itself is marked.
 */
export function scanAddresses(
  resources: readonly Resource[],
  known: readonly KnownAddress[],
  isPlatformOwned: (ref: ObjectRef) => boolean,
): readonly AddressMention[] {
  if (known.length === 0) return [];
  const index = indexAddresses(known);
  const neighbours = new Neighbours(resources);
  const mentions: AddressMention[] = [];
  const plain = new WeakSet<object>();
  for (const resource of resources) {
    if (isRecord(resource)) continue;
    const { ref, object } = resource;
    const maintained = isMaintained(resource, neighbours);
    const means = (name: string): boolean => neighbours.means(ref.namespace, name);
    const found = (text: string, path: Path): void => {
      const scanned = { text: text.slice(0, LONGEST_TEXT), key: keyOf(object, path), means };
      for (const { known: address, as, text: written } of hitsIn(scanned, index, !maintained)) {
        const platformOwned = maintained || isPlatformOwned(ref);
        mentions.push({ resource, path, address, as, text: written, platformOwned });
      }
    };
    walkStrings(object, index, found, plain);
  }
  return withoutCopies(mentions);
}

/**
 * Longer than anything an API server takes (a request has at most 3 MiB, etcd's default is 1.5 MiB), so only a
 * made-up file is cut.
 */
const LONGEST_TEXT = 8 * 2 ** 20;

function hitsIn(scanned: ScannedText, index: AddressIndex, namesToo: boolean): readonly Hit[] {
  const { text } = scanned;
  const hits = new HitList();
  if (index.hints.quads.test(text)) findQuads(scanned, index, hits);
  findWildcardNames(scanned, index, hits);
  if (index.hints.groups.test(text)) findGroups(scanned, index, hits);
  if (namesToo && index.hints.names.test(text)) findNames(scanned, index, hits);
  return hits.values();
}

/** Addresses that mean "here" on every host: naming one names no node. */
function isEveryHosts(host: string): boolean {
  return (
    host === "localhost" || host === "::1" || host === "::" || host === "0.0.0.0" || host.startsWith("127.")
  );
}
