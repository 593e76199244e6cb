import type { RoadFacts } from "../facts.ts";
import type { Seen, Turn } from "../walk.ts";
import { adaptedToCoreDns } from "./adapted-to-coredns.ts";
import { clientAddressNeeded } from "./client-address-needed.ts";
import { floatingIpsOffered } from "./floating-ips-offered.ts";
import { floatingIpsRequired } from "./floating-ips-required.ts";
import { loadBalancerUsed } from "./load-balancer-used.ts";
import { maintainer } from "./maintainer.ts";
import { ownIngress } from "./own-ingress.ts";
import { proxyInFront } from "./proxy-in-front.ts";
import { upgradeOrMigrate } from "./upgrade-or-migrate.ts";

/** Looks for the answer to one question. `turns`: those taken before it. */
export type Answerer = (facts: RoadFacts, turns: readonly Turn[]) => Seen;

/** Who looks for the answer to each question of the flow, by its id. */
export const answerers: Readonly<Record<string, Answerer>> = {
  "floating-ips-required": floatingIpsRequired,
  "floating-ips-offered": floatingIpsOffered,
  "upgrade-or-migrate": upgradeOrMigrate,
  "adapted-to-coredns": adaptedToCoreDns,
  maintainer,
  "own-ingress": ownIngress,
  "load-balancer-used": loadBalancerUsed,
  "proxy-in-front": proxyInFront,
  "client-address-needed": clientAddressNeeded,
};
