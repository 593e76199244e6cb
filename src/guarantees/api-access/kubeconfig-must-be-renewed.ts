import { objectMatcher } from "../../platforms/patterns.ts";
import { objectsOf, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";
import { endpointsLost } from "./endpoints-lost.ts";

export const kubeconfigMustBeRenewed: Cause = {
  id: "kubeconfig-must-be-renewed",
  title: "A token for use from outside goes with an old kubeconfig",
  hazards: ["SE-1"],
};

/**
 * Somebody made a lasting token for a ServiceAccount, which is what pipelines and other clusters log in with. In
 * place the token stays valid; the server and certificate beside it in their kubeconfig do not.
 */
export function judgeTokens(before: World, now: World, { profile }: JudgeContext): readonly Breach[] {
  const lost = endpointsLost(before, now);
  if (lost.length === 0) return [];
  const isPlatforms = objectMatcher(profile.source.owned);
  // What people were told to use comes before what the nodes happen to have.
  const hosts = [...lost]
    .sort((a, b) => Number(b.via === "name") - Number(a.via === "name"))
    .map(({ host }) => host);
  return now.objects
    .list("Secret")
    .filter((secret) => isMadeByHand(secret, now) && !isPlatforms(secret.ref))
    .map((secret) => ({
      cause: kubeconfigMustBeRenewed.id,
      verdict: "advice",
      subject: secret.ref,
      message: `${refLabel(secret.ref)} is a lasting token made for use elsewhere. It stays valid, but the API is no longer reached at ${shorten(hosts)}: a kubeconfig with this token and the old server fails.`,
      remedy:
        "Find out who holds this token, and give them the new server and certificate authority when the API has moved.",
      evidence: [{ ref: secret.ref, origin: secret.origin, path: ["type"], value: TOKEN }],
    }));
}

const TOKEN = "kubernetes.io/service-account-token";

/**
 * Up to 1.23 the controller made a token Secret for each ServiceAccount and listed it there; from 1.24 on only
 * people make them (kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets).
 */
function isMadeByHand({ ref, object }: Resource, world: World): boolean {
  if (object.type !== TOKEN || ref.namespace === "kube-system") return false;
  const account = stringOf((object.metadata.annotations as Record<string, unknown> | undefined)?.[ACCOUNT]);
  if (account === undefined) return false;
  const suffix = ref.name.startsWith(`${account}-token-`) ? ref.name.slice(account.length + 7) : "";
  if (/^[a-z0-9]{5}$/.test(suffix)) return false;
  const owner = world.objects.get("ServiceAccount", ref.namespace, account);
  return !objectsOf(owner?.object.secrets).some(({ name }) => name === ref.name);
}

const ACCOUNT = "kubernetes.io/service-account.name";

function shorten(hosts: readonly string[]): string {
  const shown = hosts.slice(0, 3).join(", ");
  return hosts.length > 3 ? `${shown} and ${hosts.length - 3} more` : shown;
}
