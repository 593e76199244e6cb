import { UserError } from "../../errors.ts";
import { type CniName, detectCni } from "../../network/cni.ts";
import { assumptions, policyProblems } from "../../network/problems.ts";
import { unreadLayer } from "../../network/unread-places.ts";
import type { NetworkOptions, View } from "../../network/view.ts";
import { viewOf } from "../../network/view-of.ts";
import { citations } from "../../observe/citations.ts";
import { visible } from "../../report/escape.ts";
import { buildWorld } from "../../world/build-world.ts";
import { coverageOf } from "../../world/coverage.ts";
import { formatPath } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { CommandContext } from "../context.ts";
import { observe, type SourceOptions } from "../observe.ts";
import { note } from "../print.ts";
import { placeText } from "./network-place.ts";

/** What every `network` command can be told about the cluster's network. */
export interface NetworkSourceOptions extends SourceOptions {
  readonly hostNetwork?: NetworkOptions["hostNetwork"];
  readonly ipBlockMatchesPods?: "true" | "false";
  readonly cni?: CniName;
}

const POLICIES = "NetworkPolicy.networking.k8s.io";
/** Kinds without which nothing is known for certain, where the cluster has them. */
const POLICY_KINDS = [
  POLICIES,
  ...["NetworkPolicy", "GlobalNetworkPolicy", "Tier", "NetworkSet", "GlobalNetworkSet"].flatMap((kind) => [
    `${kind}.crd.projectcalico.org`,
    `${kind}.projectcalico.org`,
  ]),
  "CiliumNetworkPolicy.cilium.io",
  "CiliumClusterwideNetworkPolicy.cilium.io",
  "AdminNetworkPolicy.policy.networking.k8s.io",
  "BaselineAdminNetworkPolicy.policy.networking.k8s.io",
  "ClusterNetworkPolicy.policy.networking.k8s.io",
];

/** Reads sources to the world of now. Without its policies no connection is known, so not reading them is an error. */
export async function readWorld(
  sources: readonly string[],
  options: SourceOptions,
  context: CommandContext,
): Promise<World> {
  const observation = await observe(sources, options, context);
  context.signal.throwIfAborted();
  for (const kind of POLICY_KINDS) {
    const { status, reason } = coverageOf(observation.coverage, kind);
    if (status === "read" || status === "absent") continue;
    throw new UserError(
      `${kind} could not all be read, so nothing is known for certain: ${visible(reason ?? status)}`,
    );
  }
  if (coverageOf(observation.coverage, POLICIES).status === "absent") {
    note("note: the sources hold no NetworkPolicy; --assume-complete says there is none\n");
  }
  const { resources, manifests, coverage, server } = observation;
  return buildWorld({ resources, manifests, coverage, gitVersion: server.gitVersion, hosts: server.hosts });
}

export function networkView(world: World, options: NetworkSourceOptions): View {
  const { hostNetwork, ipBlockMatchesPods, cni } = options;
  const view = viewOf(world, {
    cni,
    ...(hostNetwork === undefined ? {} : { hostNetwork }),
    ...(ipBlockMatchesPods === undefined ? {} : { ipBlockMatchesPods: ipBlockMatchesPods === "true" }),
  });
  const unread = unreadLayer(world.coverage);
  return unread === undefined ? view : { ...view, layers: [unread, ...view.layers] };
}

/** Says which network plugin the answers are for, and how it is known. */
export function noteCni({ world }: View, named: CniName | undefined): void {
  if (named !== undefined) return;
  const { cni, evidence } = detectCni(world);
  const [first] = evidence;
  const why =
    first === undefined ? "nothing tells which: --cni names it" : visible(refLabel(first.resource.ref));
  note(`note: network plugin: ${cni} (${why})\n`);
}

/** Says on stderr what was assumed, and which policies are malformed, each once and with its place. */
export async function noteProblems(views: readonly View[]): Promise<void> {
  for (const text of new Set(views.flatMap(assumptions))) note(`note: ${text}\n`);
  const problems = views
    .flatMap(policyProblems)
    .map((problem) => ({ ...problem, origin: problem.resource.origin }));
  const cite = await citations(problems);
  const lines = problems.map((problem) => {
    const place = placeText(problem.resource.origin, cite(problem).line);
    const what = [refLabel(problem.resource.ref), formatPath(problem.path)].filter((text) => text !== "");
    return `warning: ${visible(`${what.join(" ")}: ${problem.reason}`)} (${place}); what it touches is unknown\n`;
  });
  for (const line of new Set(lines)) note(line);
}
