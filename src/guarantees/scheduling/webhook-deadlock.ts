import { coverageOf } from "../../world/coverage.ts";
import { listOf, objectsOf, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, citeReplicas, counted, listed } from "../cite.ts";
import type { Breach, Evidence, FindingVerdict } from "../guarantee.ts";
import { isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";
import { type StrictWebhook, strictWebhooks } from "./webhooks.ts";

/** Webhooks with failurePolicy Fail whose own pods are evicted: what they are asked about is refused meanwhile. */
export const webhookDeadlock: Rule = {
  id: "webhook-deadlock",
  title: "A webhook refuses new pods while its own pods move",
  hazards: ["DR-11"],
  find(move) {
    if (!isDraining(move)) return [];
    return strictWebhooks(move.now)
      .filter(({ resource }) => !move.isPlatform(resource.ref))
      .flatMap((webhook) => judge(webhook, move));
  },
};

interface Judgement {
  readonly verdict: FindingVerdict;
  readonly message: string;
}

function judge(webhook: StrictWebhook, move: Move): readonly Breach[] {
  const found = webhook.seesPods ? ofPods(webhook, move) : ofOthers(webhook);
  if (found === undefined) return [];
  const { resource, index } = webhook;
  const breach: Breach = {
    cause: webhookDeadlock.id,
    verdict: webhook.conditional && found.verdict === "breaks" ? "unknown" : found.verdict,
    subject: resource.ref,
    detail: stringOf(webhook.webhook.name) ?? String(index),
    message: found.message,
    remedy: remedyFor(webhook),
    evidence: evidenceFor(webhook),
  };
  return [breach];
}

function ofPods(webhook: StrictWebhook, move: Move): Judgement | undefined {
  const who = words(webhook);
  const { backend, answering, seesItself, seesKubeSystem, onOneNode, service } = webhook;
  const behind = `Service ${service.namespace}/${service.name}`;
  if (backend === undefined) {
    const read = coverageOf(move.now.coverage, "Service").status === "read";
    if (move.now.objects.get("Service", service.namespace, service.name) !== undefined) return undefined;
    return {
      verdict: read ? "breaks" : "unknown",
      message: `${who} must admit new pods, and ${behind} that answers for it ${read ? "does not exist" : "was not read"}: evicted pods are ${read ? "" : "perhaps "}not made again.`,
    };
  }
  if (answering === 0) {
    return {
      verdict: "breaks",
      message: `${who} must admit new pods, and no ready pod is behind ${behind}: evicted pods are not made again.`,
    };
  }
  const served = listed(backend.map(({ ref }) => refLabel(ref)));
  if (seesItself && answering < 2) {
    return {
      verdict: "breaks",
      message: `${who} must admit new pods, its own included, and one pod of ${served} answers for it. Once that pod is evicted its replacement is refused, and with it ${seesKubeSystem ? "every new pod of the cluster" : "every new pod in its scope"}, unless it was made before the old one stopped.`,
    };
  }
  if (seesItself && onOneNode !== undefined && !isGuarded(webhook, move)) {
    return {
      verdict: "unknown",
      message: `${who} must admit new pods, its own included, and all ${answering} pods of ${served} are on ${onOneNode} without a budget. If they stop at once, their replacements are refused.`,
    };
  }
  if (answering >= 2) return undefined;
  return {
    verdict: seesKubeSystem ? "unknown" : "advice",
    message: `${who} must admit new pods${seesKubeSystem ? ", those of kube-system included," : ""} and one pod of ${served} answers for it: while it moves, no other evicted pod in its scope is made again${seesKubeSystem ? ", the network's and the storage's on new nodes neither" : ""}.`,
  };
}

/** Webhooks about anything else: what they guard cannot be changed while their one pod moves. */
function ofOthers(webhook: StrictWebhook): Judgement | undefined {
  const { backend, answering } = webhook;
  if (backend === undefined || backend.length === 0 || answering >= 2) return undefined;
  const groups = objectsOf(webhook.webhook.rules).flatMap((rule) =>
    listOf(rule.apiGroups).filter((group) => typeof group === "string"),
  );
  const about = listed([...new Set(groups.map((group) => (group === "" ? "the core group" : group)))]);
  return {
    verdict: "advice",
    message: `${words(webhook)} admits objects of ${about}, and ${counted(answering, "pod")} of ${listed(backend.map(({ ref }) => refLabel(ref)))} ${answering === 1 ? "answers" : "answer"} for it: while it moves, changes to them are refused.`,
  };
}

function words({ resource, webhook }: StrictWebhook): string {
  return `${refLabel(resource.ref)} (webhook ${stringOf(webhook.name) ?? "without a name"})`;
}

function isGuarded({ backend }: StrictWebhook, move: Move): boolean {
  const served = new Set(backend);
  return move.budgets.some(
    ({ guarded, drained }) => guarded !== undefined && drained.some((one) => served.has(one)),
  );
}

function remedyFor({ service, answering, seesItself }: StrictWebhook): string {
  const exclude = `exclude namespace ${service.namespace} (namespaceSelector: kubernetes.io/metadata.name NotIn [${service.namespace}, kube-system])`;
  if (answering === 0)
    return "Remove the webhook, or bring back the pods that answer it, before nodes are replaced.";
  const more = "run 2 replicas apart from each other with a budget of maxUnavailable 1";
  const both = `${more.charAt(0).toUpperCase()}${more.slice(1)}`;
  return seesItself ? `${both}, and ${exclude}.` : `${both}.`;
}

function evidenceFor({ resource, index, webhook, backend }: StrictWebhook): readonly Evidence[] {
  const path = ["webhooks", index];
  return [
    webhook.failurePolicy === undefined
      ? cite(resource, path, "failurePolicy is Fail where it is not set")
      : cite(resource, [...path, "failurePolicy"]),
    cite(resource, [...path, "rules"]),
    ...(webhook.namespaceSelector === undefined ? [] : [cite(resource, [...path, "namespaceSelector"])]),
    ...(backend ?? []).slice(0, 2).flatMap(citeReplicas),
  ];
}
