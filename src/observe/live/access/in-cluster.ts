import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import type { ClusterAccess } from "./open-cluster.ts";
import { parseCertificate } from "./pem.ts";
import { tokenFileCredentials } from "./user-credentials.ts";

/** Where the kubelet puts a pod's service account. */
const ACCOUNT_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The cluster this process runs in as a pod; undefined where it is none. `directory` is given by tests. */
export async function inCluster(
  env: Readonly<Record<string, string | undefined>>,
  directory: string = ACCOUNT_DIRECTORY,
): Promise<ClusterAccess | undefined> {
  const host = env.KUBERNETES_SERVICE_HOST ?? "";
  const ca = await readFile(join(directory, "ca.crt"), "utf8").catch(() => undefined);
  if (host === "" || ca === undefined) return undefined;
  parseCertificate(ca, `${join(directory, "ca.crt")} of this pod's service account`);
  const namespace = await readFile(join(directory, "namespace"), "utf8").catch(() => "");
  const port = env.KUBERNETES_SERVICE_PORT ?? "443";
  return {
    source: "the cluster this runs in",
    server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    namespace: namespace.trim() || undefined,
    tls: { ca, skipVerify: false },
    proxy: undefined,
    credentials: tokenFileCredentials("this pod's service account", join(directory, "token")),
  };
}
