import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { testWorld } from "../guarantees/testing.ts";
import type { JsonObject } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import { answersOf } from "./testing/answers.ts";
import { policyObject } from "./testing/small-worlds.ts";
import { ADDRESSES, UPSTREAM, type UpstreamCase } from "./testing/upstream-cases.ts";

function worldOf({ pods, policies, podLabels = {}, namespaceLabels = {} }: UpstreamCase): World {
  const objects: KubeObject[] = ["x", "y", "z"].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { ...namespaceLabels[name] } },
  }));
  for (const id of pods.split(" ")) {
    const [namespace, name] = id.split("/") as [string, string];
    const ports = ["TCP", "UDP", "SCTP"].flatMap((protocol) =>
      [80, 81].map((port) => ({
        name: `serve-${port}-${protocol.toLowerCase()}`,
        containerPort: port,
        protocol,
      })),
    );
    objects.push({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace, name, labels: { pod: name, ...podLabels[id] } },
      spec: { containers: [{ name: "c", ports }] },
      status: { podIP: ADDRESSES[id] ?? "" },
    });
  }
  policies.forEach((text, index) => {
    const [entry] = Object.entries(load(text) as Record<string, JsonObject>);
    if (entry !== undefined) objects.push(policyObject(entry[0], `p${index}`, entry[1]));
  });
  return testWorld(objects, { nodes: [] });
}

/** Upstream's matrix: everything allowed, then each line's change in order. */
function matrix(ids: readonly string[], changes: readonly string[]): string[] {
  const pairs = new Map<string, string>();
  for (const from of ids) for (const to of ids) if (from !== to) pairs.set(`${from} > ${to}`, "allowed");
  for (const change of changes) {
    const [from, to] = change.replace(/^\+/, "").split(" > ") as [string, string];
    for (const pair of pairs.keys()) {
      const [a, b] = pair.split(" > ") as [string, string];
      if (fits(a, from) && fits(b, to)) pairs.set(pair, change.startsWith("+") ? "allowed" : "denied");
    }
  }
  return [...pairs].map(([pair, answer]) => `${pair}: ${answer}`);
}

function fits(id: string, pattern: string): boolean {
  return pattern === "*" || pattern === id || (pattern.endsWith("/*") && id.startsWith(pattern.slice(0, -1)));
}

describe("upstream's end-to-end tests of NetworkPolicy", () => {
  it.each(UPSTREAM.map((one) => [one.title, one] as const))("%s", (_title, one) => {
    const { ask } = answersOf(worldOf(one));
    const ids = one.pods.split(" ");
    for (const [port, changes] of Object.entries(one.expected)) {
      const found = ids.flatMap((from) =>
        ids.filter((to) => to !== from).map((to) => `${from} > ${to}: ${ask(from, to, port)}`),
      );
      expect(found, port).toEqual(matrix(ids, changes));
    }
  });
});
