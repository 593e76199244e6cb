import { loadAnswers } from "../../config/answers.ts";
import { loadConfig } from "../../config/config.ts";
import { packageVersion } from "../../config/package-root.ts";
import { DEFAULT_PROFILE, loadProfile } from "../../config/profiles.ts";
import { clusterRequest } from "../../decide/request.ts";
import type { RoadResult } from "../../decide/road.ts";
import type { Given } from "../../decide/walk.ts";
import { UserError } from "../../errors.ts";
import { type Move, moveOf } from "../../move.ts";
import { citations } from "../../observe/citations.ts";
import type { Observation } from "../../observe/observation.ts";
import { roadSection } from "../../report/build-road.ts";
import type { Decision } from "../../report/decision/decision.ts";
import type { Road } from "../../report/road-section.ts";
import { yamlText } from "../../report/yaml.ts";
import { decideMove, roadEvidence } from "../../road.ts";
import { dnsViewOf } from "../../world/dns-records.ts";
import { formatMinor } from "../../world/version.ts";
import type { CommandContext } from "../context.ts";
import { dayOf } from "../day.ts";
import type { DnsOptions } from "../dns-options.ts";
import { EXIT_FOUND, EXIT_OK } from "../exit-codes.ts";
import { observe, type SourceOptions } from "../observe.ts";
import { observeDns } from "../observe-dns.ts";
import { note, print } from "../print.ts";
import { wantsColour } from "../wants-colour.ts";
import { writeWhole } from "../write-output.ts";
import { answersText, refuseForeign } from "./decide-answers.ts";
import { type DecisionFormat, renderDecision } from "./decide-views.ts";

export interface DecideOptions extends SourceOptions, DnsOptions {
  readonly answers?: string;
  readonly writeAnswers?: string;
  readonly writeRequest?: string;
  readonly profile?: string;
  readonly target?: string;
  readonly clusterVersion?: string;
  readonly asOf?: string;
  readonly config?: string;
  readonly input: boolean;
  readonly all?: boolean;
  readonly output: DecisionFormat;
  readonly outputFile?: string;
}

/**
 * `decide`: walks the road, asks at a terminal what is left, shows where it leads. Exit code 0: decided, and the way is
 * open. 2: something is to be answered, fixed or waited for first.
 */
export async function decideCommand(
  sources: readonly string[],
  options: DecideOptions,
  context: CommandContext,
): Promise<void> {
  if (options.writeAnswers !== undefined) await refuseForeign(options.writeAnswers, options.answers);
  const config = await loadConfig(options.config);
  const profile = await loadProfile(options.profile ?? config.profile ?? DEFAULT_PROFILE);
  const said = options.answers === undefined ? new Map<string, Given>() : await loadAnswers(options.answers);
  const target = options.target ?? config.target;
  const asOf = dayOf(options.asOf);
  const observation = await observe(sources, options, context);
  const names = await observeDns(observation, options, context);
  const move = moveOf(observation, {
    profile,
    ...(names === undefined ? {} : { names: dnsViewOf(names.answers, names.sources) }),
    ...(target === undefined ? {} : { target }),
    ...(options.clusterVersion === undefined ? {} : { clusterVersion: options.clusterVersion }),
    ...(asOf === undefined ? {} : { asOf }),
  });
  context.signal.throwIfAborted();
  const decide = move.affected ? decideMove(move) : undefined;
  if (decide === undefined) {
    await show(decisionOf(move, observation, undefined), options);
    return context.exit(EXIT_OK);
  }
  const result = await answered(decide, said, move, options, context);
  const road = await section(result.road, move);
  await write(result, road, move, observation, options);
  await show(decisionOf(move, observation, road), options);
  if (!result.road.decided) note(openWords(road));
  context.exit(isOpenWay(result.road) ? EXIT_OK : EXIT_FOUND);
}

interface Answered {
  readonly road: RoadResult;
  readonly given: ReadonlyMap<string, Given>;
  /** Where a person at the terminal wants the answers saved. */
  readonly saveTo: string | undefined;
}

/** The road with everything answered that a person at the terminal, if there is one, answers. */
async function answered(
  decide: (given: ReadonlyMap<string, Given>) => RoadResult,
  said: ReadonlyMap<string, Given>,
  move: Move,
  options: DecideOptions,
  context: CommandContext,
): Promise<Answered> {
  const road = decide(said);
  const atTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  if (road.decided || !atTerminal || !options.input) return { road, given: said, saveTo: undefined };
  const { askOpen } = await import("./decide-ask.ts");
  return askOpen({
    decide,
    said,
    section: (result) => section(result, move),
    offerSaving: options.writeAnswers === undefined,
    signal: context.signal,
  });
}

async function section(road: RoadResult, { world }: Move): Promise<Road> {
  return roadSection(road, { world, cite: await citations(roadEvidence(road)) });
}

async function write(
  { road, given, saveTo }: Answered,
  shown: Road,
  move: Move,
  { sources }: Observation,
  { writeAnswers, writeRequest }: DecideOptions,
): Promise<void> {
  if (writeRequest !== undefined && road.route !== "new-cluster") {
    throw new UserError(
      `--write-request ${writeRequest}: the road leads to no new cluster; answer upgrade-or-migrate with migrate for that`,
    );
  }
  const file = writeAnswers ?? saveTo;
  if (file !== undefined) {
    await writeWhole(file, answersText(shown, given, sources));
    note(`written to ${file}\n`);
  }
  if (writeRequest !== undefined) {
    await writeWhole(writeRequest, yamlText(clusterRequest(move, road)));
    note(`written to ${writeRequest}\n`);
  }
}

function decisionOf(move: Move, { sources }: Observation, road: Road | undefined): Decision {
  const { profile, world, detected, target, on } = move;
  const { minor } = world.api;
  return {
    apiVersion: "replatform.io/v1alpha1",
    kind: "Decision",
    generator: { name: "replatform", version: packageVersion() },
    cluster: {
      sources: [...sources],
      ...(minor === undefined ? {} : { version: formatMinor(minor) }),
      platform: detected.platform,
    },
    profile: { name: profile.metadata.name, source: profile.source.title, target: profile.target.title, on },
    target: { version: formatMinor(target) },
    ...(road === undefined ? {} : { road }),
  };
}

async function show(decision: Decision, options: DecideOptions): Promise<void> {
  const toTerminal = options.outputFile === undefined;
  const rendered = renderDecision(decision, options.output, {
    width: Math.min(toTerminal ? (process.stdout.columns ?? 100) : 100, 100),
    colour: toTerminal && wantsColour(),
    all: options.all ?? false,
  });
  if (options.outputFile === undefined) return print(rendered);
  await writeWhole(options.outputFile, rendered);
  note(`written to ${options.outputFile}\n`);
}

/** What a person or a pipeline has to answer, in one message. */
function openWords({ open }: Road): string {
  const lines = open.map(({ question, answers, lacking }) =>
    lacking === undefined
      ? `  ${question}: ${answers.map(({ value }) => value).join(" | ")}`
      : `  ${question}: proxyRanges, the address blocks the proxy comes from`,
  );
  return `replatform: not decided, these questions are open:\n${lines.join("\n")}\nAnswer them in a file (--write-answers FILE makes one) and give it with --answers FILE.\n`;
}

function isOpenWay({ decided, outcome }: RoadResult): boolean {
  return decided && (outcome.kind === "ready" || outcome.kind === "new-cluster");
}
