import type { Arrival } from "../entry/arrival.ts";
import type { Controller, Shown } from "../entry/controller.ts";
import type { Evidence } from "../guarantees/guarantee.ts";
import { refKey, refLabel } from "../world/resource.ts";
import type { RoadFacts } from "./facts.ts";
import type { Turn } from "./walk.ts";

/** The controllers a question is about: those the provider runs, or the customer's own. */
export function controllersMeant({ controllers }: RoadFacts, turns: readonly Turn[]): readonly Controller[] {
  const own = turns.find((turn) => turn.question.id === "own-ingress")?.value;
  if (own === "keep") return controllers.filter(({ operator }) => operator.who !== "provider");
  if (own === "take-over") return controllers.filter(({ operator }) => operator.who !== "customer");
  return controllers;
}

export interface OnWorkers {
  readonly controller: Controller;
  readonly arrivals: readonly Arrival[];
  readonly words: string;
}

/** Controllers that no load balancer leads to, or that users come to by addresses of nodes all the same. */
export function onWorkerAddresses(facts: RoadFacts, turns: readonly Turn[]): readonly OnWorkers[] {
  return controllersMeant(facts, turns).flatMap((controller) => {
    const arrivals = arrivalsAt(facts, controller);
    const balanced = arrivals.some(({ entry }) => entry.kind === "balancer");
    const direct = arrivals.filter(({ entry, used }) => entry.kind !== "balancer" && used === "yes");
    if (balanced && direct.length === 0) return [];
    const what = refLabel(controller.workload.ref);
    const words = balanced
      ? `${what} has a load balancer, but users still come by ${entriesOf(direct)}.`
      : `${what} is reached by ${entriesOf(arrivals)}, and by no load balancer.`;
    return [{ controller, arrivals: balanced ? direct : arrivals, words }];
  });
}

export function arrivalsAt({ arrivals = [] }: RoadFacts, controller: Controller): readonly Arrival[] {
  const key = refKey(controller.workload.ref);
  return arrivals.filter((arrival) => refKey(arrival.controller.workload.ref) === key);
}

function entriesOf(arrivals: readonly Arrival[]): string {
  const ids = [...new Set(arrivals.map(({ entry }) => entry.id))];
  if (ids.length === 0) return "nothing that was read";
  return ids.length <= 3 ? ids.join(", ") : `${ids.slice(0, 2).join(", ")} and ${ids.length - 2} more`;
}

/** Places read, as evidence of ours. */
export function evidenceOf(shown: readonly Shown[]): Evidence[] {
  return shown.map(({ resource, path, note }) => ({
    ref: resource.ref,
    origin: resource.origin,
    path,
    note,
  }));
}
