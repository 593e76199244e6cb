import { parseAddress } from "../../world/addresses/address.ts";
import type { World } from "../../world/world.ts";
import { portsOf } from "../partition.ts";
import { hasPort, PROTOCOLS, type Protocol } from "../port-set.ts";
import { buildNetwork, rows } from "../relation.ts";
import type { NetworkOptions } from "../view.ts";
import { viewOf } from "../view-of.ts";

export type Answer = "allowed" | "denied" | "unknown";

/** Asks the engine about single pods, nodes and addresses of a world, as `shop/web`, `worker-1` or `192.0.2.1`. */
export function answersOf(world: World, options: Partial<NetworkOptions> = {}) {
  const network = buildNetwork([viewOf(world, options)]);
  const { classes, table } = network;
  const certain = rows(network, 0, "certain");
  const possible = rows(network, 0, "possible");
  const idOf = (name: string): number => {
    const address = parseAddress(name);
    const id = classes.findIndex(({ pods, nodes, ranges }) =>
      address === undefined
        ? pods.some(({ pod }) => `${pod.namespace}/${pod.name}` === name) ||
          nodes.some(({ node }) => node.name === name)
        : ranges.some(
            ({ first, last }) =>
              first.family === address.family && first.value <= address.value && address.value <= last.value,
          ),
    );
    if (id < 0) throw new Error(`the world has no ${name}`);
    return id;
  };
  return {
    network,
    /** `port` as `80/TCP`. */
    ask(from: string, to: string, port: string): Answer {
      const [number, name] = port.split("/");
      const protocol: Protocol = PROTOCOLS.find((one) => one === name) ?? "TCP";
      const at = (row: typeof certain): boolean =>
        hasPort(portsOf(row(idOf(from)), idOf(to), table), protocol, Number(number));
      return at(certain) ? "allowed" : at(possible) ? "unknown" : "denied";
    },
  };
}
