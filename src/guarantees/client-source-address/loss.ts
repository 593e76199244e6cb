import type { Arrival, Seen } from "../../entry/arrival.ts";
import type { LooksAt } from "../../entry/consumers/consumer.ts";
import type { Entry } from "../../entry/entry.ts";

/** How users come to one controller, in the cluster as it was read and in the state that is judged. */
export interface Ways {
  readonly before: readonly Arrival[];
  readonly now: readonly Arrival[];
}

/** The client's address, seen before and hidden now. */
export interface Loss {
  /** `unknown`: it may be hidden, for `reason`. */
  readonly verdict: "breaks" | "unknown";
  /** Whose address is seen in its place. */
  readonly sees: Seen;
  /** The way by which users come that hides it. */
  readonly by: Arrival;
  readonly reason: string | undefined;
}

/** What of an arrival is looked at; `nothing` where there is no such address (a header that nobody sends). */
export type Look = (arrival: Arrival) => Seen | "nothing";

export const LOOKS: Readonly<Record<LooksAt, Look>> = {
  client: ({ sees }) => sees,
  peer: ({ entry }) => packetSource(entry),
  header: ({ entry, sees }) => (entry.balancer?.mode.startsWith("proxy-") === true ? sees : "nothing"),
};

/** What the application is told, in X-Real-IP and X-Forwarded-For. */
export const TOLD: Look = ({ tells }) => tells;

/** Whose address the packets have that reach the controller, whatever is stated inside them. */
export function packetSource({ balancer, keepsSource }: Entry): Seen {
  if (balancer === undefined || balancer.mode === "pass-through") {
    return keepsSource === undefined ? "unknown" : keepsSource ? "client" : "node";
  }
  return keepsSource === false ? "node" : "balancer";
}

/**
 * Whether users whose address was seen are hidden now. Ways that are what they were lose nobody, unless they are the
 * only ones left to people who came by another. Undefined where nobody is lost, or nobody was seen.
 */
export function lossOf({ before, now }: Ways, look: Look): Loss | undefined {
  const was = before.filter(isUsed);
  const is = now.filter(isUsed);
  const saw = was.some((way) => look(way) === "client");
  if (!saw && !was.some((way) => look(way) === "unknown")) return undefined;
  const remains = is.some((way) => look(way) === "client");
  const hiding = is.filter(
    (way) => look(way) !== "client" && ((saw && !remains) || !was.some((one) => isSame(one, way, look))),
  );
  return hiding
    .map((way) => lossBy(way, look, saw))
    .reduce<Loss | undefined>(
      (worst, one) => (worst?.verdict === "breaks" ? worst : prefer(worst, one)),
      undefined,
    );
}

function prefer(worst: Loss | undefined, one: Loss): Loss {
  return worst === undefined || one.verdict === "breaks" ? one : worst;
}

/** Connections that come to nothing are none: that they do not arrive is ingress-reachability's. */
export function isUsed({ used, result }: Arrival): boolean {
  return used !== "no" && (result === "works" || result === "unknown");
}

function isSame(one: Arrival, other: Arrival, look: Look): boolean {
  return one.entry.id === other.entry.id && one.listener === other.listener && look(one) === look(other);
}

function lossBy(way: Arrival, look: Look, saw: boolean): Loss {
  const seen = look(way);
  const sees = seen === "nothing" ? "unknown" : seen;
  const reason = !saw
    ? "whether it saw the client so far cannot be told"
    : way.used === "maybe"
      ? "whether users come that way cannot be told"
      : seen === "unknown" || way.result === "unknown"
        ? "what arrives that way cannot be told"
        : undefined;
  return { verdict: reason === undefined ? "breaks" : "unknown", sees, by: way, reason };
}
