import { decideRoad } from "../../decide/road.ts";
import { given, testController, testFacts, testFinding } from "../../decide/testing.ts";
import { roadSection } from "../build-road.ts";
import type { Road } from "../road-section.ts";

/** The shop's road: one question answered by hand, others open, DNS to be fixed first. */
export const shopRoad: Road = roadSection(
  decideRoad(
    testFacts({
      controllers: [testController("ingress-nginx-controller")],
      dnsFindings: [testFinding("dns-resolution/cache-only", "breaks", "allow-dns")],
      consumers: undefined,
    }),
    given({ "upgrade-or-migrate": "upgrade", "adapted-to-coredns": "yes" }),
  ),
  { world: testFacts().world, cite: () => ({ line: 12 }) },
);

/** A road without a question left. */
export const readyRoad: Road = roadSection(
  decideRoad(
    testFacts(),
    given({ "floating-ips-required": "no", "upgrade-or-migrate": "upgrade", maintainer: "nobody" }),
  ),
  { world: testFacts().world, cite: () => ({}) },
);
