import { PolicyProbe, UNLISTED } from "../../entry/policy-probe.ts";
import { innerAddresses } from "../../entry/stand-ins.ts";
import type { Endpoint } from "../../network/endpoint.ts";
import { type Address, parseAddress } from "../../world/addresses/address.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, counted } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { LOOKS, type Loss, lossOf } from "./loss.ts";
import type { Judged, Rule, Site } from "./rule.ts";
import { controllerName, seenWords, wayWords } from "./words.ts";

/**
 * Policies before a controller's pods see the packets' own source, whatever is stated inside them: behind a balancer
 * that opens connections of its own they see the balancer, with PROXY protocol too. Computed over all policies together.
 */
export const policyBeforeController: Rule = {
  id: "policy-before-controller",
  title: "A network policy before the ingress controller goes by the client's address",
  hazards: ["IN-1", "NP-2"],
  find(judged) {
    const losses = judged.sites.flatMap((site) => {
      const loss = lossOf(site.ways, LOOKS.peer);
      return loss === undefined ? [] : [{ site, loss }];
    });
    if (losses.length === 0) return [];
    const probe = probeOf(judged);
    return losses.flatMap(({ site, loss }) => breachesAt(site, loss, probe, judged));
  },
};

const PROBES = new WeakMap<World, PolicyProbe>();

/** The same for every state: what policies say is judged as it was read. */
function probeOf({ before, sites }: Judged): PolicyProbe {
  let probe = PROBES.get(before);
  if (probe === undefined) {
    probe = new PolicyProbe(
      before,
      sites.map(({ controller }) => controller.workload.ref),
    );
    PROBES.set(before, probe);
  }
  return probe;
}

interface Outcome {
  readonly way: "OPEN" | "CLOSED" | "unknown";
  readonly policies: readonly Resource[];
}

function breachesAt(
  { controller, ways }: Site,
  loss: Loss,
  probe: PolicyProbe,
  { before }: Judged,
): readonly Breach[] {
  const pod = probe.podOf(controller.workload.ref);
  if (pod === undefined) return [];
  const ports = [...new Set(ways.now.map(({ listener }) => controller[listener]))];
  const outcomes = ports.flatMap((port) => outcomeAt(pod, port, loss, probe, before) ?? []);
  const worst =
    outcomes.find(({ way }) => way === "OPEN") ?? outcomes.find(({ way }) => way === "CLOSED") ?? outcomes[0];
  const policy = worst?.policies.find(({ object }) => hasBlocks(object.spec)) ?? worst?.policies[0];
  if (worst === undefined || policy === undefined) return [];
  const sure = worst.way !== "unknown" && loss.verdict === "breaks";
  const who = refLabel(policy.ref);
  const name = controllerName(controller);
  const seen = seenWords(loss.sees);
  const fate = {
    OPEN: `the policies admit ${seen}, and with it everybody, where they kept clients out so far: this fails OPEN`,
    CLOSED: `the policies do not admit ${seen}, and with it nobody: this fails CLOSED`,
    unknown: `whether the policies admit ${seen} cannot be told: it fails OPEN if they do and CLOSED if they do not`,
  }[worst.way];
  const more = worst.policies.length - 1;
  return [
    {
      cause: policyBeforeController.id,
      verdict: sure ? "breaks" : "unknown",
      subject: policy.ref,
      detail: name,
      message: `${who} admits clients of ${name} by address. The packets of users who come by ${wayWords(loss.by)} ${loss.reason === undefined ? "have" : "may have"} ${seen}, with PROXY protocol too: ${fate}.${more > 0 ? ` ${counted(more, "other policy", "other policies")} select the same pods.` : ""}`,
      remedy:
        worst.way === "OPEN"
          ? `Keep the list at the load balancer (loadBalancerSourceRanges) from the moment traffic moves, and in ${who} admit the load balancers' network alone.`
          : `Ask the provider which network its load balancers are in and admit it in ${who} before traffic moves; keep the list of clients at the load balancer (loadBalancerSourceRanges).`,
      evidence: [cite(policy, ["spec", "ingress"])],
    },
  ];
}

function outcomeAt(
  pod: Endpoint,
  port: number,
  { sees }: Loss,
  probe: PolicyProbe,
  before: World,
): Outcome | undefined {
  const clients = [parseAddress(UNLISTED), ...probe.edges(pod)].filter((one) => one !== undefined);
  const inners = innerAddresses(before).flatMap(
    ({ node, balancer }) => parseAddress(sees === "node" ? node : balancer) ?? [],
  );
  const inside = new Set(inners.map(sameKey));
  const answers = clients
    .filter((address) => !inside.has(sameKey(address)))
    .map((address) => probe.ask(pod, address, port));
  const [unlisted] = answers;
  if (unlisted === undefined || unlisted.policies.length === 0) return undefined;
  const admittedBefore = answers.find(({ verdict }) => verdict === "admitted");
  const refusedBefore = answers.find(({ verdict }) => verdict === "refused");
  const now = inners.map((address) => probe.ask(pod, address, port));
  const all = (verdict: "admitted" | "refused") => now.every((answer) => answer.verdict === verdict);
  if (all("admitted")) {
    return refusedBefore === undefined ? undefined : { way: "OPEN", policies: now[0]?.policies ?? [] };
  }
  if (all("refused")) {
    return admittedBefore === undefined ? undefined : { way: "CLOSED", policies: admittedBefore.policies };
  }
  return { way: "unknown", policies: unlisted.policies };
}

function sameKey({ family, value }: Address): string {
  return `${family} ${value}`;
}

/** Whether a policy names addresses: those of its kind do in cidr (core, Cilium), nets (Calico) or networks (admin). */
function hasBlocks(spec: unknown): boolean {
  return /"(?:cidr|nets|networks|toCIDR|fromCIDR|fromCIDRSet)"/.test(JSON.stringify(spec ?? null));
}
