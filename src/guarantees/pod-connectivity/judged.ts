import type { Policy } from "../../network/policy.ts";
import type { AddressMention } from "../../world/addresses/scan.ts";
import type { Lost } from "../address-lost.ts";
import type { HostChanges } from "./host-changes.ts";
import { blockOf, hasBlock } from "./policy-blocks.ts";

/** What an object's blocks come to in the policies that count them. */
export interface Judged {
  /** Whether something surely changes, may, or whether that cannot be told. */
  readonly outcome: "sure" | "maybe" | "not-followed";
  readonly directions: ReadonlySet<"ingress" | "egress">;
  readonly workloads: readonly string[];
}

/**
 * Follows an object's blocks through the engine: a policy's own, a network set's through the policies that select it.
 * Undefined where the change of addresses makes no difference to any pod.
 */
export function judgeBlocks(lost: Lost, what: "lost" | "gained", changes: HostChanges): Judged | undefined {
  const { policies, followed } = policiesOf(lost, changes);
  if (!followed) return { outcome: "not-followed", directions: new Set(), workloads: [] };
  const directions = new Set<"ingress" | "egress">();
  const workloads = new Set<string>();
  let sure = false;
  for (const direction of directionsOf(lost.mentions)) {
    for (const policy of policies) {
      const change = changes.of(policy, direction, what);
      if (change === undefined) continue;
      directions.add(direction);
      for (const name of change.workloads) workloads.add(name);
      sure ||= change.sure;
    }
  }
  if (directions.size === 0) {
    // A policy for nodes or host endpoints: hosts have no rules of their own in the engine.
    const forPods = policies.some((policy) => changes.selectsPods(policy));
    return forPods ? undefined : { outcome: "not-followed", directions, workloads: [] };
  }
  return { outcome: sure && lost.exact ? "sure" : "maybe", directions, workloads: [...workloads].sort() };
}

function directionsOf(mentions: readonly AddressMention[]): readonly ("ingress" | "egress")[] {
  const steps = mentions.flatMap(({ path }) => path.map(String));
  const inward = steps.some((step) => step.startsWith("ingress"));
  const outward = steps.some((step) => step.startsWith("egress"));
  if (inward === outward) return ["ingress", "egress"];
  return inward ? ["ingress"] : ["egress"];
}

function policiesOf(
  { resource, mentions }: Lost,
  { policies }: HostChanges,
): { policies: readonly Policy[]; followed: boolean } {
  const own = policies.filter((policy) => policy.resource === resource);
  const found = own.length > 0 ? own : policies.filter((policy) => usesSet(policy, mentions));
  const followed = found.length > 0 && found.every(({ uncertain }) => uncertain === undefined);
  return { policies: found, followed };
}

/** Whether a policy has a block that it does not name itself, so by a set. */
function usesSet(policy: Policy, mentions: readonly AddressMention[]): boolean {
  return mentions.some((mention) => {
    const block = blockOf(mention);
    if (block === undefined || !hasBlock(policy, block)) return false;
    return !JSON.stringify(policy.resource.object.spec).includes(`"${mention.text}"`);
  });
}
