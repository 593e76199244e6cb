import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { lossOf, TOLD } from "./loss.ts";
import type { Rule, Site } from "./rule.ts";
import { controllerName, seeAgain, seenWords, wayWords } from "./words.ts";

/**
 * Programs behind the controller are told the client in X-Real-IP and X-Forwarded-For. What they do with it no cluster
 * shows: one advice for each controller, and never a verdict.
 */
export const applicationTold: Rule = {
  id: "application-told",
  title: "Applications are told another address than the client's",
  hazards: ["IN-1"],
  find({ sites }) {
    return sites.flatMap(toldAt);
  },
};

function toldAt({ controller, ways, consumers }: Site): readonly Breach[] {
  const loss = lossOf(ways, TOLD);
  if (loss === undefined) return [];
  const name = controllerName(controller);
  const told = consumers.filter(({ whenHidden }) => whenHidden === "application");
  const named =
    told.length === 0
      ? ""
      : ` Passed on by name too: ${listed([...new Set(told.map(({ setting }) => setting))])}.`;
  const may = loss.verdict === "breaks" ? "are told" : "may be told";
  return [
    {
      cause: applicationTold.id,
      verdict: "advice",
      subject: controller.workload.ref,
      message: `Applications behind ${name} ${may} ${seenWords(loss.sees)} in X-Real-IP and X-Forwarded-For for users who come by ${wayWords(loss.by)}, and its own log has it too.${named} Whether one of them bans, limits or records by it cannot be read from a cluster.`,
      remedy: `Ask who runs these applications whether they go by the client's address; if one does, ${seeAgain(controller)}.`,
      evidence:
        told.length === 0
          ? [cite(controller.shownBy.resource, controller.shownBy.path, controller.shownBy.note)]
          : told
              .slice(0, MOST_CITED)
              .flatMap(({ resource, paths }) => paths.map((path) => cite(resource, path))),
    },
  ];
}

const MOST_CITED = 20;
