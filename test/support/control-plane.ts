import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, createApiClient } from "./api-client.ts";
import {
  controllerManagerArguments,
  DEFAULT_CONTROLLERS,
  etcdArguments,
  serverArguments,
  writeServerFiles,
} from "./control-plane-arguments.ts";
import { freePorts } from "./free-port.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { type KubectlOptions, type KubectlResult, runKubectl } from "./kubectl.ts";
import { findPart, type PartName } from "./parts.ts";
import { type Supervisor, startSupervisor } from "./supervisor.ts";

/** What a test that starts a control plane names in `describeWithParts`. */
export const CONTROL_PLANE_PARTS = ["etcd", "kube-apiserver", "kubectl"] as const satisfies PartName[];

export interface ControlPlaneOptions {
  /** Users besides the administrator, who may do only what RBAC grants them. Default: `plain`, in no group. */
  readonly users?: readonly { readonly name: string; readonly groups?: readonly string[] }[];
  /**
   * What kube-controller-manager runs; `[]` for none. Default: DEFAULT_CONTROLLERS, or none where there is no
   * kube-controller-manager. Never the ones that judge nodes or collect garbage: there are no kubelets here.
   */
  readonly controllers?: readonly string[];
  /** Default `10.233.0.0/18`, as Kubespray's. */
  readonly serviceClusterIpRange?: string;
  /** Address of the `kubernetes` Service's endpoint. Default `192.0.2.10`. */
  readonly advertiseAddress?: string;
  /** Default `TaintNodesByCondition`. */
  readonly disableAdmissionPlugins?: readonly string[];
  /** Further arguments of kube-apiserver. */
  readonly serverArguments?: readonly string[];
}

/** A user of the token file by name, or a ServiceAccount. */
export type Subject = string | { readonly namespace: string; readonly serviceAccount: string };

