import type { AssessmentNetwork, NetworkEnd } from "../../../src/report/network-section.ts";

/** What an edge can begin or end at. */
export type AnchorId = string;

export const NODES: AnchorId = "nodes";
export const OUTSIDE: AnchorId = "outside";

/** Where each namespace and workload of a network stands in its lists: names never become ids of the page. */
export class Anchors {
  readonly #namespaces = new Map<string, number>();
  readonly #workloads = new Map<string, AnchorId>();

  constructor({ namespaces }: AssessmentNetwork) {
    namespaces.forEach(({ name, workloads }, at) => {
      this.#namespaces.set(name, at);
      workloads.forEach((workload, index) => {
        this.#workloads.set(keyOf(name, workload.name, workload.kind), `w${at}-${index}`);
      });
    });
  }

  namespaceAt(name: string): number | undefined {
    return this.#namespaces.get(name);
  }

  namespace(name: string): AnchorId | undefined {
    const at = this.#namespaces.get(name);
    return at === undefined ? undefined : `n${at}`;
  }

  workload(namespace: string, name: string, kind: string): AnchorId | undefined {
    return this.#workloads.get(keyOf(namespace, name, kind));
  }

  /** The namespace an end is in; undefined for nodes and addresses. */
  box(end: NetworkEnd): AnchorId | undefined {
    if (end.type === "nodes") return NODES;
    return end.type === "addresses" ? OUTSIDE : this.namespace(end.namespace);
  }
}

function keyOf(namespace: string, name: string, kind: string): string {
  return `${namespace}\n${name}\n${kind}`;
}
