import fc from "fast-check";
import { expect, it } from "vitest";
import { parseAddress } from "../world/addresses/address.ts";
import { networkingV1 } from "./dialects/networking-v1.ts";
import { portsOf } from "./partition.ts";
import { hasPort, PROTOCOLS } from "./port-set.ts";
import { buildNetwork, rows } from "./relation.ts";
import { type NaivePeer, naiveAllows } from "./testing/naive-v1.ts";
import { OUTSIDE, PORTS, type SmallWorld, smallWorld, worldOf } from "./testing/small-worlds.ts";

/** Every peer of a small world, as the naive evaluator and as the engine's class. */
function peersOf(
  small: SmallWorld,
  network: ReturnType<typeof buildNetwork>,
): { naive: NaivePeer; id: number }[] {
  const pods = small.pods.map((pod) => ({
    naive: { kind: "pod" as const, ...pod },
    id: network.classes.findIndex((one) => one.pods.some((member) => member.pod.name === pod.name)),
  }));
  const outside = OUTSIDE.map((ip) => ({
    naive: { kind: "host" as const, ip },
    id: network.classes.findIndex((one) =>
      one.ranges.some(({ first, last }) => {
        const address = parseAddress(ip);
        return (
          address !== undefined &&
          first.family === address.family &&
          first.value <= address.value &&
          address.value <= last.value
        );
      }),
    ),
  }));
  return [...pods, ...outside];
}

/** All answers of both evaluators that differ; none is expected. */
function differences(small: SmallWorld, ipBlockMatchesPods: boolean): string[] {
  const world = worldOf(small);
  const layers = [networkingV1(world.objects.list("NetworkPolicy.networking.k8s.io"))];
  const network = buildNetwork([{ world, layers, options: { hostNetwork: "as-node", ipBlockMatchesPods } }]);
  const row = rows(network, 0, "certain");
  const peers = peersOf(small, network);
  const naive = { policies: small.policies, namespaces: small.namespaces, ipBlockMatchesPods };
  const found: string[] = [];
  for (const from of peers) {
    const partition = row(from.id);
    for (const to of peers) {
      if (from === to) continue;
      const ports = portsOf(partition, to.id, network.table);
      for (const protocol of PROTOCOLS) {
        for (const port of PORTS) {
          const expected = naiveAllows(naive, from.naive, to.naive, protocol, port);
          if (hasPort(ports, protocol, port) === expected) continue;
          found.push(
            `${JSON.stringify(from.naive)} -> ${JSON.stringify(to.naive)} ${port}/${protocol}: ${expected}`,
          );
        }
      }
    }
  }
  return found;
}

const RUNS = Number(process.env.REPLATFORM_WORLDS ?? 3000);

it(`agrees with the naive evaluator on ${RUNS} random worlds`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(smallWorld, fc.boolean(), (small, ipBlockMatchesPods) => {
      expect(differences(small, ipBlockMatchesPods)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
