import { delimiter, join } from "node:path";

/** What decides which cluster is read, besides the command line: the environment of the process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | undefined;
}

export interface KubeconfigPaths {
  readonly paths: readonly string[];
  /** Who named them, for messages: `--kubeconfig`, `KUBECONFIG`. */
  readonly namedBy: "--kubeconfig" | "KUBECONFIG" | "default";
}

/** The kubeconfig files kubectl would read, in its order (client-go, tools/clientcmd/loader.go). */
export function kubeconfigPaths(flag: string | undefined, { env, home }: Surroundings): KubeconfigPaths {
  if (flag !== undefined && flag !== "") return { paths: [flag], namedBy: "--kubeconfig" };
  const listed = (env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  if (listed.length > 0) return { paths: [...new Set(listed)], namedBy: "KUBECONFIG" };
  return { paths: home === undefined ? [] : [join(home, ".kube", "config")], namedBy: "default" };
}
