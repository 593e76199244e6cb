/** The parts of a flow that can contradict each other. */
interface Shape {
  readonly start: string;
  readonly questions: readonly {
    readonly id: string;
    readonly default: string;
    readonly answers: readonly { readonly value: string }[];
  }[];
  readonly nodes: readonly {
    readonly id: string;
    readonly question: string;
    readonly next: Readonly<Record<string, { readonly to: string; readonly onwards?: string | undefined }>>;
  }[];
  readonly steps: readonly {
    readonly id: string;
    readonly when?: Readonly<Record<string, readonly string[]>> | undefined;
  }[];
  readonly outcomes: readonly {
    readonly id: string;
    readonly provider: readonly string[];
    readonly customer: readonly string[];
  }[];
}

/** Whatever keeps a flow from being walked: every way from the start must come to an outcome. */
export function flowProblems(flow: Shape): string[] {
  return [
    ...twice(
      "node or outcome",
      [...flow.nodes, ...flow.outcomes].map((entry) => entry.id),
    ),
    ...twice(
      "question",
      flow.questions.map((entry) => entry.id),
    ),
    ...twice(
      "step",
      flow.steps.map((entry) => entry.id),
    ),
    ...flow.questions.flatMap(({ id, answers, default: usual }) => [
      ...twice(
        `answer of ${id}`,
        answers.map((answer) => answer.value),
      ),
      ...(answers.some((answer) => answer.value === usual)
        ? []
        : [`${id} assumes "${usual}", no answer of it`]),
    ]),
    ...flow.nodes.flatMap((node) => nodeProblems(flow, node)),
    ...stepProblems(flow),
    ...wayProblems(flow),
  ];
}

function nodeProblems(flow: Shape, node: Shape["nodes"][number]): string[] {
  const question = flow.questions.find((entry) => entry.id === node.question);
  if (question === undefined) return [`${node.id} asks "${node.question}", which is no question`];
  const values = question.answers.map((answer) => answer.value);
  const ends = new Set([...flow.nodes, ...flow.outcomes].map((entry) => entry.id));
  return [
    ...values
      .filter((value) => node.next[value] === undefined)
      .map((value) => `${node.id}: "${value}" leads nowhere`),
    ...Object.entries(node.next).flatMap(([value, { to, onwards = to }]) => [
      ...(values.includes(value) ? [] : [`${node.id}: "${value}" is no answer of ${question.id}`]),
      ...[to, onwards]
        .filter((target) => !ends.has(target))
        .map((target) => `${node.id}: "${value}" leads to "${target}", which is not there`),
    ]),
  ];
}

function stepProblems({ steps, outcomes, questions }: Shape): string[] {
  const known = new Set(steps.map((step) => step.id));
  const used = new Set(outcomes.flatMap((outcome) => [...outcome.provider, ...outcome.customer]));
  const values = new Set(
    questions.flatMap(({ id, answers }) => answers.map((answer) => `${id} ${answer.value}`)),
  );
  return [
    ...[...used].filter((id) => !known.has(id)).map((id) => `"${id}" is no step`),
    ...[...known].filter((id) => !used.has(id)).map((id) => `step ${id} belongs to no outcome`),
    ...steps.flatMap(({ id, when = {} }) =>
      Object.entries(when)
        .flatMap(([question, wanted]) => wanted.map((value) => `${question} ${value}`))
        .filter((answer) => !values.has(answer))
        .map((answer) => `step ${id} waits for "${answer}", which is no answer`),
    ),
  ];
}

/** Rings, and what no way from the start comes to. */
function wayProblems({ start, nodes, outcomes }: Shape): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (id: string, above: ReadonlySet<string>): void => {
    if (above.has(id)) rings.push(`a way leads from ${id} back to it`);
    if (above.has(id) || done.has(id)) return;
    const below = new Set([...above, id]);
    for (const { to, onwards = to } of Object.values(byId.get(id)?.next ?? {})) {
      visit(to, below);
      visit(onwards, below);
    }
    done.add(id);
  };
  visit(start, new Set());
  return [
    ...(byId.has(start) ? [] : [`the start "${start}" is no node`]),
    ...rings,
    ...[...nodes, ...outcomes].filter(({ id }) => !done.has(id)).map(({ id }) => `no way leads to ${id}`),
  ];
}

function twice(what: string, ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id) => `${what} ${id} is there twice`,
  );
}
