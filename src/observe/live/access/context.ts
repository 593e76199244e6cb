import { UserError } from "../../../errors.ts";
import { at, stringOf } from "../../../world/json.ts";
import type { Kubeconfig, KubeconfigEntry } from "./kubeconfig.ts";

export interface Context {
  readonly name: string;
  readonly cluster: KubeconfigEntry;
  /** Undefined where the context names none: requests are anonymous then. */
  readonly user: KubeconfigEntry | undefined;
  readonly namespace: string | undefined;
}

/** @throws UserError where there is no such context, or it names a cluster or user that is not there. */
export function chooseContext(config: Kubeconfig, wanted: string | undefined): Context {
  const files = config.files.join(", ");
  const known = [...config.contexts.keys()];
  const name = wanted ?? config.currentContext ?? (known.length === 1 ? known[0] : undefined);
  if (name === undefined) {
    const choice = known.length === 0 ? "It has none." : `Choose one with --context: ${list(known)}.`;
    throw new UserError(`No current context is set in ${files}. ${choice}`);
  }
  const context = config.contexts.get(name);
  if (context === undefined) {
    const choice = known.length === 0 ? "There is none." : `There is: ${list(known)}.`;
    throw new UserError(`There is no context "${name}" in ${files}. ${choice}`);
  }
  return {
    name,
    cluster: clusterOf(config, context),
    user: userOf(config, context),
    namespace: stringOf(at(context.fields, "namespace")) || undefined,
  };
}

function clusterOf(config: Kubeconfig, context: KubeconfigEntry): KubeconfigEntry {
  const name = stringOf(at(context.fields, "cluster")) ?? "";
  const cluster = config.clusters.get(name);
  if (cluster !== undefined) return cluster;
  throw new UserError(
    `Context "${context.name}" in ${context.file} names the cluster "${name}", which is not there. Mend the kubeconfig.`,
  );
}

function userOf(config: Kubeconfig, context: KubeconfigEntry): KubeconfigEntry | undefined {
  const name = stringOf(at(context.fields, "user")) ?? "";
  if (name === "") return undefined;
  const user = config.users.get(name);
  if (user !== undefined) return user;
  throw new UserError(
    `Context "${context.name}" in ${context.file} names the user "${name}", which is not there. Mend the kubeconfig.`,
  );
}

const MOST_LISTED = 12;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(", ");
  return names.length > MOST_LISTED ? `${shown} and ${names.length - MOST_LISTED} more` : shown;
}
