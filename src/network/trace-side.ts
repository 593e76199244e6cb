import { type Endpoint, isAny } from "./endpoint.ts";
import type { Direction, Layer, Policy, PortTerm, Rule } from "./policy.ts";
import type { PolicyIndex, Selecting } from "./policy-index.ts";
import type { PortSet, PortSets } from "./port-set.ts";
import type { NetworkOptions } from "./view.ts";

/** What one rule says of one peer. */
export interface RuleTrace {
  readonly rule: Rule;
  /** Whether its peers stand for the other end; undefined where that cannot be told. */
  readonly peer: boolean | undefined;
  /** Its ports, names looked up on the pod the packet goes to. */
  readonly ports: PortSet;
  /** What it decided: no rule before it had, and it matches for certain. */
  readonly decides: PortSet;
}

export interface PolicyTrace {
  readonly layer: Layer;
  readonly policy: Policy;
  /** Whether it selects this end for certain. */
  readonly selects: boolean;
  readonly rules: readonly RuleTrace[];
}

/** One direction of one end: what its policies let through, and each policy's part in it. */
export interface SideTrace {
  readonly direction: Direction;
  readonly policies: readonly PolicyTrace[];
  readonly certain: PortSet;
  readonly possible: PortSet;
}

/** What a trace is computed with. */
export interface TraceTools {
  readonly index: PolicyIndex;
  readonly options: NetworkOptions;
  readonly table: PortSets;
}

type Mode = "certain" | "possible";

/** Runs the layers over one peer; `evaluate.ts` does the same for all peers at once. */
export function traceSide(
  direction: Direction,
  own: Endpoint,
  other: Endpoint,
  tools: TraceTools,
): SideTrace {
  const { table, index } = tools;
  const { subject } = own;
  const selecting = subject === undefined ? [] : index.selecting(subject, direction);
  const destination = direction === "ingress" ? own : other;
  const read = new Map<Rule, Pick<RuleTrace, "peer" | "ports">>();
  for (const { policy } of selecting) {
    for (const rule of policy[direction]?.rules ?? []) {
      const peer = isAny(rule.peers, other, own, tools.options);
      read.set(rule, { peer, ports: portsOfRule(rule.ports, destination, table) });
    }
  }
  const decided = new Map<Rule, PortSet>();
  const run = (mode: Mode, note?: Map<Rule, PortSet>): PortSet =>
    runLayers(selecting, direction, mode, read, table, note);
  const certain = run("certain", decided);
  return {
    direction,
    certain,
    possible: run("possible"),
    policies: selecting.map(({ layer, policy, maybe }) => ({
      layer,
      policy,
      selects: !maybe,
      rules: (policy[direction]?.rules ?? []).map((rule) => ({
        rule,
        peer: read.get(rule)?.peer,
        ports: read.get(rule)?.ports ?? table.none,
        decides: decided.get(rule) ?? table.none,
      })),
    })),
  };
}

function runLayers(
  selecting: readonly Selecting[],
  direction: Direction,
  mode: Mode,
  read: ReadonlyMap<Rule, Pick<RuleTrace, "peer" | "ports">>,
  table: PortSets,
  note: Map<Rule, PortSet> | undefined,
): PortSet {
  let rest = table.all;
  let allowed = table.none;
  for (const layer of new Set(selecting.map((one) => one.layer))) {
    let passed = table.none;
    let isolates = false;
    for (const { policy, maybe } of selecting.filter((one) => one.layer === layer)) {
      const doubt = maybe || policy.uncertain !== undefined;
      if (policy[direction]?.isolates && !(doubt && mode === "possible")) isolates = true;
      for (const rule of policy[direction]?.rules ?? []) {
        const { peer, ports } = read.get(rule) ?? { peer: false, ports: table.none };
        const unsure = doubt || rule.uncertain !== undefined || peer === undefined;
        if (peer === false) continue;
        if (unsure && rule.action === "pass") {
          // Whether it stays in the layer or leaves it is open, and either may end in an allow or a deny.
          if (mode === "possible") allowed = table.union(allowed, table.intersect(rest, ports));
          rest = table.subtract(rest, ports);
          continue;
        }
        if (unsure && (rule.action === "deny") !== (mode === "certain")) continue;
        const hit = table.intersect(rest, ports);
        rest = table.subtract(rest, ports);
        if (!unsure) note?.set(rule, hit);
        if (rule.action === "allow") allowed = table.union(allowed, hit);
        else if (rule.action === "pass") passed = table.union(passed, hit);
      }
    }
    rest = isolates && layer.end === "deny" ? passed : table.union(rest, passed);
  }
  return table.union(allowed, rest);
}

function portsOfRule(terms: readonly PortTerm[] | "all", destination: Endpoint, table: PortSets): PortSet {
  if (terms === "all") return table.all;
  let sum = table.none;
  for (const term of terms) {
    if (term.kind === "range") {
      sum = table.union(sum, table.of(term.protocol, term.first, term.last));
      continue;
    }
    for (const { name, protocol, port } of destination.namedPorts) {
      if (name === term.name && protocol === term.protocol) {
        sum = table.union(sum, table.of(protocol, port, port));
      }
    }
  }
  return sum;
}
