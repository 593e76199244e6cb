import type { EntryPlan } from "../platforms/entry-plan.ts";
import { formatAddress } from "../world/addresses/address.ts";
import { firstOf, parseCidr } from "../world/addresses/cidr.ts";
import type { World } from "../world/world.ts";
import type { Arrival, Seen } from "./arrival.ts";
import type { Controller } from "./controller.ts";
import type { Entry } from "./entry.ts";
import { forgeries } from "./forge.ts";
import { type Listener, nginxListener } from "./listener.ts";
import { settingsIn } from "./settings.ts";
import { CLIENT, type Inner, innerAddresses, PROXY, whose } from "./stand-ins.ts";
import { oddTrust } from "./unfollowed.ts";
import { predict, type WirePath } from "./wire.ts";

/** What becomes of connections that come to a controller by an entry. */
export type Connection = Pick<Arrival, "result" | "sees" | "tells" | "forgeable">;

const NOT_FOLLOWED: Connection = {
  result: "unknown",
  sees: "unknown",
  tells: "unknown",
  forgeable: undefined,
};

/** Follows a connection by an entry into a controller, as its settings are in the world. `tls`: to its HTTPS listener. */
export function connectionOf(
  controller: Controller,
  entry: Entry,
  world: World,
  plan: EntryPlan,
  tls: boolean,
): Connection {
  const mode = entry.balancer?.mode;
  if (controller.kind !== "ingress-nginx") return plainConnection(entry);
  const settings = settingsIn(world, controller);
  if (settings === undefined || (entry.balancer !== undefined && !entry.balancer.modeKnown && mode !== "tcp"))
    return NOT_FOLLOWED;
  const listener = nginxListener(settings, controller.version);
  if (oddTrust(listener) !== undefined) return NOT_FOLLOWED;
  const answers = innerAddresses(world).map((inner) => follow(entry, listener, inner, plan, tls));
  const [first = NOT_FOLLOWED, ...others] = answers;
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : NOT_FOLLOWED;
}

function follow(entry: Entry, listener: Listener, inner: Inner, plan: EntryPlan, tls: boolean): Connection {
  const proxy = proxyAddress(plan, entry);
  const path: WirePath = {
    client: CLIENT,
    proxy: proxy === undefined ? undefined : { address: proxy },
    forged: undefined,
    balancer:
      entry.balancer === undefined ? undefined : { address: inner.balancer, mode: entry.balancer.mode },
    hiddenBehind: entry.keepsSource === false ? inner.node : undefined,
    tls,
  };
  const outcome = predict(path, listener);
  if (outcome.result !== "works") {
    return { result: outcome.result, sees: "unknown", tells: "unknown", forgeable: undefined };
  }
  const seen = (address: string | undefined): Seen => whose(address, inner, proxy ?? PROXY);
  return {
    result: "works",
    sees: seen(outcome.remoteAddr),
    tells: seen(outcome.realIp),
    forgeable: forgeries(path, listener).length > 0,
  };
}

/** With a proxy in front, users come by it to the balancer that admits it alone; a node's address is open to anybody. */
function proxyAddress({ mode, proxyRanges }: EntryPlan, { balancer }: Entry): string | undefined {
  if (mode !== "forwarded-headers" || balancer === undefined) return undefined;
  const block = parseCidr(proxyRanges[0] ?? "");
  return block === undefined ? PROXY : formatAddress(firstOf(block));
}

/** What a connection's own ends show, whoever listens: of other controllers the settings are not followed. */
export function plainConnection({ balancer, keepsSource }: Entry): Connection {
  switch (balancer?.mode) {
    case undefined:
    case "pass-through": {
      const sees = keepsSource === true ? "client" : keepsSource === false ? "node" : "unknown";
      return { result: "works", sees, tells: "unknown", forgeable: undefined };
    }
    case "tcp": {
      const sees = keepsSource === false ? "node" : "balancer";
      return { result: "works", sees, tells: "unknown", forgeable: undefined };
    }
    default:
      return NOT_FOLLOWED;
  }
}
