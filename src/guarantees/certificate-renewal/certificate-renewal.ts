import type { Arrival } from "../../entry/arrival.ts";
import { arrivalsOf } from "../../entry/arrivals.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Guarantee, JudgeContext } from "../guarantee.ts";
import { challengePathRefused } from "./challenge-path-refused.ts";
import { issuanceLimit } from "./issuance-limit.ts";
import { issuerNotFound } from "./issuer-not-found.ts";
import { issuerSecretLeftBehind } from "./issuer-secret-left-behind.ts";
import { namespaceDeleted } from "./namespace-deleted.ts";
import { needs } from "./needs.ts";
import { renewalDuringMove } from "./renewal-during-move.ts";
import { prepareRenewals } from "./renewals.ts";
import { requestsCopied } from "./requests-copied.ts";
import type { Rule } from "./rule.ts";
import { selfCheckBehindProxy } from "./self-check-behind-proxy.ts";
import { shimCertificateCopied } from "./shim-certificate-copied.ts";
import { solverNotServed } from "./solver-not-served.ts";
import { upgradeChanges } from "./upgrade-changes.ts";
import { versionUnsupported } from "./version-unsupported.ts";

const RULES: readonly Rule[] = [
  selfCheckBehindProxy,
  solverNotServed,
  versionUnsupported,
  upgradeChanges,
  challengePathRefused,
  renewalDuringMove,
  requestsCopied,
  shimCertificateCopied,
  issuerSecretLeftBehind,
  issuanceLimit,
  namespaceDeleted,
  issuerNotFound,
];

/** How users come to the controllers of a state. */
export type ArrivalsIn = (before: World, now: World, context: JudgeContext) => readonly Arrival[];

export const certificateRenewal = certificateRenewalWith(arrivalsOf);

/** The guarantee over any way of telling how users arrive. */
export function certificateRenewalWith(arrivalsIn: ArrivalsIn): Guarantee {
  return {
    id: "certificate-renewal",
    promise: "certificates go on being issued and renewed",
    needs,
    causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
    reads: (world) => [
      world.api.minor,
      world.copy,
      world.traffic,
      world.roll,
      world.nodes,
      world.workloads,
      world.objects,
    ],
    judge(before, now, context): readonly Breach[] {
      // What is as it was read has lost nothing.
      if (now === before || now.state === before.state) return [];
      const renewals = prepareRenewals(before, now, context, (world) => arrivalsIn(before, world, context));
      return RULES.flatMap((rule) => rule.find(renewals));
    },
  };
}
