import { at, objectsOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Impossible } from "../../world/scheduling/bounds.ts";
import type { Unplaced } from "../../world/scheduling/roll.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate, counted, nodeWords } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import { amountWords } from "./amounts.ts";
import { isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/** Evicted pods for which the nodes have no room, by their requests. */
export const noRoom: Rule = {
  id: "no-room",
  title: "Evicted pods find no node with room for them",
  hazards: [],
  find(move) {
    if (!isDraining(move)) return [];
    const found = move.outcome()?.unplaced ?? [];
    return found
      .filter(({ pods }) => !move.isPlatform(pods.workload.ref))
      .map((unplaced) => breach(unplaced, move));
  },
};

function breach(unplaced: Unplaced, move: Move): Breach {
  const { pods, count, node, proof, lasting, reason } = unplaced;
  const { workload } = pods;
  const what = `${refLabel(workload.ref)} has ${counted(count, "pod")}`;
  const when = `when ${nodeWords(node)} is drained${lasting ? "" : ", until that node is back"}`;
  return {
    cause: noRoom.id,
    verdict: proof === undefined ? "unknown" : "breaks",
    subject: workload.ref,
    message:
      proof === undefined
        ? `${what} that may find no place ${when}: ${
            reason === "room"
              ? "the simulated order of placing leaves no node with enough room, though another might."
              : "their own rules, or other pods' rules, keep them off the nodes that have room."
          }`
        : `${what} that cannot be placed ${when}: ${proofWords(proof)}.`,
    remedy: remedyFor(unplaced, move),
    evidence: [
      ...requestsEvidence(workload),
      ...(proof === undefined
        ? []
        : move.newNodes.slice(0, 1).map((one) => cite(one.resource, ["status", "allocatable"]))),
    ],
  };
}

function proofWords({ kind, resource, asked, offered }: Impossible): string {
  return kind === "one-pod"
    ? `one pod asks for ${amountWords(resource, asked)}, and no node it may run on offers more than ${amountWords(resource, offered)} beside its DaemonSets`
    : `the pods that can only run there ask for ${amountWords(resource, asked)}, and the nodes that are left offer ${amountWords(resource, offered)} beside their DaemonSets`;
}

function remedyFor({ proof, reason, lasting }: Unplaced, move: Move): string {
  if (reason === "rules" && proof === undefined) {
    return "Turn the required anti-affinity or spread into a preference for the time of the move, or add a worker.";
  }
  if (proof?.kind === "one-pod")
    return "Lower the pod's requests, keep DaemonSets off those nodes, or order larger nodes.";
  return !lasting && move.now.roll?.surge === 0
    ? "Add a worker for the time of the move, or scale down what can wait."
    : "Lower requests, scale down what can wait, or add a worker before nodes are replaced.";
}

/** The first container that requests anything; never the whole container, whose env may hold what is nobody's business. */
function requestsEvidence({ template }: Workload): readonly Evidence[] {
  const index = objectsOf(template.spec.containers).findIndex(
    (one) => at(one, "resources", "requests") !== undefined,
  );
  return index < 0 ? [] : [citeTemplate(template, ["containers", index, "resources", "requests"])];
}
