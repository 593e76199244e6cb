import type { AddressConsumer, LooksAt } from "../../entry/consumers/consumer.ts";
import { setsRealIp } from "../../entry/consumers/snippet.ts";
import type { Controller } from "../../entry/controller.ts";
import { innerAddresses } from "../../entry/stand-ins.ts";
import { type Address, parseAddress } from "../../world/addresses/address.ts";
import type { Resource } from "../../world/resource.ts";
import { refKey } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { type Failure, failureOf, type Stand } from "./failure.ts";
import { LOOKS, type Loss, lossOf } from "./loss.ts";
import type { Judged, Site } from "./rule.ts";

/** One setting that no longer sees the client. */
export interface Hidden {
  readonly consumer: AddressConsumer;
  readonly loss: Loss;
  readonly failure: Failure;
}

/** Settings of one object. */
export interface HiddenIn {
  readonly resource: Resource;
  readonly hidden: readonly [Hidden, ...Hidden[]];
}

type Losses = Readonly<Record<LooksAt, Loss | undefined>>;

const KNOWN = new WeakMap<World, Map<string, readonly Hidden[]>>();

/**
 * Every setting that saw the client and does not, or may not, any longer. The same array for all rules of a judgement,
 * and for all states in which users are hidden in the same way: it depends on the cluster as it was read and on that.
 */
export function hiddenIn({ before, sites }: Judged): readonly Hidden[] {
  const losses = sites.map(
    ({ ways }): Losses => ({
      client: lossOf(ways, LOOKS.client),
      peer: lossOf(ways, LOOKS.peer),
      header: lossOf(ways, LOOKS.header),
    }),
  );
  const key = JSON.stringify(losses.map((one) => [one.client, one.peer, one.header].map(lossKey)));
  const known = KNOWN.get(before) ?? new Map<string, readonly Hidden[]>();
  KNOWN.set(before, known);
  let hidden = known.get(key);
  if (hidden === undefined) {
    const stand = { inners: innerAddresses(before), nodes: nodeAddresses(before) };
    hidden = sites.flatMap((site, index) => hiddenAt(site, losses[index], stand));
    known.set(key, hidden);
  }
  return hidden;
}

function lossKey(loss: Loss | undefined): readonly unknown[] {
  return loss === undefined ? [] : [loss.verdict, loss.sees, loss.by.entry.id, loss.reason];
}

function hiddenAt({ controller, consumers }: Site, losses: Losses | undefined, stand: Stand): Hidden[] {
  const doubt = ownRealIp(controller);
  return consumers.flatMap((consumer) => {
    const loss = losses?.[consumer.looksAt];
    if (loss === undefined) return [];
    const unsure = doubt !== undefined && consumer.looksAt === "client";
    const judged: Loss = unsure ? { ...loss, verdict: "unknown", reason: doubt } : loss;
    return [{ consumer, loss: judged, failure: failureOf(consumer, loss.sees, stand) }];
  });
}

/** The addresses the nodes have among themselves. */
function nodeAddresses({ nodes }: World): readonly Address[] {
  return nodes.flatMap(({ addresses }) =>
    addresses
      .filter(({ type }) => type === "InternalIP")
      .flatMap(({ address }) => parseAddress(address) ?? []),
  );
}

const EVERYWHERE = ["http-snippet", "main-snippet", "server-snippet"];

/** A snippet that sets up real_ip itself overrules what the settings say of whose statement is believed. */
function ownRealIp({ settings }: Controller): string | undefined {
  const own = EVERYWHERE.find((key) => setsRealIp(settings?.[key] ?? ""));
  return own === undefined ? undefined : `${own} decides itself whose statement of the client is believed`;
}

/** By the object they stand in, those of one object together. */
export function byResource(hidden: readonly Hidden[]): readonly HiddenIn[] {
  const found = new Map<string, { resource: Resource; hidden: [Hidden, ...Hidden[]] }>();
  for (const one of hidden) {
    const { resource } = one.consumer;
    const key = refKey(resource.ref);
    const there = found.get(key);
    if (there === undefined) found.set(key, { resource, hidden: [one] });
    else there.hidden.push(one);
  }
  return [...found.values()];
}
