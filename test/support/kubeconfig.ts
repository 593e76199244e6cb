import { writeFileSync } from "node:fs";

export interface KubeconfigContent {
  readonly serverUrl: string;
  readonly caPem: string;
  readonly user: string;
  readonly token: string;
}

/** JSON, which is YAML too. One cluster, one user, one context, named `replatform-test`. */
export function writeKubeconfig(path: string, { serverUrl, caPem, user, token }: KubeconfigContent): void {
  const name = "replatform-test";
  const content = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [
      {
        name,
        cluster: { server: serverUrl, "certificate-authority-data": Buffer.from(caPem).toString("base64") },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name, context: { cluster: name, user } }],
  };
  writeFileSync(path, JSON.stringify(content, null, 2), { mode: 0o600 });
}
