import { counted } from "../../guarantees/cite.ts";
import { floatingIpRemoved } from "../../guarantees/egress-address/floating-ip-removed.ts";
import type { Evidence } from "../../guarantees/guarantee.ts";
import { coverageOf } from "../../world/coverage.ts";
import { at, listOf, stringOf } from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const MOST = 5;

/** Who admits an address outside cannot be read in a cluster; that there is no address to admit can. */
export function floatingIpsRequired({ world, egressFindings }: RoadFacts): Seen {
  const workers = world.nodes.filter((node) => node.role === "worker");
  const nodes = coverageOf(world.coverage, "Node");
  const bearing = workers.flatMap((node) => {
    const evidence = floatingIp(node);
    return evidence === undefined ? [] : [evidence];
  });
  if (bearing.length === 0) {
    if (nodes.status === "read" && workers.length > 0 && workers.every(tellsAddresses)) {
      return {
        value: "no",
        how: "observed",
        reason: `none of the ${counted(workers.length, "worker node")} has a floating IP`,
        evidence: [],
      };
    }
    return {
      how: "observed",
      reason: "no node that was read tells whether it has a floating IP",
      evidence: [],
    };
  }
  // That the addresses go is the question itself; whatever names one is a sign.
  const named = egressFindings.filter(
    ({ verdict, cause }) => verdict !== "advice" && cause !== floatingIpRemoved.id,
  );
  return {
    how: "observed",
    reason:
      `${counted(bearing.length, "worker node")} of ${workers.length} have floating IPs` +
      (named.length === 0
        ? "; nothing that was read names one, but who admits them outside cannot be read"
        : `, and ${counted(named.length, "finding")} of egress-address may depend on them`),
    evidence: [...named.flatMap((finding) => finding.evidence.slice(0, 1)), ...bearing].slice(0, MOST),
  };
}

/** The node's ExternalIP, where it is not an address of the machine itself: then nothing is translated. */
function floatingIp({ resource: { ref, origin, object } }: NodeModel): Evidence | undefined {
  const addresses = listOf(at(object, "status", "addresses"));
  const own = new Set(
    addresses.filter((entry) => at(entry, "type") === "InternalIP").map((entry) => at(entry, "address")),
  );
  const index = addresses.findIndex(
    (entry) => at(entry, "type") === "ExternalIP" && !own.has(at(entry, "address")),
  );
  const value = stringOf(at(addresses[index], "address"));
  if (index < 0 || value === undefined) return undefined;
  return { ref, origin, path: ["status", "addresses", index, "address"], value };
}

/** Only a cloud provider writes ExternalIP into a Node; without one an address may be there and not be told. */
function tellsAddresses({ resource: { object } }: NodeModel): boolean {
  const provider = stringOf(at(object, "spec", "providerID")) ?? "";
  return provider !== "" && listOf(at(object, "status", "addresses")).length > 0;
}
