import { UserError } from "../../../errors.ts";
import { at, stringOf } from "../../../world/json.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";
import { parseCertificate, pemField } from "./pem.ts";

/** How the server proves who it is. */
export interface TlsSettings {
  /** Authorities to trust, PEM; undefined for the system's. */
  readonly ca?: string;
  /** The name the server's certificate must have where it is not the one in the address. */
  readonly serverName?: string;
  readonly skipVerify: boolean;
}

export async function tlsSettings(cluster: KubeconfigEntry): Promise<TlsSettings> {
  const ca = await pemField(cluster, "certificate-authority");
  const serverName = stringOf(at(cluster.fields, "tls-server-name"));
  if (ca !== undefined) {
    parseCertificate(ca, `certificate authority of cluster "${cluster.name}" in ${cluster.file}`);
  }
  return {
    skipVerify: at(cluster.fields, "insecure-skip-tls-verify") === true,
    ...(ca !== undefined && { ca }),
    ...(serverName !== undefined && serverName !== "" && { serverName }),
  };
}

/** @throws UserError where the cluster's server is missing or no http(s) URL. */
export function serverUrl(cluster: KubeconfigEntry): URL {
  const text = stringOf(at(cluster.fields, "server")) ?? "";
  const full = text.includes("://") ? text : `https://${text}`;
  if (!/^https?:/.test(full) || !URL.canParse(full)) {
    throw new UserError(
      `Cluster "${cluster.name}" in ${cluster.file} has no usable server address. It should look like https://host:6443.`,
    );
  }
  return new URL(full);
}
