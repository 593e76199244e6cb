import { DEFAULT_PROFILE, loadProfile } from "../../config/profiles.ts";
import { UserError } from "../../errors.ts";
import { explainNames } from "../../guarantees/dns-resolution/explain/explain-names.ts";
import type { Target } from "../../network/resolve.ts";
import type { View } from "../../network/view.ts";
import { print } from "../print.ts";
import type { NetworkExplainOptions } from "./network-explain.ts";
import { citePolicies } from "./network-explain-text.ts";
import { namesJson } from "./network-names-json.ts";
import { namesText } from "./network-names-text.ts";

/** `network explain --dns`: the whole way a pod's questions for names take, on old and new nodes. */
export async function explainNamesOf(
  from: Exclude<Target, { kind: "none" }>,
  view: View,
  options: NetworkExplainOptions,
): Promise<void> {
  if (from.kind !== "pods") {
    throw new UserError(`--from ${options.from}: --dns is about pods, and ${from.name} is none`);
  }
  const profile = await loadProfile(options.profile ?? DEFAULT_PROFILE);
  const { cni } = options;
  const explanation = explainNames(view, from.pods, { resolver: profile.source.resolver, cni });
  const cite = await citePolicies({
    pairs: explanation.ways.flatMap(({ hops }) => hops.flatMap(({ pairs }) => pairs)),
  });
  const write = options.output === "json" ? namesJson : namesText;
  await print(write(explanation, { from: from.name, state: view.world.state }, cite));
}
