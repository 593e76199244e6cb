import { balancerIdCopied } from "./balancer-id-copied.ts";
import { balancerWithoutMembers } from "./balancer-without-members.ts";
import { clusterNameChanges } from "./cluster-name-changes.ts";
import { createOnlySetting } from "./create-only-setting.ts";
import { floatingIpNotKept } from "./floating-ip-not-kept.ts";
import { forwardedForOnTlsPort } from "./forwarded-for-on-tls-port.ts";
import { idleTimeout } from "./idle-timeout.ts";
import { localWithoutMonitor } from "./local-without-monitor.ts";
import { proxyProtocolRefused } from "./proxy-protocol-refused.ts";
import type { Rule } from "./rule.ts";
import { sameBalancerName } from "./same-balancer-name.ts";
import { sharedRecordOwner } from "./shared-record-owner.ts";

/** What can happen to load balancers of Services, and to the records that lead to them. */
export const BALANCER_RULES: readonly Rule[] = [
  balancerWithoutMembers,
  balancerIdCopied,
  sameBalancerName,
  floatingIpNotKept,
  createOnlySetting,
  proxyProtocolRefused,
  forwardedForOnTlsPort,
  localWithoutMonitor,
  idleTimeout,
  clusterNameChanges,
  sharedRecordOwner,
];
