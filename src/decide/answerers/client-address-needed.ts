import type { AddressConsumer } from "../../entry/consumers/consumer.ts";
import { counted } from "../../guarantees/cite.ts";
import type { Evidence } from "../../guarantees/guarantee.ts";
import { refLabel } from "../../world/resource.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const MOST = 5;

/** PROXY protocol has a price (the gap while it is switched), so it is taken only where something needs the address. */
export function clientAddressNeeded({ consumers }: RoadFacts): Seen {
  const how = "computed";
  if (consumers === undefined) {
    return { how, reason: "nobody looked for what goes by client addresses", evidence: [] };
  }
  const { found, gaps } = consumers;
  const sure = found.filter(loses);
  const [first] = sure;
  if (first !== undefined) {
    const more = sure.length === 1 ? "" : ` (${counted(sure.length, "place")} in all go by it)`;
    return { value: "yes", how, reason: `${words(first)}${more}`, evidence: cited(sure) };
  }
  const [doubtful] = found;
  if (doubtful !== undefined) {
    return { how, reason: `it may be: ${words(doubtful)}`, evidence: cited(found), likely: "yes" };
  }
  if (gaps.length > 0) {
    const reason = `nothing that was read goes by it, but not everything was: ${gaps.join("; ")}`;
    return { how, reason, evidence: [] };
  }
  return {
    value: "no",
    how,
    reason: "nothing in the cluster goes by the address of the client",
    evidence: [],
  };
}

/** Whether something is surely lost; what an application makes of the address, only its owner knows. */
function loses({ whenHidden }: AddressConsumer): boolean {
  return whenHidden === "open" || whenHidden === "closed" || whenHidden === "skew";
}

function words({ resource, setting, words: loss }: AddressConsumer): string {
  return `${refLabel(resource.ref)} sets ${setting}: without the address of the client ${loss}`;
}

function cited(consumers: readonly AddressConsumer[]): Evidence[] {
  return consumers
    .slice(0, MOST)
    .flatMap(({ resource: { ref, origin }, paths: [path] }) =>
      path === undefined ? [] : [{ ref, origin, path }],
    );
}
