import { at, entriesOf, listOf, objectsOf, stringOf } from "../../world/json.ts";
import type { Labels } from "../../world/selector.ts";
import type { Probe } from "./probes.ts";

/** Whoever can send or receive, as the naive evaluators see it. */
export type NaivePeer = NaivePod | NaiveHost;

export interface NaivePod {
  readonly kind: "pod";
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ips: readonly string[];
  readonly hostNetwork: boolean;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
  readonly serviceAccount?: string;
  /** Of the node a pod on the host's network is on. */
  readonly nodeLabels?: Labels;
}

/** A node or an address outside. */
export interface NaiveHost {
  readonly kind: "node" | "outside";
  readonly name: string;
  readonly ips: readonly string[];
  readonly labels: Labels;
}

/** Whether a pod names a port that is the one asked for. */
export function hasNamedPort({ ports }: NaivePod, name: unknown, { protocol, port }: Probe): boolean {
  return ports.some((own) => own.name === name && own.protocol === protocol && own.port === port);
}

/**
 * A LabelSelector, read once: matchLabels AND matchExpressions; absent selects everything. `unknown` decides an
 * expression whose operator nobody knows.
 */
export function labelSelector(
  selector: unknown,
  keyOf = (key: string): string => key,
  unknown: (labels: Labels) => boolean = () => false,
): (labels: Labels) => boolean {
  const pairs = entriesOf(at(selector, "matchLabels")).map(([key, value]) => [keyOf(key), value] as const);
  const expressions = objectsOf(at(selector, "matchExpressions")).map(({ key, operator, values }) => ({
    key: keyOf(String(key)),
    operator: stringOf(operator),
    values: listOf(values),
  }));
  return (labels) =>
    pairs.every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values }) => {
      const own = labels[key];
      switch (operator) {
        case "Exists":
          return own !== undefined;
        case "DoesNotExist":
          return own === undefined;
        case "In":
          return own !== undefined && values.includes(own);
        case "NotIn":
          return own === undefined || !values.includes(own);
        default:
          return unknown(labels);
      }
    });
}
