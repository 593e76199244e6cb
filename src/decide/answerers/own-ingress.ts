import { refLabel } from "../../world/resource.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";
import { evidenceOf } from "../who-enters.ts";

/** Where every controller is the customer's own already, it is kept; else it is a choice. */
export function ownIngress({ controllers }: RoadFacts): Seen {
  const own = controllers.filter(({ operator }) => operator.who === "customer");
  const evidence = evidenceOf(controllers.flatMap(({ operator }) => operator.evidence)).slice(0, 6);
  const names = own.map(({ workload }) => refLabel(workload.ref)).join(", ");
  if (own.length > 0 && own.length === controllers.length) {
    return { value: "keep", how: "observed", reason: `the customer's own is installed: ${names}`, evidence };
  }
  if (own.length > 0) {
    const reason = `a choice; the customer runs ${names} beside what the provider installed`;
    return { how: "observed", reason, evidence, likely: "keep" };
  }
  return { how: "observed", reason: "a choice; none that was read is the customer's own", evidence };
}
