import { assess } from "../../assess.ts";
import { loadAnswers } from "../../config/answers.ts";
import { loadConfig } from "../../config/config.ts";
import { DEFAULT_PROFILE, loadProfile } from "../../config/profiles.ts";
import type { RouteName } from "../../platforms/profile.ts";
import { exitCodeFor, type FailOn } from "../../report/exit-code.ts";
import type { Format } from "../../report/format.ts";
import { loadRenderer } from "../../report/render.ts";
import { dnsViewOf } from "../../world/dns-records.ts";
import type { CommandContext } from "../context.ts";
import { dayOf } from "../day.ts";
import type { DnsOptions } from "../dns-options.ts";
import { observe, type SourceOptions } from "../observe.ts";
import { observeDns } from "../observe-dns.ts";
import { note, print } from "../print.ts";
import { wantsColour } from "../wants-colour.ts";
import { writeWhole } from "../write-output.ts";

export interface AssessCommandOptions extends SourceOptions, DnsOptions {
  readonly profile?: string;
  readonly target?: string;
  readonly clusterVersion?: string;
  readonly asOf?: string;
  readonly route?: RouteName;
  readonly answers?: string;
  readonly config?: string;
  readonly output: Format;
  readonly all?: boolean;
  readonly outputFile?: string;
  readonly failOn?: FailOn;
}

/** `assess`: read, simulate, judge, show. The exit code is the threshold's; see exit-codes.ts. */
export async function assessCommand(
  sources: readonly string[],
  options: AssessCommandOptions,
  context: CommandContext,
): Promise<void> {
  const config = await loadConfig(options.config);
  const profile = await loadProfile(options.profile ?? config.profile ?? DEFAULT_PROFILE);
  const { clusterVersion } = options;
  const target = options.target ?? config.target;
  const asOf = dayOf(options.asOf);
  const answers = options.answers === undefined ? undefined : await loadAnswers(options.answers);
  const observation = await observe(sources, options, context);
  const names = await observeDns(observation, options, context);
  const assessment = await assess(observation, {
    profile,
    ...(target === undefined ? {} : { target }),
    ...(clusterVersion === undefined ? {} : { clusterVersion }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(options.route === undefined ? {} : { route: options.route }),
    ...(names === undefined ? {} : { names: dnsViewOf(names.answers, names.sources) }),
    ...(answers === undefined ? {} : { answers }),
    signal: context.signal,
    today: new Date().toISOString().slice(0, 10),
    suppressions: config.suppressions,
  });
  context.signal.throwIfAborted();
  const render = await loadRenderer(options.output);
  const toTerminal = options.outputFile === undefined;
  const rendered = render(assessment, {
    width: Math.min(toTerminal ? (process.stdout.columns ?? 100) : 100, 100),
    colour: toTerminal && wantsColour(),
    all: options.all ?? false,
  });
  if (options.outputFile === undefined) await print(rendered);
  else {
    await writeWhole(options.outputFile, rendered);
    note(`written to ${options.outputFile}\n`);
  }
  context.exit(exitCodeFor(assessment, options.failOn ?? config.failOn ?? "breaks"));
}
