import { homedir } from "node:os";
import { UserError } from "../../../errors.ts";
import { at, stringOf } from "../../../world/json.ts";
import { chooseContext } from "./context.ts";
import type { Credentials } from "./credentials.ts";
import { inCluster } from "./in-cluster.ts";
import { readKubeconfig } from "./kubeconfig.ts";
import { kubeconfigPaths, type Surroundings } from "./kubeconfig-paths.ts";
import { proxyFor } from "./proxy.ts";
import { serverUrl, type TlsSettings, tlsSettings } from "./tls-settings.ts";
import { ANONYMOUS, userCredentials } from "./user-credentials.ts";

/** How one cluster is reached, and as whom. */
export interface ClusterAccess {
  /** What objects read through it are said to come from: the context's name. */
  readonly source: string;
  readonly server: URL;
  /** The context's namespace: the one place a user without rights on the whole cluster can be expected to see. */
  readonly namespace: string | undefined;
  readonly tls: TlsSettings;
  readonly proxy: URL | undefined;
  readonly credentials: Credentials;
}

export interface ClusterChoice {
  /** `--kubeconfig`: this file alone. Default: as kubectl finds it. */
  readonly kubeconfig?: string;
  /** `--context`. Default: the current one. */
  readonly context?: string;
}

/**
 * Finds the cluster as kubectl does: --kubeconfig, KUBECONFIG, ~/.kube/config, the pod's service account. Reads
 * files and asks no server.
 * @throws UserError where none is configured, or what is configured cannot be used.
 */
export async function openCluster(
  choice: ClusterChoice,
  surroundings: Surroundings = { env: process.env, home: homedir() },
): Promise<ClusterAccess> {
  const places = kubeconfigPaths(choice.kubeconfig, surroundings);
  const config = await readKubeconfig(places);
  if (config.files.length === 0 || (config.contexts.size === 0 && choice.context === undefined)) {
    const own = await inCluster(surroundings.env);
    if (own !== undefined && choice.context === undefined) return own;
    throw new UserError(nothingConfigured(places.paths, config.files));
  }
  const { name, cluster, user, namespace } = chooseContext(config, choice.context);
  const server = serverUrl(cluster);
  return {
    source: name,
    server,
    namespace,
    tls: await tlsSettings(cluster),
    proxy: proxyFor(server, stringOf(at(cluster.fields, "proxy-url")), surroundings.env),
    // As kubectl: credentials are never sent in the clear (a proxy on this machine, `kubectl proxy`, needs none).
    credentials:
      user === undefined || server.protocol === "http:" ? ANONYMOUS : await userCredentials(user, cluster),
  };
}

function nothingConfigured(paths: readonly string[], found: readonly string[]): string {
  const where =
    paths.length === 0 ? "there is no home directory to look in" : `looked in ${paths.join(", ")}`;
  const what = found.length === 0 ? "There is no kubeconfig" : "The kubeconfig has no context";
  return (
    `${what} (${where}), and this is no pod with a service account. ` +
    "Name one with --kubeconfig or KUBECONFIG, or give files to read instead of a cluster."
  );
}
