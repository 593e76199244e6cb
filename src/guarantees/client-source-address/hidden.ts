import type { AddressConsumer } from "../../entry/consumers/consumer.ts";
import { setsRealIp } from "../../entry/consumers/snippet.ts";
import type { Controller } from "../../entry/controller.ts";
import { innerAddresses } from "../../entry/stand-ins.ts";
import type { Resource } from "../../world/resource.ts";
import { refKey } from "../../world/resource.ts";
import { type Failure, failureOf } from "./failure.ts";
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

const KNOWN = new WeakMap<Judged, readonly Hidden[]>();

/** Every setting that saw the client and does not, or may not, any longer; the same for all rules of a judgement. */
export function hiddenIn(judged: Judged): readonly Hidden[] {
  let known = KNOWN.get(judged);
  if (known === undefined) {
    const inners = innerAddresses(judged.before);
    known = judged.sites.flatMap((site) => hiddenAt(site, inners));
    KNOWN.set(judged, known);
  }
  return known;
}

function hiddenAt(
  { controller, ways, consumers }: Site,
  inners: ReturnType<typeof innerAddresses>,
): Hidden[] {
  const losses = {
    client: lossOf(ways, LOOKS.client),
    peer: lossOf(ways, LOOKS.peer),
    header: lossOf(ways, LOOKS.header),
  };
  const doubt = ownRealIp(controller);
  return consumers.flatMap((consumer) => {
    const loss = losses[consumer.looksAt];
    if (loss === undefined) return [];
    const unsure = doubt !== undefined && consumer.looksAt === "client";
    const judged: Loss = unsure ? { ...loss, verdict: "unknown", reason: doubt } : loss;
    return [{ consumer, loss: judged, failure: failureOf(consumer, loss.sees, inners) }];
  });
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
