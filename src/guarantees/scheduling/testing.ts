import type { NodeModel } from "../../world/node.ts";
import type { World } from "../../world/world.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import { minimalNodes, rolled, rolling, testContext, testWorld } from "../testing.ts";
import { scheduling } from "./scheduling.ts";

/** What the tests of the causes share: short manifests, and one state of the move judged. */

export interface Setting {
  readonly nodes?: readonly NodeModel[];
  /** Label keys that new nodes keep beside the well-known ones. */
  readonly keep?: readonly string[];
  readonly surge?: number;
  readonly minor?: number;
  readonly context?: JudgeContext;
  /** `rolling` unless given: nodes are being replaced; `rolled`: they have been; `before`: they are as read. */
  readonly state?: "before" | "rolling" | "rolled";
  readonly change?: Partial<World>;
}

/** The breaches of one cause in one state. */
export function breachesOf(cause: string, yaml: string, setting: Setting = {}): readonly Breach[] {
  const before = testWorld(yaml, { nodes: setting.nodes ?? minimalNodes(), change: setting.change ?? {} });
  const options = {
    keep: setting.keep ?? [],
    minor: setting.minor ?? 26,
    surge: setting.surge ?? 1,
    change: { api: { ...before.api, minor: setting.minor ?? 26 } },
  };
  const states = {
    before: () => before,
    rolling: () => rolling(before, options),
    rolled: () => rolled(before, options),
  };
  const now = states[setting.state ?? "rolling"]();
  return scheduling
    .judge(before, now, setting.context ?? testContext())
    .filter((breach) => breach.cause === cause);
}

/** The same in short: `breaks Deployment shop/web`. */
export function found(cause: string, yaml: string, setting: Setting = {}): readonly string[] {
  return breachesOf(cause, yaml, setting)
    .map(({ verdict, subject }) => {
      const namespace = subject.namespace === undefined ? "" : `${subject.namespace}/`;
      return `${verdict} ${subject.kind} ${namespace}${subject.name}`;
    })
    .sort();
}

export interface WorkloadOptions {
  readonly kind?: "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob" | "Job";
  readonly replicas?: number;
  /** Fields of the pod spec, as YAML flow or block at column 0. */
  readonly spec?: string;
  /** Further fields of the object's spec. */
  readonly more?: string;
}

/** A workload in namespace shop, its pods labelled `app: NAME`. */
export function workload(name: string, options: WorkloadOptions = {}): string {
  const kind = options.kind ?? "Deployment";
  const template = [
    "template:",
    `  metadata: { labels: { app: ${name} } }`,
    "  spec:",
    ...indent(options.spec ?? "containers: [{ name: main }]", 4),
  ];
  const batch = kind === "Job" || kind === "CronJob";
  const body =
    kind === "CronJob" ? ["jobTemplate:", "  spec:", ...template.map((line) => `    ${line}`)] : template;
  return [
    "---",
    `apiVersion: ${batch ? "batch" : "apps"}/v1`,
    `kind: ${kind}`,
    `metadata: { namespace: shop, name: ${name} }`,
    "spec:",
    ...(options.replicas === undefined ? [] : [`  replicas: ${options.replicas}`]),
    ...indent(options.more ?? "", 2),
    ...body.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** A budget over `app: NAME`; `rule` as YAML flow fields ("maxUnavailable: 1"). */
export function budget(name: string, rule: string, more = ""): string {
  return `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { namespace: shop, name: ${name} }
spec: { ${rule}${rule === "" ? "" : ", "}selector: { matchLabels: { app: ${name} } } }
${more}
`;
}

/** A pod that runs, owned by the ReplicaSet of Deployment NAME. */
export function runningPod(
  owner: string,
  name: string,
  options: { node?: string; ready?: boolean; phase?: string } = {},
) {
  const ready = (options.ready ?? true) ? "True" : "False";
  return `---
apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: ${name}
  uid: ${name}
  labels: { app: ${owner} }
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: ${owner}-1, uid: rs, controller: true }]
spec: { nodeName: ${options.node ?? "worker-1"}, containers: [{ name: main }] }
status:
  phase: ${options.phase ?? "Running"}
  conditions: [{ type: Ready, status: "${ready}" }]
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  namespace: shop
  name: ${owner}-1
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: ${owner}, uid: d, controller: true }]
spec: { replicas: 2, template: { metadata: { labels: { app: ${owner} } }, spec: { containers: [{ name: main }] } } }
`;
}

function indent(text: string, by: number): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => " ".repeat(by) + line);
}
