import { UserError } from "../../../errors.ts";
import { at, isObject, stringOf } from "../../../world/json.ts";
import { bearer, expiryFault } from "./bearer-token.ts";
import type { Credential, Credentials } from "./credentials.ts";
import { execPlugin, runPlugin } from "./exec-plugin.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";
import { validityFault } from "./pem.ts";

interface Issued {
  readonly credential: Credential;
  readonly expires: number | undefined;
}

/** A user whose credentials a program gives (client.authentication.k8s.io, as kubelogin or aws-iam-authenticator). */
export function execCredentials(
  user: KubeconfigEntry,
  cluster: KubeconfigEntry,
  pair: { certificate?: string; key?: string },
): Credentials {
  const plugin = execPlugin(user, cluster);
  let issued: Promise<Issued> | undefined;
  const ask = (signal: AbortSignal): Promise<Issued> => {
    issued = runPlugin(plugin, signal).then((answer) => read(answer, plugin.command, pair));
    return issued;
  };
  // Several requests find at once that theirs no longer counts, and the plugin may ask a person: one asks for all.
  const again = (asked: Promise<Issued>, signal: AbortSignal): Promise<Issued> =>
    issued === asked || issued === undefined ? ask(signal) : issued;
  return {
    description: `user ${user.name} (exec plugin ${plugin.command})`,
    async current(signal) {
      if (issued === undefined) return (await ask(signal)).credential;
      const asked = issued;
      const now = await asked;
      return now.expires !== undefined && now.expires <= Date.now()
        ? (await again(asked, signal)).credential
        : now.credential;
    },
    async renewed(refused, signal) {
      const asked = issued ?? ask(signal);
      const { credential } = await asked;
      return sameSecret(credential, refused) ? (await again(asked, signal)).credential : credential;
    },
    fault: ({ headers, certificate }) =>
      expiryFault(headers.authorization ?? "", new Date()) ??
      (certificate === undefined ? undefined : validityFault(certificate, new Date())),
  };
}

function sameSecret(a: Credential, b: Credential): boolean {
  return a.headers.authorization === b.headers.authorization && a.certificate === b.certificate;
}

function read(answer: string, command: string, pair: { certificate?: string; key?: string }): Issued {
  let status: unknown;
  try {
    status = at(JSON.parse(answer), "status");
  } catch {
    status = undefined;
  }
  const token = stringOf(at(status, "token"));
  const certificate = stringOf(at(status, "clientCertificateData"));
  const key = stringOf(at(status, "clientKeyData"));
  if (!isObject(status) || (!token && !(certificate && key))) {
    throw new UserError(
      `The credential plugin ${command} gave no ExecCredential with a token or a client certificate. ` +
        "Run `kubectl version` with this context to see what it says.",
    );
  }
  const expires = Date.parse(stringOf(at(status, "expirationTimestamp")) ?? "");
  return {
    credential: {
      ...(certificate && key ? { certificate, key } : pair),
      headers: token ? bearer(token) : {},
    },
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}
