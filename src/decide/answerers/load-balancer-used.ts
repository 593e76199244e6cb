import { refLabel } from "../../world/resource.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen, Turn } from "../walk.ts";
import { arrivalsAt, controllersMeant, evidenceOf, onWorkerAddresses } from "../who-enters.ts";

const MOST = 5;

/** Whether users come to the controllers by load balancers alone, as the entries of today have it. */
export function loadBalancerUsed(facts: RoadFacts, turns: readonly Turn[]): Seen {
  const how = "computed";
  const meant = controllersMeant(facts, turns);
  if (facts.arrivals === undefined) return { how, reason: "how users come in was not judged", evidence: [] };
  if (meant.length === 0) return { how, reason: "no controller that this is about was read", evidence: [] };
  const [worker, ...more] = onWorkerAddresses(facts, turns);
  if (worker !== undefined) {
    const evidence = [worker, ...more].flatMap(({ arrivals }) =>
      arrivals.flatMap(({ entry }) => evidenceOf(entry.evidence)),
    );
    const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
    return { value: "no", how, reason: `${worker.words}${others}`, evidence: evidence.slice(0, MOST) };
  }
  const arrivals = meant.flatMap((controller) => arrivalsAt(facts, controller));
  const doubtful = arrivals.filter(({ entry, used }) => entry.kind !== "balancer" && used === "maybe");
  const names = meant.map(({ workload }) => refLabel(workload.ref)).join(", ");
  if (doubtful.length > 0) {
    return {
      how,
      reason: `${names} has a load balancer, but users may still come by ${doubtful.map(({ entry }) => entry.id).join(", ")}`,
      evidence: doubtful.flatMap(({ entry }) => evidenceOf(entry.evidence)).slice(0, MOST),
      likely: "yes",
    };
  }
  const balancers = arrivals.filter(({ entry }) => entry.kind === "balancer");
  return {
    value: "yes",
    how,
    reason: `users come to ${names} by ${[...new Set(balancers.map(({ entry }) => entry.id))].join(", ")}`,
    evidence: balancers.flatMap(({ entry }) => evidenceOf(entry.evidence)).slice(0, MOST),
  };
}