export interface ControlPlane {
  /** Of the administrator, in `system:masters`. */
  readonly kubeconfigPath: string;
  readonly serverUrl: string;
  readonly caPem: string;
  /** As `/version` says it: `v1.20.2`. */
  readonly version: string;
  /** Requests as the administrator. */
  readonly api: ApiClient;
  /** Temporary, removed by `stop`: a test may put files here. */
  readonly directory: string;
  /** Standard output; rejects with standard error in the message where kubectl fails. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<string>;
  /** As `kubectl`, for a test that expects it to fail. */
  tryKubectl(args: readonly string[], options?: KubectlOptions): Promise<KubectlResult>;
  /** Writes a kubeconfig for someone who may do only what RBAC grants; resolves to its path. */
  kubeconfigFor(subject: Subject): Promise<string>;
  /** The last lines a program wrote, for a message about a failure. */
  log(program: PartName): string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const ATTEMPTS = 3;

/**
 * Starts a control plane of its own on free loopback ports, ready for requests. It ends with `stop`, and at the latest
 * with this process.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt++) {
    const supervisor = await startSupervisor("replatform-control-plane-");
    try {
      return await startIn(supervisor, options);
    } catch (error) {
      const portTaken = supervisor.log("etcd", 200) + supervisor.log("kube-apiserver", 200);
      await supervisor.stop();
      if (attempt === ATTEMPTS || !/address already in use/.test(portTaken)) {
        throw error;
      }
    }
  }
}

async function startIn(supervisor: Supervisor, options: ControlPlaneOptions): Promise<ControlPlane> {
  const { directory } = supervisor;
  const kubectl = partPath("kubectl");
  const controllerManager = findPart("kube-controller-manager");
  const controllers = options.controllers ?? (controllerManager ? DEFAULT_CONTROLLERS : []);
  const users = withTokens(options.users ?? [{ name: "plain" }]);
  const adminToken = users.get("admin")?.token ?? "";

  writeServerFiles(directory, users);
  const [etcdClient = 0, etcdPeer = 0, server = 0] = await freePorts(3);
  const ports = { etcdClient, etcdPeer, server };
  await supervisor.start("etcd", partPath("etcd"), etcdArguments(directory, ports));
  await supervisor.start(
    "kube-apiserver",
    partPath("kube-apiserver"),
    serverArguments(directory, ports, options, controllers),
  );

  const serverUrl = `https://127.0.0.1:${server}`;
  const { api, caPem } = await waitFor("kube-apiserver to be ready", supervisor, async () => {
    // Signed by itself when it starts: the certificate is its own authority.
    const pem = readFileSync(join(directory, "apiserver.crt"), "utf8");
    const client = createApiClient(serverUrl, pem, adminToken);
    const ready = await client.request("GET", "/readyz").catch(() => undefined);
    if (ready?.status === 200) {
      return { api: client, caPem: pem };
    }
    client.close();
    return undefined;
  });
  const version = await api.get<{ gitVersion: string; minor: string }>("/version");
  const minor = Number.parseInt(version.minor, 10);
  const kubeconfigPath = join(directory, "admin.kubeconfig");
  writeKubeconfig(kubeconfigPath, { serverUrl, caPem, user: "admin", token: adminToken });

  if (controllers.length > 0) {
    const args = controllerManagerArguments(directory, controllers, minor);
    await supervisor.start("kube-controller-manager", partPath("kube-controller-manager"), args);
  }
  await waitFor("the default namespace", supervisor, () => defaultNamespaceIsUsable(api, controllers, minor));

  const tryKubectl: ControlPlane["tryKubectl"] = (args, { input, kubeconfig } = {}) =>
    runKubectl(kubectl, directory, kubeconfig ?? kubeconfigPath, args, input);
  return {
    kubeconfigPath,
    serverUrl,
    caPem,
    version: version.gitVersion,
    api,
    directory,
    tryKubectl,
    async kubectl(args, options) {
      const { code, stdout, stderr } = await tryKubectl(args, options);
      if (code !== 0) {
        throw new Error(`kubectl ${args.join(" ")}: status ${code}\n${stderr}`);
      }
      return stdout;
    },
    async kubeconfigFor(subject) {
      const user = typeof subject === "string" ? subject : `${subject.namespace}-${subject.serviceAccount}`;
      const token =
        typeof subject === "string" ? users.get(subject)?.token : await requestToken(api, subject);
      if (token === undefined) {
        throw new Error(`startControlPlane was given no user '${user}'`);
      }
      const path = join(
        directory,
        `${user.replace(/[^\w.-]/g, "_")}.${randomBytes(4).toString("hex")}.kubeconfig`,
      );
      writeKubeconfig(path, { serverUrl, caPem, user, token });
      return path;
    },
    log: (program) => supervisor.log(program),
    async stop() {
      api.close();
      await supervisor.stop();
    },
  };
}

function partPath(name: PartName): string {
  const path = findPart(name);
  if (path === undefined) {
    throw new Error(`needs ${name} (npm run testbench): see describeWithParts`);
  }
  return path;
}

function withTokens(
  users: readonly { name: string; groups?: readonly string[] }[],
): Map<string, { token: string; groups: readonly string[] }> {
  return new Map(
    [...users, { name: "admin", groups: ["system:masters"] }].map(({ name, groups = [] }) => [
      name,
      { token: randomBytes(16).toString("hex"), groups },
    ]),
  );
}

/** Also once a program has ended by itself, `probe` is not asked any longer. */
async function waitFor<T>(
  what: string,
  supervisor: Supervisor,
  probe: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const result = await probe().catch(() => undefined);
    if (result) {
      return result;
    }
    for (const program of ["etcd", "kube-apiserver", "kube-controller-manager"]) {
      const how = supervisor.exited(program);
      if (how !== undefined) {
        throw new Error(`waited for ${what}, but ${program} ended (${how}):\n${supervisor.log(program)}`);
      }
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${READY_WITHIN_MS / 1000} s for ${what}:\n${supervisor.log("kube-apiserver")}`);
    }
    await sleep(50);
  }
}

/** With the ServiceAccount admission on, a pod is admitted once its account is there (before 1.24: has a token). */
async function defaultNamespaceIsUsable(
  api: ApiClient,
  controllers: readonly string[],
  minor: number,
): Promise<boolean> {
  if ((await api.request("GET", "/api/v1/namespaces/default")).status !== 200) {
    return false;
  }
  if (!controllers.includes("serviceaccount")) {
    return true;
  }
  const account = await api.get<{ secrets?: unknown[] }>(
    "/api/v1/namespaces/default/serviceaccounts/default",
  );
  return minor >= 24 || !controllers.includes("serviceaccount-token") || (account.secrets?.length ?? 0) > 0;
}

async function requestToken(
  api: ApiClient,
  { namespace, serviceAccount }: Exclude<Subject, string>,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  const content = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { expirationSeconds: 3600 },
  };
  const { status, text } = await api.request("POST", path, { content });
  if (status !== 201) {
    throw new Error(`POST ${path}: ${status} ${text}`);
  }
  return (JSON.parse(text) as { status: { token: string } }).status.token;
}
