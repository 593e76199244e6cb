import { refLabel } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { isUsed } from "./loss.ts";
import type { Rule, Site } from "./rule.ts";
import { controllerName, seeAgain, seenWords, wayWords } from "./words.ts";

/** Settings that do not see a client today either: the move takes nothing from them, and they are not what they seem. */
export const alreadyHidden: Rule = {
  id: "already-hidden",
  title: "What goes by the client's address does not see it today",
  hazards: ["IN-1"],
  find({ sites }) {
    return sites.flatMap(hiddenToday);
  },
};

function hiddenToday({ controller, ways, consumers }: Site): readonly Breach[] {
  const was = ways.before.filter(isUsed);
  const [first] = was;
  const hidden = was.every(({ sees }) => sees === "node" || sees === "balancer" || sees === "proxy");
  const blind = consumers.filter(
    ({ looksAt, kind, whenHidden, followed }) =>
      followed && looksAt === "client" && kind !== "trust" && whenHidden !== "application",
  );
  if (first === undefined || !hidden || blind.length === 0) return [];
  const objects = [...new Set(blind.map(({ resource }) => refLabel(resource.ref)))];
  return [
    {
      cause: alreadyHidden.id,
      verdict: "advice",
      subject: controller.workload.ref,
      message: `Of users who come by ${wayWords(first)}, ${controllerName(controller)} sees ${seenWords(first.sees)} today already. ${counted(blind.length, "setting")} in ${listed(objects)} go by the client's address and do not see it: an allow-list with that address on it is OPEN, one without is CLOSED.`,
      remedy: `With the move, ${seeAgain(controller)}; with externalTrafficPolicy Cluster, Local is needed as well where the balancer hands packets on unchanged.`,
      evidence: blind
        .slice(0, MOST_CITED)
        .flatMap(({ resource, paths }) => paths.map((path) => cite(resource, path))),
    },
  ];
}

const MOST_CITED = 20;
