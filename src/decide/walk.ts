import type { Evidence } from "../guarantees/guarantee.ts";
import type { Flow, FlowEdge, FlowNode, Outcome, Question } from "./flow.ts";

/** What could be found out about a question. Without a `value` it is open, and `reason` says what is missing. */
export interface Seen {
  readonly value?: string;
  /** `observed`: read from objects or records. `computed`: follows from them, the profile and the simulation. */
  readonly how: "observed" | "computed";
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** CIDR blocks of the proxy, where they are known. */
  readonly proxyRanges?: readonly string[];
  /** What is to be assumed in this cluster instead of the question's default. */
  readonly likely?: string;
}

/** What a person said. */
export interface Given {
  readonly value: string;
  /** `asked`: just now, at the terminal. `given`: in a file, or on the command line. */
  readonly how: "asked" | "given";
  /** Where: "prod.answers.yaml:6", "--route". */
  readonly where: string;
  readonly note?: string;
  readonly proxyRanges?: readonly string[];
}

export type How = Seen["how"] | Given["how"] | "assumed";

/** One turn of the road: the question at a node, and the answer it was left by. */
export interface Turn {
  readonly node: FlowNode;
  readonly question: Question;
  readonly value: string;
  readonly label: string;
  readonly how: How;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly edge: FlowEdge;
  readonly proxyRanges: readonly string[];
  /** True where the answer, however come by, lacks the proxy's ranges. */
  readonly lacksRanges: boolean;
  /** What a person said and what was seen, where they differ. */
  readonly contradiction: string | undefined;
}

export interface Walk {
  readonly turns: readonly Turn[];
  readonly outcome: Outcome;
  /** The turns beyond an outcome that asks for something first, as they would be taken once that is done. */
  readonly ahead: readonly Turn[];
  /** Where the way ends in the end: `outcome`, unless something lies ahead. */
  readonly end: Outcome;
}

/** Looks for the answer to a question; `turns` are those already taken. Undefined: nobody can look, only ask. */
export type Look = (question: string, turns: readonly Turn[]) => Seen | undefined;

/**
 * Walks the flow to its end. A question that nothing read answers takes what a person said, and where nobody said
 * anything its default, as `assumed`: who shows the walk must not call its outcome decided then. Ends for every flow
 * that passed its schema.
 */
export function walk(flow: Flow, look: Look, given: ReadonlyMap<string, Given>): Walk {
  const all: Turn[] = [];
  const toOutcome = (from: string): Outcome => {
    let here = from;
    for (;;) {
      const outcome = flow.outcomes.find((entry) => entry.id === here);
      if (outcome !== undefined) return outcome;
      const node = part(flow.nodes, here);
      const question = part(flow.questions, node.question);
      const turn = turnAt(node, question, look(question.id, all), given.get(question.id));
      all.push(turn);
      here = turn.edge.to;
    }
  };
  const outcome = toOutcome(flow.start);
  const reached = all.length;
  let end = outcome;
  for (;;) {
    const onwards = all.at(-1)?.edge.onwards;
    if (onwards === undefined) break;
    end = toOutcome(onwards);
  }
  return { turns: all.slice(0, reached), outcome, ahead: all.slice(reached), end };
}

/** Whether nobody but the default answered, or the answer is worth nothing yet. */
export function isOpen(turn: Turn): boolean {
  return turn.how === "assumed" || turn.lacksRanges;
}

function turnAt(node: FlowNode, question: Question, seen: Seen | undefined, said: Given | undefined): Turn {
  const answered = chosen(question, seen, said);
  const answer = question.answers.find((entry) => entry.value === answered.value);
  const edge = node.next[answered.value];
  if (answer === undefined || edge === undefined) {
    throw new Error(`"${answered.value}" is no answer to ${question.id}`);
  }
  const proxyRanges = said?.proxyRanges ?? seen?.proxyRanges ?? [];
  const needsRanges = answer.needs === "proxyRanges";
  return {
    ...answered,
    node,
    question,
    label: answer.label,
    edge,
    evidence: seen?.evidence ?? [],
    proxyRanges: needsRanges ? proxyRanges : [],
    lacksRanges: needsRanges && proxyRanges.length === 0,
  };
}

/** Which of what was seen and what was said counts. */
function chosen(
  question: Question,
  seen: Seen | undefined,
  said: Given | undefined,
): Pick<Turn, "value" | "how" | "reason" | "contradiction"> {
  const reason = seen?.reason ?? "nothing that was read tells";
  const value = seen?.value;
  if (seen !== undefined && value !== undefined) {
    if (said === undefined || said.value === value) {
      return { value, how: seen.how, reason, contradiction: undefined };
    }
    if (question.firm) {
      const contradiction = `${said.where} says "${said.value}", but this is ${seen.how}, not a matter of choice: the answer stays "${value}"`;
      return { value, how: seen.how, reason, contradiction };
    }
  }
  if (said === undefined) {
    const assumed = seen?.likely ?? question.default;
    return { value: assumed, how: "assumed", reason, contradiction: undefined };
  }
  const word = said.note ?? (said.how === "asked" ? "answered at the terminal" : `said in ${said.where}`);
  return {
    value: said.value,
    how: said.how,
    reason: value === undefined && seen !== undefined ? `${word} (${reason})` : word,
    contradiction:
      value === undefined || value === said.value
        ? undefined
        : `what was read says "${value}" (${reason}), but ${said.where} says "${said.value}", which counts`,
  };
}

function part<T extends { readonly id: string }>(parts: readonly T[], id: string): T {
  const found = parts.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`the flow has no "${id}"`);
  return found;
}
