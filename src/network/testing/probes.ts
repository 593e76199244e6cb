import { type PortSet, PROTOCOLS, type Protocol } from "../port-set.ts";

/** One port of one protocol that both evaluators are asked about. */
export interface Probe {
  readonly protocol: Protocol;
  readonly port: number;
}

/**
 * Ports on both sides of every boundary the random policies can draw (79, 80, 8080, 65535, ranges from 1 and 79 to
 * 80, 8079 and 8080). Where an answer's intervals begin and end at these alone, equal answers here are equal answers
 * on all 65,535 ports.
 */
const PORTS = [1, 78, 79, 80, 81, 8079, 8080, 8081, 65534, 65535];

/** Every port of every protocol: thirty, so that a set of them is the bits of one number. */
export const PROBES: readonly Probe[] = PROTOCOLS.flatMap((protocol) =>
  PORTS.map((port) => ({ protocol, port })),
);

/** A set of probes: bit n is the n-th. */
export type Mask = number;

/** The probes, asked one by one, for which something holds. */
export function probesWhere(probes: readonly Probe[], holds: (probe: Probe) => boolean): Mask {
  let mask = 0;
  probes.forEach((probe, bit) => {
    if (holds(probe)) mask |= 1 << bit;
  });
  return mask;
}

export function everyProbe(probes: readonly Probe[]): Mask {
  return probesWhere(probes, () => true);
}

/** The probes in a set of ports; throws where the set has a boundary no probe stands at. */
export function maskOf(set: PortSet): Mask {
  for (const boundary of PROTOCOLS.flatMap((protocol) => set[protocol])) {
    if (!PORTS.includes(boundary)) throw new Error(`no probe stands at port ${boundary}`);
  }
  return probesWhere(PROBES, ({ protocol, port }) => {
    const intervals = set[protocol];
    return intervals.some((first, at) => at % 2 === 0 && first <= port && port <= (intervals[at + 1] ?? 0));
  });
}

/** `80/TCP` and so on, to say where two answers differ. */
export function probeNames(mask: Mask): string {
  return PROBES.filter((_, bit) => (mask & (1 << bit)) !== 0)
    .map(({ protocol, port }) => `${port}/${protocol}`)
    .join(" ");
}
