import { UserError } from "../../errors.ts";
import { assumptions, policyProblems } from "../../network/problems.ts";
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
}

const POLICIES = "NetworkPolicy.networking.k8s.io";

/** Reads sources to the world of now. Without its policies no connection is known, so not reading them is an error. */
export async function readWorld(
  sources: readonly string[],
  options: SourceOptions,
  context: CommandContext,
): Promise<World> {
  const observation = await observe(sources, options, context);
  context.signal.throwIfAborted();
  const { status, reason } = coverageOf(observation.coverage, POLICIES);
  if (status === "forbidden" || status === "partial" || status === "unreadable") {
    throw new UserError(
      `NetworkPolicies could not all be read, so nothing is known for certain: ${visible(reason ?? status)}`,
    );
  }
  if (status === "absent")
    note("note: the sources hold no NetworkPolicy; --assume-complete says there is none\n");
  const { resources, manifests, coverage, server } = observation;
  return buildWorld({ resources, manifests, coverage, gitVersion: server.gitVersion, hosts: server.hosts });
}

export function networkView(world: World, options: NetworkSourceOptions): View {
  return viewOf(world, {
    hostNetwork: options.hostNetwork ?? "as-node",
    ipBlockMatchesPods: options.ipBlockMatchesPods !== "false",
  });
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
    const what = `${refLabel(problem.resource.ref)} ${formatPath(problem.path)}: ${problem.reason}`;
    return `warning: ${visible(what)} (${place}); what it touches is unknown\n`;
  });
  for (const line of new Set(lines)) note(line);
}
