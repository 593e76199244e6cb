import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import type { Hidden, HiddenIn } from "./hidden.ts";
import { controllerName, seenWords, wayWords } from "./words.ts";

/** What a rule says of the settings of one object that it found. */
export interface Told {
  readonly cause: string;
  /** "it fails CLOSED". */
  readonly fate: string;
  readonly remedy: string;
}

/** One breach for all settings of an object that fail alike. */
export function hiddenBreach({ resource, hidden }: HiddenIn, { cause, fate, remedy }: Told): Breach {
  const [first] = hidden;
  const sure = ({ loss, failure }: Hidden) => loss.verdict === "breaks" && failure.way !== "unread";
  const worst = hidden.find(sure) ?? first;
  const { by, sees, reason, verdict } = worst.loss;
  const settings = listed([...new Set(hidden.map(({ consumer }) => consumer.setting))], MOST_NAMED);
  const controller = controllerName(worst.consumer.controller);
  const who = refLabel(resource.ref);
  const so = `${fate}: ${effects(hidden)}.`;
  return {
    cause,
    verdict: hidden.every(({ failure }) => failure.way === "unread") ? "unknown" : verdict,
    subject: resource.ref,
    message:
      reason === undefined
        ? `${who} goes by the client's address (${settings}). ${controller} saw it so far; of users who come by ${wayWords(by)} it sees ${seenWords(sees)}, and ${so}`
        : `${who} goes by the client's address (${settings}), which ${controller} may no longer see of users who come by ${wayWords(by)}: ${reason}. If it sees ${seenWords(sees)}, ${so}`,
    remedy,
    evidence: evidenceOf(hidden),
  };
}

const MOST_NAMED = 6;
const MOST_CITED = 20;

/** What becomes of each, those with the same fate together. */
function effects(hidden: readonly Hidden[]): string {
  const settings = new Map<string, Set<string>>();
  for (const { consumer, failure } of hidden) {
    const there = settings.get(failure.words) ?? new Set();
    settings.set(failure.words, there.add(consumer.setting));
  }
  if (settings.size === 1) return [...settings.keys()].join("");
  return [...settings].map(([words, names]) => `${words} (${listed([...names])})`).join("; ");
}

/** The settings, and the members of lists that make them fail so. */
function evidenceOf(hidden: readonly Hidden[]): readonly Evidence[] {
  const seen = new Set<string>();
  return hidden
    .flatMap(({ consumer, failure }) =>
      consumer.paths.map((path) => {
        const texts = failure.members.map(({ text }) => text);
        const note =
          texts.length === 0
            ? `how: ${consumer.mechanism.replaceAll("`", "")}`
            : `${listed(texts)} ${texts.length === 1 ? "holds" : "hold"} the address that is seen`;
        return cite(consumer.resource, path, note);
      }),
    )
    .filter(({ path, note }) => {
      const key = `${path.join("\0")}\0${note}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .slice(0, MOST_CITED);
}
