import type { GroupKind } from "../../../world/resource.ts";
import type { KindToRead } from "../discovery/kinds-to-read.ts";

/** What else is not known where a kind is not, in words that follow "so". */
const LOST: Readonly<Record<GroupKind, string>> = {
  Secret: "Helm releases kept in Secrets, TLS certificates and service account tokens are not seen",
  CustomResourceDefinition: "nothing is known of the versions custom resources are stored in",
};

/** Why a kind is not read and what would change it. */
export function missingRight({ id, plural, group }: KindToRead): string {
  const resource = group === "" ? plural : `${plural}.${group}`;
  const lost = LOST[id] === undefined ? "" : `, so ${LOST[id]}`;
  return `no right to "list" ${resource} in the whole cluster${lost}; the ClusterRole that "replatform rbac" prints gives it`;
}
