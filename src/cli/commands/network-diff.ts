import { UserError } from "../../errors.ts";
import { diffNetworks, type NetworkDiff } from "../../network/diff.ts";
import type { View } from "../../network/view.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_FOUND, EXIT_OK } from "../exit-codes.ts";
import { printAll } from "../write-stream.ts";
import { diffDot } from "./network-diff-dot.ts";
import { type DiffHead, diffJson, diffText } from "./network-diff-lines.ts";
import {
  type NetworkSourceOptions,
  networkView,
  noteCni,
  noteProblems,
  readWorld,
} from "./network-source.ts";
import { type MoveOptions, statesOf, worldIn } from "./network-states.ts";

export interface NetworkDiffOptions extends NetworkSourceOptions, MoveOptions {
  readonly states?: string;
  readonly output: "text" | "json" | "dot";
  readonly failOn: "lost" | "changed" | "never";
}

const LINES = { text: diffText, json: diffJson, dot: diffDot } as const;

/** `network diff`: connections lost and gained between two sources, or two states of the move of one. */
export async function networkDiffCommand(
  sources: readonly string[],
  options: NetworkDiffOptions,
  context: CommandContext,
): Promise<void> {
  const { head, views } =
    options.states === undefined
      ? await twoSources(sources, options, context)
      : await twoStates(sources, options.states, options, context);
  const [before, after] = views;
  noteCni(before, options.cni);
  await noteProblems(views);
  const diff = diffNetworks(before, after, (world) => networkView(world, options));
  await printAll(LINES[options.output](diff, head), context.signal);
  context.exit(isFound(diff, options.failOn) ? EXIT_FOUND : EXIT_OK);
}

interface Compared {
  readonly head: DiffHead;
  readonly views: readonly [View, View];
}

async function twoSources(
  sources: readonly string[],
  options: NetworkDiffOptions,
  context: CommandContext,
): Promise<Compared> {
  const [before, after, more] = sources;
  if (before === undefined || after === undefined || more !== undefined) {
    throw new UserError("network diff compares two sources: BEFORE and AFTER; or name two --states of one");
  }
  const worlds = [
    await readWorld([before], options, context),
    await readWorld([after], options, context),
  ] as const;
  const [was, now] = worlds;
  return { head: { before, after }, views: [networkView(was, options), networkView(now, options)] };
}

async function twoStates(
  sources: readonly string[],
  text: string,
  options: NetworkDiffOptions,
  context: CommandContext,
): Promise<Compared> {
  const [before, after, more] = text.split(",").map((id) => id.trim());
  if (before === undefined || after === undefined || more !== undefined) {
    throw new UserError(`--states ${text}: name two states, such as v1,settled`);
  }
  const states = await statesOf(await readWorld(sources, options, context), options);
  const [was, now] = [worldIn(states, before), worldIn(states, after)];
  return { head: { before, after }, views: [networkView(was, options), networkView(now, options)] };
}

/** Unknown is no pass: what was allowed, or may have been, and is unknown now counts as lost. */
export function isFound(
  { lost, gained, unknown }: NetworkDiff,
  failOn: NetworkDiffOptions["failOn"],
): boolean {
  if (failOn === "never") return false;
  if (failOn === "changed") return lost.length + gained.length + unknown.length > 0;
  return lost.length > 0 || unknown.some(({ before, after }) => before !== "denied" && after !== "allowed");
}
