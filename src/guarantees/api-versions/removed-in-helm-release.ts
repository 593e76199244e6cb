import type { Cause } from "../guarantee.ts";
import { ALREADY, changeTo, namesOf, served, type Word } from "./words.ts";

export const removedInHelmRelease: Cause = {
  id: "removed-in-helm-release",
  title: "A Helm release holds a removed API version",
  hazards: ["API-1"],
};

/**
 * Helm builds the objects of the deployed revision before it compares them with the new ones, and that fails for
 * a kind the server does not know (helm.sh/helm/v3/pkg/action/upgrade.go; helm.sh/docs/topics/kubernetes_apis).
 */
export const wordHelmRelease: Word = (group, removal, moment) => {
  const { speaker } = group.first;
  if (speaker.kind !== "helm") return undefined;
  const { release, namespace, revision, chart } = speaker.release;
  const already = moment.before !== undefined && moment.before >= removal.removedIn;
  const holds = `Helm release ${release} in namespace ${namespace} (revision ${revision}, chart ${chart}) holds ${namesOf(group)} as ${removal.apiVersion}, which ${served(removal.removedIn)} no longer serves`;
  const mapkubeapis = `helm mapkubeapis ${release} --namespace ${namespace}`;
  return {
    verdict: already ? "advice" : "breaks",
    message: already
      ? `${holds}: helm upgrade and rollback fail. ${ALREADY}.`
      : `${holds}: from then on helm upgrade and rollback fail before they change anything ("unable to build kubernetes objects from current release manifest").`,
    remedy: already
      ? `In the chart, ${changeTo(removal, moment)}, and rewrite the stored release: ${mapkubeapis}.`
      : `In the chart, ${changeTo(removal, moment)}, and upgrade the release before ${served(removal.removedIn)}; afterwards only rewriting the stored release helps: ${mapkubeapis}.`,
  };
};
