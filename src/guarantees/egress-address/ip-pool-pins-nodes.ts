import { at, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause } from "../guarantee.ts";

export const ipPoolPinsNodes: Cause = {
  id: "ip-pool-pins-nodes",
  title: "A Calico address pool is for nodes that go",
  hazards: ["ACL-1"],
};

const KINDS = ["IPPool.crd.projectcalico.org", "IPPool.projectcalico.org"];

/**
 * A pool with a nodeSelector gives pods on those nodes their addresses (and with natOutgoing, their way out by
 * those nodes). Where no new node bears the label, pods there get addresses from another pool or none.
 * https://docs.tigera.io/calico/latest/reference/resources/ippool
 */
export function judgeIpPools(before: World, now: World): readonly Breach[] {
  const leaving = new Set(now.roll?.replaced === true ? now.roll.from : []);
  const left = now.nodes.filter((node) => !leaving.has(node));
  const breaches: Breach[] = [];
  for (const resource of KINDS.flatMap((kind) => now.objects.list(kind))) {
    const selector = stringOf(at(resource.object, "spec", "nodeSelector")) ?? "all()";
    if (at(resource.object, "spec", "disabled") === true) continue;
    const lost = requirements(selector).find(
      (wanted) =>
        before.nodes.some((node) => meets(wanted, node.labels)) &&
        !left.some((node) => meets(wanted, node.labels)),
    );
    if (lost !== undefined) breaches.push(breachOf(resource, selector, lost));
  }
  return breaches;
}

function breachOf(resource: Resource, selector: string, lost: Requirement): Breach {
  const who = refLabel(resource.ref);
  const label = lost.value === undefined ? lost.key : `${lost.key}=${lost.value}`;
  const out =
    at(resource.object, "spec", "natOutgoing") === true
      ? " and no longer leave the cluster by these nodes"
      : "";
  return {
    cause: ipPoolPinsNodes.id,
    // With an alternative in the selector the other half may still find nodes.
    verdict: selector.includes("||") ? "unknown" : "breaks",
    subject: resource.ref,
    message: `${who} gives addresses to pods on nodes with ${label}, and no new node has it: such pods get addresses from another pool or none${out}.`,
    remedy: `Agree with the provider on a label the new nodes keep, and select by it in ${who} before the nodes are replaced; or select all().`,
    evidence: [
      { ref: resource.ref, origin: resource.origin, path: ["spec", "nodeSelector"], value: selector },
    ],
  };
}

interface Requirement {
  readonly key: string;
  readonly value: string | undefined;
}

/** `has(key)` and `key == 'value'` of Calico's selector language: what a node must have, where not negated. */
const TERM =
  /(!?)\s{0,4}has\(\s{0,4}([\w./-]{1,317})\s{0,4}\)|([\w./-]{1,317})\s{0,4}==\s{0,4}["']([^"']{0,63})["']/g;

function requirements(selector: string): readonly Requirement[] {
  const found: Requirement[] = [];
  for (const [, negated, has, key, value] of selector.slice(0, 4096).matchAll(TERM)) {
    if (has !== undefined && negated === "") found.push({ key: has, value: undefined });
    else if (key !== undefined) found.push({ key, value });
  }
  return found;
}

function meets({ key, value }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  return value === undefined ? Object.hasOwn(labels, key) : labels[key] === value;
}
