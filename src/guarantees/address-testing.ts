import { objectMatcher } from "../platforms/patterns.ts";
import type { Profile } from "../platforms/profile.ts";
import { knownAddresses, scanAddresses } from "../world/addresses/scan.ts";
import type { NodeModel } from "../world/node.ts";
import type { World } from "../world/world.ts";
import type { Breach, Guarantee, JudgeContext } from "./guarantee.ts";
import { rolled, rolling, testContext, testNode, testProfile, testWorld } from "./testing.ts";

/** The cluster of the documentation's examples, with addresses: a control-plane node and two workers. */
export function addressedNodes(): NodeModel[] {
  return [
    testNode("master-1", { role: "control-plane", internalIP: "10.128.0.5", externalIP: "203.0.113.5" }),
    testNode("worker-1", {
      internalIP: "10.128.0.11",
      externalIP: "203.0.113.11",
      labels: { "example.com/gateway": "true" },
    }),
    testNode("worker-2", { internalIP: "10.128.0.12", externalIP: "203.0.113.12" }),
  ];
}

export interface MoveOptions {
  readonly nodes?: readonly NodeModel[];
  readonly profile?: Profile;
  readonly on?: string;
  /** Node labels new nodes keep. */
  readonly keep?: readonly string[];
  /** DNS names the API is reached by beside its nodes. */
  readonly apiNames?: readonly string[];
}

/** The worlds of a small move in which all nodes are replaced once, and what judgements need beside them. */
export function move(
  yaml: string,
  options: MoveOptions = {},
): { before: World; passing: World; after: World; context: JudgeContext } {
  const nodes = options.nodes ?? addressedNodes();
  const profile = options.profile ?? testProfile();
  const world = testWorld(yaml, { nodes });
  const names = (options.apiNames ?? []).map(
    (host) => ({ host, via: "name", learntFrom: "its kubeconfig" }) as const,
  );
  const before: World = {
    ...world,
    api: {
      ...world.api,
      endpoints: [
        ...nodes
          .filter((node) => node.role === "control-plane")
          .flatMap((node) => node.addresses)
          .map(({ address }) => ({ host: address, via: "control-plane-node", learntFrom: "Node" }) as const),
        ...names,
      ],
    },
  };
  const api = { ...before.api, endpoints: [] };
  const passing = rolling(before, {
    state: "cluster-api-rolling",
    keep: options.keep ?? [],
    change: { api: { ...api, interrupted: true } },
  });
  const after = rolled({ ...passing, api }, { state: "cluster-api" });
  const mentions = scanAddresses(
    [...before.objects.all()],
    knownAddresses(before, profile.source.resolver),
    objectMatcher(profile.source.owned),
  );
  return {
    before,
    passing,
    after,
    context: { ...testContext({ profile, mentions }), on: options.on ?? "2024-03-05" },
  };
}

/** What a guarantee says once all nodes are replaced. */
export function judgeMove(guarantee: Guarantee, yaml: string, options: MoveOptions = {}): readonly Breach[] {
  const { before, after, context } = move(yaml, options);
  return guarantee.judge(before, after, context);
}
