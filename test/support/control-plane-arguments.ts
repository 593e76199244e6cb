import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlPlaneOptions } from "./control-plane.ts";

/** Controllers without which admission and API objects are not as they are in a real cluster. */
export const DEFAULT_CONTROLLERS = [
  "serviceaccount",
  "serviceaccount-token",
  "root-ca-cert-publisher",
  "namespace",
  "clusterrole-aggregation",
  "endpoint",
  "endpointslice",
] as const;

/**
 * Left out by default: it taints every new node as not ready until a kubelet reports, and there are no kubelets.
 */
const ADMISSION_WITHOUT_KUBELETS = "TaintNodesByCondition";

export interface Ports {
  readonly etcdClient: number;
  readonly etcdPeer: number;
  readonly server: number;
}

export function etcdArguments(directory: string, ports: Ports): string[] {
  const client = `http://127.0.0.1:${ports.etcdClient}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${join(directory, "etcd")}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    "--unsafe-no-fsync",
    "--logger=zap",
    "--log-level=warn",
  ];
}

export function serverArguments(
  directory: string,
  ports: Ports,
  options: ControlPlaneOptions,
  controllers: readonly string[],
): string[] {
  const serviceAccountKey = join(directory, "service-account.key");
  const disabled = [
    ...(options.disableAdmissionPlugins ?? [ADMISSION_WITHOUT_KUBELETS]),
    // Nobody would make the accounts and tokens this plugin waits for.
    ...(controllers.includes("serviceaccount") ? [] : ["ServiceAccount"]),
  ];
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcdClient}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${ports.server}`,
    `--advertise-address=${options.advertiseAddress ?? "192.0.2.10"}`,
    `--cert-dir=${directory}`,
    `--token-auth-file=${join(directory, "tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${serviceAccountKey}`,
    `--service-account-signing-key-file=${serviceAccountKey}`,
    `--service-cluster-ip-range=${options.serviceClusterIpRange ?? "10.233.0.0/18"}`,
    "--allow-privileged=true",
    ...(disabled.length > 0 ? [`--disable-admission-plugins=${disabled.join(",")}`] : []),
    ...(options.serverArguments ?? []),
  ];
}

/** `minor` is the Kubernetes minor version: the insecure port, open by default, went with 1.24. */
export function controllerManagerArguments(
  directory: string,
  controllers: readonly string[],
  minor: number,
): string[] {
  return [
    `--kubeconfig=${join(directory, "admin.kubeconfig")}`,
    `--controllers=${controllers.join(",")}`,
    `--service-account-private-key-file=${join(directory, "service-account.key")}`,
    `--root-ca-file=${join(directory, "apiserver.crt")}`,
    "--leader-elect=false",
    "--secure-port=0",
    ...(minor < 24 ? ["--port=0"] : []),
  ];
}

/** What a server reads when it starts. `users` maps names to tokens and groups. */
export function writeServerFiles(
  directory: string,
  users: ReadonlyMap<string, { token: string; groups: readonly string[] }>,
): void {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs1", format: "pem" });
  writeFileSync(join(directory, "service-account.key"), pem, { mode: 0o600 });
  const rows = [...users].map(
    ([name, { token, groups }]) => `${token},"${name}","${name}","${groups.join(",")}"\n`,
  );
  writeFileSync(join(directory, "tokens.csv"), rows.join(""), { mode: 0o600 });
}
