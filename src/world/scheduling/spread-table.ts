import type { NodeModel, Taint } from "../node.ts";
import type { Minor } from "../version.ts";
import { admits } from "./node-affinity.ts";
import type { PodClass } from "./pod-class.ts";
import type { Relation } from "./relations.ts";
import { repellingTaints, toleratesAll, tolerationKey } from "./tolerations.ts";
import type { Spread } from "./topology-rules.ts";

/**
 * One topology spread constraint of a class over the nodes, kept up to date as pods and nodes come and go.
 * As the scheduler does it (plugins/podtopologyspread/filtering.go): only nodes that have every key of the pod's
 * constraints count, cordoned ones do count, and by default tainted ones do too.
 */
export class SpreadTable {
  readonly #spread: Spread;
  readonly #leavesOutCordoned: boolean;
  readonly #relation: Relation;
  /** Domain of each node; -1 for nodes that do not count. */
  readonly #domainOf: Int32Array;
  readonly #pods: Int32Array;
  readonly #nodes: Int32Array;

  constructor(pods: PodClass, written: Spread, relation: Relation, domainsOf: DomainIndex, minor: Minor) {
    const spread = effective(written, minor);
    this.#spread = spread;
    this.#leavesOutCordoned = spread.honorsTaints && !toleratesAll(pods.spec.tolerations, [CORDON]);
    this.#relation = relation;
    const { domainOf, count } = domainsOf(pods, spread);
    // Most tables see the same domains; one that forgets cordoned nodes needs an index of its own.
    this.#domainOf = this.#leavesOutCordoned ? domainOf.slice() : domainOf;
    this.#pods = new Int32Array(count);
    this.#nodes = new Int32Array(count);
  }

  get counted(): readonly number[] {
    return this.#relation.classes;
  }

  nodeChanged(node: number, by: 1 | -1): void {
    const domain = this.#domainOf[node] ?? -1;
    if (domain >= 0) this.#nodes[domain] = (this.#nodes[domain] ?? 0) + by;
  }

  /** The node is cordoned while `pods` counted ones are on it. */
  cordoned(node: number, pods: number): void {
    if (!this.#leavesOutCordoned) return;
    this.nodeChanged(node, -1);
    this.podsChanged(node, -pods);
    this.#domainOf[node] = -1;
  }

  podsChanged(node: number, by: number): void {
    const domain = this.#domainOf[node] ?? -1;
    if (domain >= 0) this.#pods[domain] = (this.#pods[domain] ?? 0) + by;
  }

  allows(node: number): boolean {
    const domain = this.#domainOf[node] ?? -1;
    if (domain < 0) return false;
    const after = (this.#pods[domain] ?? 0) + (this.#relation.self ? 1 : 0);
    return after - this.#least() <= this.#spread.maxSkew;
  }

  #least(): number {
    let least = Number.POSITIVE_INFINITY;
    let domains = 0;
    for (let domain = 0; domain < this.#pods.length; domain++) {
      if ((this.#nodes[domain] ?? 0) === 0) continue;
      domains++;
      least = Math.min(least, this.#pods[domain] ?? 0);
    }
    return domains < this.#spread.minDomains ? 0 : least;
  }
}

const CORDON: Taint = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" };

/** Fields the API server ignores below a minor: node inclusion policies before 1.26, minDomains before 1.27. */
function effective(spread: Spread, minor: Minor): Spread {
  return {
    ...spread,
    honorsTaints: spread.honorsTaints && minor >= 26,
    honorsAffinity: spread.honorsAffinity || minor < 26,
    minDomains: minor >= 27 ? spread.minDomains : 1,
  };
}

interface Domains {
  readonly domainOf: Int32Array;
  readonly count: number;
}

/** Which domain each node is in for a constraint of a class. */
export type DomainIndex = (pods: PodClass, spread: Spread) => Domains;

/** Constraints that count the same nodes by the same label share one index. */
export function domainIndex(nodes: readonly NodeModel[]): DomainIndex {
  const known = new Map<string, Domains>();
  return (pods, spread) => {
    const keys = pods.spreads.map(({ topologyKey }) => topologyKey);
    const rules = spread.honorsAffinity ? pods.rules : [];
    const tolerations = spread.honorsTaints ? tolerationKey(pods.spec.tolerations) : null;
    const key = JSON.stringify([spread.topologyKey, keys, rules, tolerations]);
    const found = known.get(key) ?? index(nodes, spread.topologyKey, (node) => inScope(pods, spread, node));
    known.set(key, found);
    return found;
  };
}

function index(nodes: readonly NodeModel[], key: string, counts: (node: NodeModel) => boolean): Domains {
  const domains = new Map<string, number>();
  const domainOf = Int32Array.from(nodes, (node) => {
    const value = counts(node) ? node.labels[key] : undefined;
    if (value === undefined) return -1;
    const domain = domains.get(value) ?? domains.size;
    domains.set(value, domain);
    return domain;
  });
  return { domainOf, count: domains.size };
}

function inScope(pods: PodClass, spread: Spread, node: NodeModel): boolean {
  return (
    pods.spreads.every(({ topologyKey }) => topologyKey in node.labels) &&
    (!spread.honorsAffinity || admits(pods.rules, node)) &&
    (!spread.honorsTaints || toleratesAll(pods.spec.tolerations, repellingTaints(node)))
  );
}
