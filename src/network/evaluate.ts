import type { Matcher } from "./matcher.ts";
import { minus, type Part, type Partition, plusAll, within } from "./partition.ts";
import type { Direction, Layer, Policy, Rule } from "./policy.ts";
import type { NamedPort } from "./subjects.ts";

/**
 * What one direction of a class admits, as parts that may overlap: their union counts. `certain`: surely allowed.
 * `possible`: not surely denied. The same object where everything is known; what is only possible is `unknown`.
 */
export interface Admitted {
  readonly certain: Cover;
  readonly possible: Cover;
}

export type Cover = readonly Part[];

/** The policies of a layer that select a class; `maybe` those of which that cannot be told. */
export interface Applying {
  readonly layer: Layer;
  readonly policies: readonly { readonly policy: Policy; readonly maybe: boolean }[];
}

type Mode = "certain" | "possible";

/** Runs the layers over all peers at once. `subjectPorts`: the subject's named ports, for ingress. */
export function admitted(
  applying: readonly Applying[],
  direction: Direction,
  matcher: Matcher,
  subjectPorts: readonly NamedPort[] | undefined,
): Admitted {
  const certain = run(applying, direction, matcher, subjectPorts, "certain");
  const doubtful = applying.some(({ policies }) =>
    policies.some((entry) => isDoubtful(entry, direction, matcher)),
  );
  return {
    certain,
    possible: doubtful ? run(applying, direction, matcher, subjectPorts, "possible") : certain,
  };
}

function isDoubtful(
  { policy, maybe }: Applying["policies"][number],
  direction: Direction,
  matcher: Matcher,
): boolean {
  if (maybe || policy.uncertain !== undefined) return true;
  return (policy[direction]?.rules ?? []).some((rule) => {
    if (rule.uncertain !== undefined) return true;
    const { certain, possible } = matcher.peers(rule);
    return certain !== possible && !certain.equals(possible);
  });
}

/**
 * In `certain` mode everything doubtful counts against the packet, in `possible` mode for it: what the first allows
 * is allowed whatever the truth is, what the second denies is denied whatever it is.
 */
function run(
  applying: readonly Applying[],
  direction: Direction,
  matcher: Matcher,
  subjectPorts: readonly NamedPort[] | undefined,
  mode: Mode,
): Cover {
  const { table } = matcher;
  const sum = allowsOnly(applying, direction, matcher, subjectPorts, mode);
  if (sum !== undefined) return sum;
  let rest: Partition = [{ peers: matcher.full, ports: table.all }];
  let allowed: Partition = [];
  for (const { layer, policies } of applying) {
    let passed: Partition = [];
    let isolates = false;
    for (const { policy, maybe } of policies) {
      const rules = policy[direction];
      if (rules === undefined) continue;
      const doubt = maybe || policy.uncertain !== undefined;
      if (rules.isolates && !(doubt && mode === "possible")) isolates = true;
      for (const rule of rules.rules) {
        for (const matched of matches(rule, doubt, mode, matcher, subjectPorts)) {
          const hit = within(rest, matched, table);
          if (hit.length === 0) continue;
          rest = minus(rest, matched, table);
          if (rule.action === "allow") allowed = plusAll(allowed, hit, table);
          else if (rule.action === "pass") passed = plusAll(passed, hit, table);
        }
        if (rule.action !== "pass") continue;
        // Whether these stay in the layer or leave it is open, and either may end in an allow or a deny.
        for (const matched of doubtfulPasses(rule, doubt, matcher, subjectPorts)) {
          if (mode === "possible") allowed = plusAll(allowed, within(rest, matched, table), table);
          rest = minus(rest, matched, table);
        }
      }
    }
    rest = isolates && layer.end === "deny" ? passed : plusAll(rest, passed, table);
  }
  return plusAll(allowed, rest, table);
}

/**
 * The short way for what most pods have: one layer of allowing rules, the rest denied. Its rules' parts are the
 * answer as they stand, and stay shared between all subjects whose rules name the same peers.
 */
function allowsOnly(
  applying: readonly Applying[],
  direction: Direction,
  matcher: Matcher,
  subjectPorts: readonly NamedPort[] | undefined,
  mode: Mode,
): Cover | undefined {
  const [first, more] = applying;
  if (first === undefined || more !== undefined || first.layer.end !== "deny") return undefined;
  const parts: Part[] = [];
  let isolates = false;
  for (const { policy, maybe } of first.policies) {
    const rules = policy[direction];
    const doubt = maybe || policy.uncertain !== undefined;
    if (rules?.isolates && !(doubt && mode === "possible")) isolates = true;
    for (const rule of rules?.rules ?? []) {
      if (rule.action !== "allow") return undefined;
      parts.push(...matches(rule, doubt, mode, matcher, subjectPorts));
    }
  }
  return isolates ? parts : undefined;
}

/** What a rule takes in a mode: a doubtful allow only where doubt speaks for the packet, a doubtful deny only against; a pass only for certain. */
function matches(
  rule: Rule,
  doubtfulPolicy: boolean,
  mode: Mode,
  matcher: Matcher,
  subjectPorts: readonly NamedPort[] | undefined,
): readonly Part[] {
  const generous = rule.action !== "pass" && (rule.action === "deny") === (mode === "certain");
  const doubtful = doubtfulPolicy || rule.uncertain !== undefined;
  if (doubtful && !generous) return [];
  const { certain, possible } = matcher.peers(rule);
  const peers = generous ? possible : certain;
  return peers.isEmpty() ? [] : matcher.parts(peers, rule.ports, subjectPorts);
}

/** What a pass may match beyond what it matches for certain. */
function doubtfulPasses(
  rule: Rule,
  doubtfulPolicy: boolean,
  matcher: Matcher,
  subjectPorts: readonly NamedPort[] | undefined,
): readonly Part[] {
  const { certain, possible } = matcher.peers(rule);
  const peers = doubtfulPolicy || rule.uncertain !== undefined ? possible : possible.andNot(certain);
  return peers.isEmpty() ? [] : matcher.parts(peers, rule.ports, subjectPorts);
}
