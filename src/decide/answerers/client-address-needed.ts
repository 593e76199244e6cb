import { counted } from "../../guarantees/cite.ts";
import { refLabel } from "../../world/resource.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const MOST = 5;

/** PROXY protocol has a price (the gap while it is switched), so it is taken only where something needs the address. */
export function clientAddressNeeded({ consumers }: RoadFacts): Seen {
  const how = "computed";
  if (consumers === undefined)
    return { how, reason: "nobody looked for what uses client addresses", evidence: [] };
  const sure = consumers.found.filter((consumer) => consumer.certain);
  const [first] = sure.length > 0 ? sure : consumers.found;
  const evidence = (sure.length > 0 ? sure : consumers.found)
    .flatMap((consumer) => consumer.evidence.slice(0, 1))
    .slice(0, MOST);
  if (first !== undefined && sure.length > 0) {
    const others = sure.length === 1 ? "" : `; ${counted(sure.length, "place")} in all`;
    return { value: "yes", how, reason: `${refLabel(first.subject)} ${first.does}${others}`, evidence };
  }
  if (first !== undefined) {
    return { how, reason: `${refLabel(first.subject)} may need it: ${first.does}`, evidence, likely: "yes" };
  }
  if (consumers.gaps.length > 0) {
    return {
      how,
      reason: `nothing that was read does, but not everything was: ${consumers.gaps.join("; ")}`,
      evidence,
    };
  }
  return { value: "no", how, reason: "nothing in the cluster uses the address of the client", evidence };
}
