import { addressesForUsers, addressesLost } from "../../entry/addresses-lost.ts";
import { entriesOf } from "../../entry/entries.ts";
import { canonicalHost } from "../../world/addresses/known-index.ts";
import { TARGET_ANNOTATION } from "../../world/external-dns-annotations.ts";
import { at, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, listed } from "../cite.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

const PATH = ["metadata", "annotations", TARGET_ANNOTATION];

/**
 * Objects that have external-dns write the nodes' addresses into DNS: whoever moves the names by hand finds them moved
 * back, and once the nodes are gone the records still name them.
 */
export const recordKept: Rule = {
  id: "record-kept",
  title: "An annotation keeps names on addresses that go",
  hazards: ["DNS-5"],
  find(before, now, context) {
    const gone = goneAddresses(before, now, context);
    if (gone.size === 0) return [];
    return ["Ingress.networking.k8s.io", "Service"].flatMap((kind) =>
      before.objects.list(kind).flatMap((resource) => {
        const targets = targetsOf(resource).filter((target) => gone.has(target));
        return targets.length === 0 ? [] : [breachOf(resource, targets, now)];
      }),
    );
  },
};

function targetsOf({ object }: Resource): readonly string[] {
  const text = stringOf(at(object, ...PATH)) ?? "";
  return text
    .split(",")
    .map((part) => canonicalHost(part.trim()))
    .filter((part) => part !== "");
}

/** Addresses of machines that users may come by, and that no machine of the state has. */
function goneAddresses(before: World, now: World, { profile }: JudgeContext): ReadonlySet<string> {
  if (now.copy === "beside") return new Set();
  const here = new Map(entriesOf(now, profile).map((entry) => [entry.id, entry]));
  const gone = new Set<string>();
  for (const entry of entriesOf(before, profile)) {
    if (entry.kind !== "node") continue;
    const still = here.get(entry.id);
    if (now.copy !== "alone" && still !== undefined && !addressesLost(entry, still)) continue;
    const left = new Set(now.copy === "alone" ? [] : still?.addresses.map(({ value }) => value));
    for (const address of addressesForUsers(entry)) if (!left.has(address)) gone.add(address);
  }
  return gone;
}

function breachOf(resource: Resource, targets: readonly string[], now: World): Breach {
  const who = refLabel(resource.ref);
  const end = now.copy === undefined ? "go with the nodes" : "go with the old cluster";
  return {
    cause: recordKept.id,
    verdict: "breaks",
    subject: resource.ref,
    message: `${who} tells external-dns to publish ${listed(targets)}, which ${end}: it writes them back over whatever the names are moved to by hand, and visitors are sent to addresses where nobody answers.`,
    remedy: `When traffic is switched, set the annotation of ${who} to the load balancer's address, or to a name that is moved once for all; lower its TTL annotation to 60 a day before.`,
    evidence: [cite(resource, PATH)],
  };
}
