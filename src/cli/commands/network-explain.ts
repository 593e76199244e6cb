import { UserError } from "../../errors.ts";
import { explain, type WantedPort } from "../../network/explain.ts";
import { PROTOCOLS } from "../../network/port-set.ts";
import { resolver, type Target } from "../../network/resolve.ts";
import type { View } from "../../network/view.ts";
import type { CommandContext } from "../context.ts";
import { print } from "../print.ts";
import { explainJson } from "./network-explain-json.ts";
import { citePolicies, explainText } from "./network-explain-text.ts";
import {
  type NetworkSourceOptions,
  networkView,
  noteCni,
  noteProblems,
  readWorld,
} from "./network-source.ts";
import { type MoveOptions, statesOf, worldIn } from "./network-states.ts";

export interface NetworkExplainOptions extends NetworkSourceOptions, MoveOptions {
  readonly from: string;
  readonly to?: string;
  /** The way of its names instead of one end. */
  readonly dns?: boolean;
  readonly port?: string;
  readonly state?: string;
  readonly output: "text" | "json";
}

/** `network explain`: whether one end may reach another, and each rule that says so. */
export async function networkExplainCommand(
  sources: readonly string[],
  options: NetworkExplainOptions,
  context: CommandContext,
): Promise<void> {
  const { to: end, dns = false } = options;
  if (dns === (end !== undefined))
    throw new UserError("name the other end with --to, or ask for names with --dns");
  if (dns && options.port !== undefined)
    throw new UserError("--dns asks on UDP and TCP 53: it takes no --port");
  const now = await readWorld(sources, options, context);
  const world = options.state === undefined ? now : worldIn(await statesOf(now, options), options.state);
  const view = networkView(world, options);
  noteCni(view, options.cni);
  await noteProblems([view]);
  const from = found(view, options.from, "--from");
  if (end === undefined) {
    await (await import("./network-names.ts")).explainNamesOf(from, view, options);
    return;
  }
  const to = found(view, end, "--to");
  const port = portOf(options.port);
  const explanation = explain(view, from, to, port);
  const asked = { from: from.name, to: to.name, port, state: world.state };
  const cite = await citePolicies(explanation);
  const write = options.output === "json" ? explainJson : explainText;
  await print(write(explanation, asked, cite));
}

function found(view: View, text: string, option: string): Exclude<Target, { kind: "none" }> {
  const target = resolver(view)(text);
  if (target.kind === "none") throw new UserError(`${option} ${text}: ${target.reason}`);
  return target;
}

function portOf(text: string | undefined): WantedPort | undefined {
  if (text === undefined) return undefined;
  const [, digits, name] = /^(\d{1,5})(?:\/(\w+))?$/.exec(text) ?? [];
  const port = Number(digits);
  const protocol = PROTOCOLS.find((one) => one === (name ?? "TCP").toUpperCase());
  if (!(port >= 1 && port <= 65535) || protocol === undefined) {
    throw new UserError(`--port ${text} is no port: write it as 80, 53/UDP or 3868/SCTP`);
  }
  return { port, protocol };
}
