import { at, stringOf } from "../../../world/json.ts";
import { providerToken } from "./auth-provider.ts";
import { bearer, expiryFault, readToken } from "./bearer-token.ts";
import type { Credential, Credentials } from "./credentials.ts";
import { execCredentials } from "./exec-credentials.ts";
import { impersonation } from "./impersonation.ts";
import { type KubeconfigEntry, pathField } from "./kubeconfig.ts";
import { checkKey, parseCertificate, pemField, validityFault } from "./pem.ts";

export const ANONYMOUS: Credentials = {
  description: "no user",
  current: async () => ({ headers: {} }),
  renewed: async () => undefined,
  fault: () => "the context names no user",
};

/** @throws UserError where the kubeconfig says something of the user that cannot be used. */
export async function userCredentials(user: KubeconfigEntry, cluster: KubeconfigEntry): Promise<Credentials> {
  const impersonated = impersonation(user);
  const own = await withoutImpersonation(user, cluster);
  const add = (credential: Credential): Credential => ({
    ...credential,
    headers: { ...credential.headers, ...impersonated },
  });
  return {
    ...own,
    current: async (signal) => add(await own.current(signal)),
    renewed: async (refused, signal) => {
      const credential = await own.renewed(refused, signal);
      return credential === undefined ? undefined : add(credential);
    },
  };
}

async function withoutImpersonation(user: KubeconfigEntry, cluster: KubeconfigEntry): Promise<Credentials> {
  const pair = await clientCertificate(user);
  if (at(user.fields, "exec") !== undefined && at(user.fields, "exec") !== null) {
    return execCredentials(user, cluster, pair);
  }
  const tokenFile = pathField(user, "tokenFile");
  if (tokenFile !== undefined) return tokenFileCredentials(`user ${user.name} (token file)`, tokenFile);

  const token = stringOf(at(user.fields, "token")) || providerToken(user);
  if (token !== undefined) return fixed(user, "token", { ...pair, headers: bearer(token) }, token);
  const name = stringOf(at(user.fields, "username"));
  if (name !== undefined) {
    const basic = Buffer.from(`${name}:${stringOf(at(user.fields, "password")) ?? ""}`).toString("base64");
    return fixed(user, "password", { ...pair, headers: { authorization: `Basic ${basic}` } });
  }
  if (pair.certificate !== undefined) return fixed(user, "client certificate", { ...pair, headers: {} });
  return { ...ANONYMOUS, fault: () => `user ${user.name} has neither token nor certificate` };
}

/** A token in a file, read again when the server refuses it: a service account's is replaced hourly. */
export function tokenFileCredentials(description: string, path: string): Credentials {
  const read = async (): Promise<Credential> => ({ headers: bearer(await readToken(path)) });
  let last: Promise<Credential> | undefined;
  return {
    description,
    current: () => {
      last ??= read();
      return last;
    },
    renewed: async (refused) => {
      const credential = await read();
      last = Promise.resolve(credential);
      return credential.headers.authorization === refused.headers.authorization ? undefined : credential;
    },
    fault: ({ headers }) => expiryFault(headers.authorization ?? "", new Date()),
  };
}

function fixed(user: KubeconfigEntry, means: string, credential: Credential, token?: string): Credentials {
  const { certificate } = credential;
  return {
    description: `user ${user.name} (${means})`,
    current: async () => credential,
    renewed: async () => undefined,
    fault: () =>
      (token === undefined ? undefined : expiryFault(token, new Date())) ??
      (certificate === undefined ? undefined : validityFault(certificate, new Date())),
  };
}

async function clientCertificate(user: KubeconfigEntry): Promise<{ certificate?: string; key?: string }> {
  const certificate = await pemField(user, "client-certificate");
  const key = await pemField(user, "client-key");
  if (certificate === undefined || key === undefined) return {};
  const of = `of user "${user.name}" in ${user.file}`;
  checkKey(parseCertificate(certificate, `client certificate ${of}`), key, `client key ${of}`);
  return { certificate, key };
}
