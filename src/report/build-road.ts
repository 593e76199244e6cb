import { FLOW } from "../decide/flow.ts";
import type { RoadResult } from "../decide/road.ts";
import type { Turn } from "../decide/walk.ts";

import { type Citing, evidenceRow } from "./evidence-row.ts";
import type { Road } from "./road-section.ts";

type Place = Road["flow"]["nodes"][number]["place"];

/** Puts a road into the shape every output format shows. */
export function roadSection(road: RoadResult, citing: Citing): Road {
  const { outcome } = road;
  return {
    decided: road.decided,
    route: road.route,
    outcome: {
      id: outcome.id,
      kind: outcome.kind,
      title: outcome.title,
      ...(outcome.until === undefined ? {} : { until: outcome.until }),
      provider: [...outcome.provider],
      customer: [...outcome.customer],
      fixes: outcome.fixes.map(({ finding, subject, message }) => ({
        ...(finding === undefined ? {} : { finding }),
        subject,
        message,
      })),
    },
    entryPlan: {
      maintainer: road.entryPlan.maintainer,
      mode: road.entryPlan.mode,
      proxyRanges: [...road.entryPlan.proxyRanges],
    },
    turns: road.turns.map((turn) => turnRow(turn, citing)),
    open: road.open.map(openRow),
    ahead: road.ahead.map((turn) => turnRow(turn, citing)),
    flow: drawnFlow(road),
    unused: road.unused.map((question) => question.id),
  };
}

function turnRow(turn: Turn, citing: Citing): Road["turns"][number] {
  const { node, question, value, label, how, reason, contradiction } = turn;
  return {
    node: node.id,
    question: question.id,
    title: question.title,
    ask: question.ask,
    answer: { value, label },
    how,
    reason,
    ...(contradiction === undefined ? {} : { contradiction }),
    proxyRanges: [...turn.proxyRanges],
    ...(turn.lacksRanges ? { lacking: "proxyRanges" as const } : {}),
    evidence: turn.evidence.map((evidence) => evidenceRow(evidence, undefined, citing)),
  };
}

function openRow({ question, value, lacksRanges, how, reason }: Turn): Road["open"][number] {
  return {
    question: question.id,
    title: question.title,
    ask: question.ask,
    answers: question.answers.map((answer) => ({ value: answer.value, label: answer.label })),
    assumed: value,
    ...(lacksRanges && how !== "assumed" ? { lacking: "proxyRanges" as const } : {}),
    reason,
  };
}

/** Every node and edge of the flow, with those the way goes over. */
function drawnFlow({ turns, ahead, outcome }: RoadResult): Road["flow"] {
  const takenEdges = new Set(turns.map(edgeKey));
  const aheadEdges = new Set(ahead.map(edgeKey));
  const taken = new Set([...turns.map((turn) => turn.node.id), outcome.id]);
  const beyond = new Set(ahead.flatMap(({ node, edge }) => [node.id, edge.to]));
  const place = (here: boolean, there: boolean): Place => (here ? "taken" : there ? "ahead" : "not-taken");
  const nodes = [
    ...FLOW.nodes.map(({ id, question }) => ({
      id,
      kind: "question" as const,
      title: FLOW.questions.find((entry) => entry.id === question)?.title ?? question,
    })),
    ...FLOW.outcomes.map(({ id, kind, title }) => ({ id, kind, title })),
  ].map((node) => ({ ...node, place: place(taken.has(node.id), beyond.has(node.id)) }));
  const edges = FLOW.nodes.flatMap(({ id, question, next }) =>
    Object.entries(next).flatMap(([value, { to, onwards }]) => {
      const key = `${id} ${value}`;
      const answer = FLOW.questions
        .find((entry) => entry.id === question)
        ?.answers.find((entry) => entry.value === value);
      const here = place(takenEdges.has(key), aheadEdges.has(key));
      const edge = { from: id, to, value, label: answer?.label ?? value, place: here };
      if (onwards === undefined) return [edge];
      const on: Place = here === "not-taken" ? "not-taken" : "ahead";
      return [edge, { from: to, to: onwards, label: "once that is done", place: on }];
    }),
  );
  return { nodes, edges };
}

function edgeKey({ node, value }: Turn): string {
  return `${node.id} ${value}`;
}
