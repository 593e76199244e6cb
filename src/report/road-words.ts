import type { Road, RoadTurn } from "./road-section.ts";
import { counted } from "./words.ts";

/** Words about a road that every view for people uses. Names stand in them unescaped. */

/** Where the road leads, in one or two sentences. */
export function roadSentences({ decided, open, outcome }: Road): string[] {
  const where = `${outcome.title}${until(outcome.until)}`;
  const questions = `${counted(open.length, "question")} ${open.length === 1 ? "is" : "are"} open`;
  return [
    ...(decided
      ? [`The road is decided. ${where}.`]
      : [`The road is not decided: ${questions}.`, `With what is assumed it leads to "${where}".`]),
    ...(outcome.kind === "ready"
      ? ["That is what the flow asks; what else would break, the assessment finds."]
      : []),
  ];
}

const HOW: Readonly<Record<RoadTurn["how"], string>> = {
  observed: "observed",
  computed: "computed",
  asked: "answered",
  given: "given",
  assumed: "OPEN, assumed",
};

/** How a turn was taken: `computed`; `observed, but the ranges of the proxy are OPEN`. */
export function howWords({ how, lacking }: RoadTurn): string {
  const open = lacking === undefined || how === "assumed" ? "" : ", but the ranges of the proxy are OPEN";
  return `${HOW[how]}${open}`;
}

/** Why a turn was taken, with the proxy's ranges and what speaks against it. */
export function whyWords({ reason, contradiction, proxyRanges }: RoadTurn): string[] {
  return [
    reason,
    ...(proxyRanges.length === 0 ? [] : [`ranges of the proxy: ${proxyRanges.join(", ")}`]),
    ...(contradiction === undefined ? [] : [contradiction]),
  ];
}

const MODE: Readonly<Record<Road["entryPlan"]["mode"], string>> = {
  tcp: "TCP mode",
  "proxy-protocol": "PROXY protocol",
  "forwarded-headers": "forwarded headers of the proxy in front",
};

/** What the states of the move were simulated with. */
export function planWords({ entryPlan, route }: Road): string {
  const where = route === "in-place" ? "in place" : "into a new cluster";
  const who =
    entryPlan.maintainer === "provider"
      ? `the provider's load balancer in ${MODE[entryPlan.mode]}`
      : "whatever the cluster's own objects have";
  return `What is simulated: ${where}, traffic by ${who}.`;
}

function until(text: string | undefined): string {
  return text === undefined ? "" : ` (${text})`;
}
