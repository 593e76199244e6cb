import { addressesForUsers, addressesLost } from "../../entry/addresses-lost.ts";
import { entriesTo } from "../../entry/arrivals.ts";
import type { Stream } from "../../entry/controller.ts";
import { controllersOf } from "../../entry/controllers/controllers-of.ts";
import { entriesOf } from "../../entry/entries.ts";
import type { Entry } from "../../entry/entry.ts";
import { type ObjectRef, type Resource, refKey, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach, Evidence, JudgeContext } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/**
 * Ports of nodes beside those for HTTP and HTTPS: whoever comes by a node's address finds nobody there once it is given
 * up, and the load balancer before the ingress has ports 80 and 443 alone.
 */
export const portRemoved: Rule = {
  id: "port-removed",
  title: "A port of the nodes' addresses goes with them",
  hazards: ["LB-11"],
  find(before, now, context) {
    if (now.copy === "beside") return [];
    const here = new Map(entriesOf(now, context.profile).map((entry) => [entry.id, entry]));
    const lost = plainEntries(before, context).filter((entry) => {
      const still = here.get(entry.id);
      return now.copy === "alone" || still === undefined || addressesLost(entry, still);
    });
    const streams = streamsOf(before, context);
    return [...bySubject(lost, streams)].flatMap(([, { subject, entries, evidence }]) => {
      const breach = breachOf(subject, entries, evidence, { before, now, context });
      return breach === undefined ? [] : [breach];
    });
  },
};

/** Entries by nodes' addresses that do not lead to a controller's HTTP or HTTPS listener. */
function plainEntries(before: World, { profile }: JudgeContext): readonly Entry[] {
  const web = new Set(
    controllersOf(before, profile).flatMap((controller) =>
      entriesTo(controller, before, profile).map(({ entry }) => entry.id),
    ),
  );
  return entriesOf(before, profile).filter(
    ({ kind, id, addresses }) =>
      (kind === "node" || (kind === "external-ip" && addresses.some(({ node }) => node !== undefined))) &&
      !web.has(id),
  );
}

type StreamOf = (entry: Entry) => Stream | undefined;

function streamsOf(before: World, { profile }: JudgeContext): StreamOf {
  const byPort = new Map<string, Stream>(
    controllersOf(before, profile).flatMap(({ workload, streams }) =>
      streams.map((stream): [string, Stream] => [
        `${refKey(workload.ref)} ${stream.port}/${stream.protocol}`,
        stream,
      ]),
    ),
  );
  return ({ targets, protocol }) => {
    for (const { workload, port } of targets) {
      const stream = byPort.get(`${refKey(workload.ref)} ${port}/${protocol}`);
      if (stream !== undefined) return stream;
    }
    return undefined;
  };
}

interface Losing {
  readonly subject: Resource;
  readonly entries: Entry[];
  readonly evidence: Evidence[];
}

/** The object that opens the port: a Service, a stream's ConfigMap, else the workload. */
function bySubject(entries: readonly Entry[], streamOf: StreamOf): Map<string, Losing> {
  const found = new Map<string, Losing>();
  for (const entry of entries) {
    const stream = streamOf(entry);
    const shown = stream === undefined ? entry.evidence : [stream.from, ...entry.evidence];
    const subject = shown[0]?.resource;
    if (subject === undefined) continue;
    const key = refKey(subject.ref);
    const there = found.get(key) ?? { subject, entries: [], evidence: [] };
    found.set(key, there);
    there.entries.push(entry);
    if (there.evidence.length >= MOST_EVIDENCE) continue;
    for (const { resource, path, note } of shown) there.evidence.push(cite(resource, path, note));
  }
  return found;
}

/** A thousand ports of one Service are one finding; the first few show what is meant. */
const MOST_EVIDENCE = 20;

interface Move {
  readonly before: World;
  readonly now: World;
  readonly context: JudgeContext;
}

function breachOf(
  subject: Resource,
  entries: readonly Entry[],
  evidence: readonly Evidence[],
  move: Move,
): Breach | undefined {
  const ports = [...new Set(entries.map(({ port, protocol }) => `${port}/${protocol}`))];
  const addresses = [...new Set(entries.flatMap(addressesForUsers))];
  const outside = entries.some((entry) => entry.addresses.some(({ scope }) => scope !== "internal"));
  const { verdict, doubt } = certainty(subject.ref, entries, outside, move);
  const whose =
    addresses.length === 0
      ? "the nodes"
      : `${counted(addresses.length, "address", "addresses")} of nodes (${listed(addresses)})`;
  const end = move.now.copy === undefined ? "the nodes are replaced" : "the old cluster is given back";
  const who = refLabel(subject.ref);
  return {
    cause: portRemoved.id,
    verdict,
    subject: subject.ref,
    message: `${who} is reached at port ${listed(ports, 6)} of ${whose}. When ${end} nobody answers there, and the load balancer before the ingress has ports 80 and 443 alone${doubt}.`,
    remedy: `Give ${who} a Service of type LoadBalancer of its own with port ${listed(ports, 6)}, tell its users the new address before the move, and close the old port afterwards.`,
    evidence,
  };
}

/** A machine's agent that lives on the host's network is seldom meant for visitors; a port asked for is. */
function certainty(
  { kind }: ObjectRef,
  entries: readonly Entry[],
  outside: boolean,
  { before, now, context }: Move,
): { verdict: Breach["verdict"]; doubt: string } {
  if (kind === "DaemonSet" && entries.every(({ through }) => through === "host-network")) {
    return {
      verdict: "advice",
      doubt: "; it runs on every node, so most likely only the cluster itself asks it",
    };
  }
  if (isOwnPort(entries, before, context)) {
    return {
      verdict: "advice",
      doubt: "; it is a controller's port for metrics or checks, not for visitors",
    };
  }
  if (!outside) {
    return {
      verdict: "unknown",
      doubt: "; whether anybody outside comes by it is not known: the nodes show no address but their own",
    };
  }
  const balanced = balancedTargets(before, context);
  const other = entries.every(({ targets }) =>
    targets.some(({ workload }) => balanced.has(refKey(workload.ref))),
  );
  if (other && now.copy === undefined) {
    return {
      verdict: "unknown",
      doubt: "; its pods are behind a load balancer of their own too, and who uses which is not known",
    };
  }
  return { verdict: "breaks", doubt: "" };
}

/** A port of a controller that is neither a listener's nor one of its streams'. */
function isOwnPort(entries: readonly Entry[], before: World, context: JudgeContext): boolean {
  const controllers = new Set(
    controllersOf(before, context.profile).map(({ workload }) => refKey(workload.ref)),
  );
  const streamOf = streamsOf(before, context);
  return entries.every(
    (entry) =>
      streamOf(entry) === undefined &&
      entry.targets.some(({ workload }) => controllers.has(refKey(workload.ref))),
  );
}

function balancedTargets(before: World, { profile }: JudgeContext): ReadonlySet<string> {
  const balanced = entriesOf(before, profile).filter(({ kind }) => kind === "balancer");
  return new Set(balanced.flatMap(({ targets }) => targets.map(({ workload }) => refKey(workload.ref))));
}
