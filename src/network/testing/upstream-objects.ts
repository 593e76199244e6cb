import { load } from "js-yaml";
import type { JsonObject } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import { policyObject } from "./small-worlds.ts";
import { ADDRESSES, type UpstreamCase } from "./upstream-cases.ts";

/** The namespaces, pods and policies of a case. */
export function upstreamObjects({
  pods,
  policies,
  podLabels = {},
  namespaceLabels = {},
}: UpstreamCase): KubeObject[] {
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
  return objects;
}
