import { load } from "js-yaml";
import { expect, it } from "vitest";
import { testWorld } from "../guarantees/testing.ts";
import type { KubeObject } from "../world/resource.ts";
import { listNetwork } from "./list.ts";
import { portsText } from "./names.ts";
import { buildNetwork } from "./relation.ts";
import { PUBLISHED, type PublishedCase } from "./testing/published-cases.ts";
import { viewOf } from "./view-of.ts";

function objectsOf({ workloads, namespaces = {}, policies }: PublishedCase): KubeObject[] {
  const names = new Set(workloads.map((text) => text.split("/")[0] ?? ""));
  return [
    ...[...names].map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: { ...namespaces[name] } },
    })),
    ...workloads.map((text): KubeObject => {
      const [, namespace = "", name = "", kind = ""] = /^(.+)\/(.+)\[(.+)\]$/.exec(text) ?? [];
      const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: "c" }] } };
      return { apiVersion: "apps/v1", kind, metadata: { namespace, name }, spec: { replicas: 2, template } };
    }),
    ...policies.map((text) => load(text) as KubeObject),
  ];
}

it.each(PUBLISHED.map((one) => [one.title, one] as const))(
  "finds what np-guard publishes for %s",
  (_title, one) => {
    const network = buildNetwork([viewOf(testWorld(objectsOf(one), { nodes: [] }))]);
    const listing = listNetwork(network, 0, { granularity: "workload" });
    const lines = [...listing.allowed()].map(
      ({ from, to, ports }) => `${from.name} => ${to.name} : ${portsText(ports, network.table)}`,
    );
    expect(lines.sort()).toEqual([...one.expected].sort());
    expect([...listing.unknown()]).toEqual([]);
  },
);
