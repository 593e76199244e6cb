import type { World } from "../../world/world.ts";
import type { Breach } from "../guarantee.ts";
import { rolled, rolling, testContext, testWorld } from "../testing.ts";
import { dataDurability } from "./data-durability.ts";

/** What the tests of the causes share: one state of the move judged. */

export interface Setting {
  /** `rolling` unless given: nodes are being replaced; `drained`: nodes are only drained; `before`: as read. */
  readonly state?: "before" | "drained" | "rolling" | "rolled";
  readonly from?: number;
  readonly minor?: number;
  readonly removed?: readonly string[];
  readonly change?: Partial<World>;
}

export function breachesOf(cause: string, yaml: string, setting: Setting = {}): readonly Breach[] {
  const before = testWorld(yaml, { minor: setting.from ?? 25, change: setting.change ?? {} });
  const minor = setting.minor ?? 26;
  const change: Partial<World> = {
    api: { ...before.api, minor },
    storageClassesRemoved: setting.removed ?? [],
  };
  const drain = { from: before.nodes, to: before.nodes, surge: 0, replaced: false };
  const states = {
    before: () => before,
    drained: () => ({ ...before, roll: drain, ...change }),
    rolling: () => rolling(before, { minor, change }),
    rolled: () => rolled(before, { minor, change }),
  };
  const now = states[setting.state ?? "rolling"]();
  return dataDurability.judge(before, now, testContext()).filter((breach) => breach.cause === cause);
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

export interface PodsOptions {
  readonly kind?: string;
  readonly replicas?: number;
  readonly image?: string;
  readonly annotations?: string;
  /** Further fields of the container, and of the object's spec, as YAML flow entries. */
  readonly container?: string;
  readonly more?: string;
}

/** A workload shop/db with one volume `data` and the mounts of its one container, as YAML flow. */
export function pods(volume: string, mounts: string, options: PodsOptions = {}): string {
  const kind = options.kind ?? "Deployment";
  const container = `{ name: main, image: "${options.image ?? "registry.example.com/app:1"}", volumeMounts: [${mounts}]${options.container ?? ""} }`;
  const volumes = volume === "" ? "" : `volumes: [{ name: data, ${volume} }], `;
  const template = `{ metadata: { labels: { app: db }, annotations: { ${options.annotations ?? ""} } }, spec: { ${volumes}containers: [${container}] } }`;
  const batch = kind === "CronJob" || kind === "Job";
  const body =
    kind === "CronJob" ? `jobTemplate: { spec: { template: ${template} } }` : `template: ${template}`;
  return `---
apiVersion: ${batch ? "batch" : "apps"}/v1
kind: ${kind}
metadata: { namespace: shop, name: db }
spec: { replicas: ${options.replicas ?? 1}, ${options.more ?? ""}${body} }
`;
}
