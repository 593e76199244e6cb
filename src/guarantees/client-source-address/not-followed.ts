import { type Unfollowed, unfollowed } from "../../entry/unfollowed.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { byResource, type HiddenIn, hiddenIn } from "./hidden.ts";
import { LOOKS, lossOf } from "./loss.ts";
import type { Judged, Rule, Site } from "./rule.ts";
import { controllerName, seeAgain, wayWords } from "./words.ts";

/** Controllers of other makers, or whose settings were not read: what they see of a client is not known. */
export const notFollowed: Rule = {
  id: "not-followed",
  title: "What a controller sees of its clients is not followed",
  hazards: ["IN-1"],
  find(judged) {
    const unfollowed = hiddenIn(judged).filter(({ consumer }) => !consumer.followed);
    return [
      ...byResource(unfollowed).map(settingBreach),
      ...judged.sites.flatMap((site) => siteBreach(site, judged)),
    ];
  },
};

function settingBreach({ resource, hidden }: HiddenIn): Breach {
  const [{ consumer, loss }] = hidden;
  const settings = listed([...new Set(hidden.map((one) => one.consumer.setting))]);
  const controller = controllerName(consumer.controller);
  return {
    cause: notFollowed.id,
    verdict: "unknown",
    subject: resource.ref,
    message: `${refLabel(resource.ref)} goes by the client's address (${settings}). How ${controller} (${consumer.controller.kind}) determines it is not followed; users come to it by ${wayWords(loss.by)}, which may hide them.`,
    remedy: `Look up whom ${controller} takes for the client behind that balancer; where it is not the client, ${seeAgain(consumer.controller)}.`,
    evidence: hidden.flatMap((one) => one.consumer.paths.map((path) => cite(one.consumer.resource, path))),
  };
}

/** A controller of which not even the settings that go by addresses are known. */
function siteBreach({ controller, ways }: Site, { now }: Judged): readonly Breach[] {
  const unread = controller.kind === "ingress-nginx" ? unfollowed(now, controller) : undefined;
  if (unread === undefined && controller.kind !== "other") return [];
  const loss = lossOf(ways, LOOKS.client);
  if (loss === undefined) return [];
  const name = controllerName(controller);
  const why = unread?.words ?? "its settings are not followed";
  return [
    {
      cause: notFollowed.id,
      verdict: "unknown",
      subject: controller.workload.ref,
      message: `Users come to ${name} by ${wayWords(loss.by)}, which may hide their addresses; what there goes by them is not known, since ${why}.`,
      remedy: remedyFor(name, unread),
      evidence: [unread?.shown ?? controller.shownBy].map(({ resource, path, note }) =>
        cite(resource, path, note),
      ),
    },
  ];
}

function remedyFor(name: string, unread: Unfollowed | undefined): string {
  if (unread === undefined) {
    return `Look through the settings of ${name} for lists, limits and logs of client addresses.`;
  }
  return unread.shown === undefined
    ? `Read the ConfigMap that ${name} names (--configmap) too.`
    : `Mend ${refLabel(unread.shown.resource.ref)}, then assess again.`;
}
