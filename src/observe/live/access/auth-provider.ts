import { UserError } from "../../../errors.ts";
import { at, stringOf } from "../../../world/json.ts";
import { tokenExpiry } from "./bearer-token.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";

/**
 * The token that kubectl keeps in the kubeconfig for a user with an `auth-provider` (OIDC; before Kubernetes 1.26
 * also Google's and Azure's). An expired one is never renewed here: the provider may take back the old refresh token
 * then, and kubectl, which writes the new one down, would be locked out by a program that does not.
 * @throws UserError where there is no token, or it has expired.
 */
export function providerToken(user: KubeconfigEntry): string | undefined {
  const provider = at(user.fields, "auth-provider");
  if (provider === undefined || provider === null) return undefined;
  const kind = stringOf(at(provider, "name")) ?? "";
  const token = stringOf(at(provider, "config", kind === "oidc" ? "id-token" : "access-token"));
  const expiry = token === undefined ? undefined : (tokenExpiry(token) ?? statedExpiry(provider));
  if (token !== undefined && token !== "" && (expiry === undefined || expiry > new Date())) return token;
  const state = token ? `expired on ${expiry?.toISOString()}` : "is missing";
  throw new UserError(
    `The token of user "${user.name}" (auth-provider ${kind}) in ${user.file} ${state}. ` +
      "Run `kubectl version` with this context once, which gets a new one and saves it, and try again.",
  );
}

/** Google's `expiry` is a time, Azure's `expires-on` a number of seconds. */
function statedExpiry(provider: unknown): Date | undefined {
  const text = stringOf(at(provider, "config", "expiry"));
  const seconds = Number(stringOf(at(provider, "config", "expires-on")) ?? Number.NaN);
  const time = text === undefined ? seconds * 1000 : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}
