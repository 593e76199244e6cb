import { at, listOf, objectsOf } from "../../world/json.ts";
import { isEndpoint, type NaiveCilium } from "./naive-cilium-labels.ts";
import type { NaivePeer } from "./naive-peers.ts";

/** What a cluster's objects tell the Cilium agent beside its policies. */

/** A key of the ConfigMap cilium-config. */
export function ciliumConfig({ objects }: NaiveCilium, key: string): unknown {
  const config = objects.find(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "cilium-config",
  );
  return at(config, "data", key);
}

/** The agent's version by the image it runs; undefined where that is a digest alone. */
export function agentMinor({ objects }: NaiveCilium): number | undefined {
  const agent = objects.find(({ kind }) => kind === "DaemonSet");
  const [image] = objectsOf(at(agent, "spec", "template", "spec", "containers")).map((one) =>
    String(one.image),
  );
  const minor = image?.split(":v1.")[1]?.split(".")[0];
  return minor === undefined ? undefined : Number(minor);
}

/** Where the Service `kubernetes` leads; none where that was not read. */
export function apiServerAddresses(world: NaiveCilium): readonly string[] {
  return addressesOf(world, "kubernetes");
}

/** The addresses in the EndpointSlices of a Service; names of Services are unique in the tests. */
export function addressesOf({ objects }: NaiveCilium, service: string): readonly string[] {
  return objects
    .filter(
      ({ kind, metadata }) =>
        kind === "EndpointSlice" && at(metadata, "labels", "kubernetes.io/service-name") === service,
    )
    .flatMap(({ endpoints }) =>
      objectsOf(endpoints).flatMap(({ addresses }) => listOf(addresses).map(String)),
    );
}

/** Whether CIDRs are asked about a peer at all: the world's addresses, and nodes' where the agent is set so. */
export function byAddress(world: NaiveCilium, peer: NaivePeer): boolean {
  if (peer.kind === "outside") return true;
  return !isEndpoint(peer) && ciliumConfig(world, "policy-cidr-match-mode") === "nodes";
}
