import { apiAccess } from "./api-access/api-access.ts";
import { apiVersions } from "./api-versions/api-versions.ts";
import { certificateRenewal } from "./certificate-renewal/certificate-renewal.ts";
import { clientSourceAddress } from "./client-source-address/client-source-address.ts";
import { dataDurability } from "./data-durability/data-durability.ts";
import { dnsResolution } from "./dns-resolution/dns-resolution.ts";
import { egressAddress } from "./egress-address/egress-address.ts";
import type { Cause, Guarantee } from "./guarantee.ts";
import { ingressReachability } from "./ingress-reachability/ingress-reachability.ts";
import { NOT_READ } from "./not-read.ts";
import { podConnectivity } from "./pod-connectivity/pod-connectivity.ts";
import { scheduling } from "./scheduling/scheduling.ts";

/** Every guarantee, in the order reports show them. To add one: its folder, its line here, its pages in docs/. */
export const GUARANTEES: readonly Guarantee[] = [
  apiVersions,
  scheduling,
  dataDurability,
  dnsResolution,
  ingressReachability,
  clientSourceAddress,
  egressAddress,
  apiAccess,
  podConnectivity,
  certificateRenewal,
];

/** A cause by a finding's id (`guarantee/cause`). */
export function causeOf(findingId: string): Cause | undefined {
  const [guarantee, cause] = findingId.split("/");
  const owner = GUARANTEES.find((entry) => entry.id === guarantee);
  if (owner === undefined) return undefined;
  return cause === NOT_READ.id ? NOT_READ : owner.causes.find((entry) => entry.id === cause);
}

/** The documentation page of a finding, relative to the package: the same file `replatform explain` prints. */
export function docsPage(findingId: string): string {
  const [guarantee, cause] = findingId.split("/");
  return cause === NOT_READ.id ? "docs/findings/not-read.md" : `docs/findings/${guarantee}/${cause}.md`;
}
