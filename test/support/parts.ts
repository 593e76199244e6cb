import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, type TestContext, test } from "vitest";

/** Programs the tests use as they are, instead of imitating them. `npm run testbench` provides each. */
export type PartName =
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kubectl"
  | "chromium"
  | "haproxy"
  | "nginx"
  | "nginx-headers-more"
  | "named"
  | "named-compilezone"
  /** util-linux's: a pseudo terminal for one command. */
  | "script";

/** A module that ingress-nginx's own nginx has built in. */
const HEADERS_MORE = "/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so";

/** Where Debian keeps daemons, which is not on everybody's PATH. */
const DAEMON_DIRECTORIES = ["/usr/local/sbin", "/usr/sbin"];

declare module "vitest" {
  interface TaskMeta {
    /** Why a test did not run: scripts/test.mjs lists it. */
    skipReason?: string;
  }
}

/**
 * Path of a part, or undefined where the machine has none. Looked for in KUBEBUILDER_ASSETS (the envtest
 * convention), in the bench's cache, on the PATH, among the daemons, in this order.
 */
export function findPart(name: PartName): string | undefined {
  if (name === "kube-controller-manager") {
    return controllerManagerBesideServer();
  }
  if (name === "nginx-headers-more") {
    return existsSync(HEADERS_MORE) ? HEADERS_MORE : undefined;
  }
  const directory = searchedDirectories().find((candidate) => hasProgram(candidate, name));
  return directory === undefined ? undefined : join(directory, name);
}

export function missingParts(names: readonly PartName[]): PartName[] {
  return names.filter((name) => findPart(name) === undefined);
}

/**
 * Path of a part that a running test needs. Where it is missing the test is skipped and says which, or fails under
 * REPLATFORM_REQUIRE_BENCH=1.
 */
export function requirePart(context: Pick<TestContext, "skip">, name: PartName): string {
  const path = findPart(name);
  if (path !== undefined) {
    return path;
  }
  if (benchIsRequired()) {
    throw missingPartError([name]);
  }
  return context.skip(needs([name]));
}

/**
 * A `describe` whose tests need parts. Where one is missing they are skipped, with its name in the output, or one
 * failing test stands in for them under REPLATFORM_REQUIRE_BENCH=1.
 */
export function describeWithParts(title: string, names: readonly PartName[], body: () => void): void {
  const missing = missingParts(names);
  if (missing.length === 0) {
    describe(title, body);
  } else if (benchIsRequired()) {
    test(title, () => {
      throw missingPartError(missing);
    });
  } else {
    const skipReason = needs(missing);
    describe(`${title} (skipped: ${skipReason})`, { skip: true, meta: { skipReason } }, body);
  }
}

function benchIsRequired(): boolean {
  return process.env.REPLATFORM_REQUIRE_BENCH === "1";
}

function needs(missing: readonly PartName[]): string {
  return `needs ${missing.join(", ")} (npm run testbench)`;
}

function missingPartError(missing: readonly PartName[]): Error {
  return new Error(`${needs(missing)}, and REPLATFORM_REQUIRE_BENCH=1 does not let a test be skipped for it`);
}

/** A controller manager of another version than the API server's misbehaves in ways no test wants to meet. */
function controllerManagerBesideServer(): string | undefined {
  const name = "kube-controller-manager";
  const directory = searchedDirectories().find((candidate) => hasProgram(candidate, "kube-apiserver"));
  return directory !== undefined && hasProgram(directory, name) ? join(directory, name) : undefined;
}

function searchedDirectories(): string[] {
  const { KUBEBUILDER_ASSETS, PATH } = process.env;
  return [
    ...(KUBEBUILDER_ASSETS ? [KUBEBUILDER_ASSETS] : []),
    ...builtControlPlanes(),
    ...(PATH ?? "").split(delimiter).filter((directory) => directory !== ""),
    ...DAEMON_DIRECTORIES,
  ];
}

/** What scripts/testbench/control-plane.sh builds: one directory a version, newest first. */
function builtControlPlanes(): string[] {
  const { REPLATFORM_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = REPLATFORM_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "replatform");
  const root = join(cache, "control-plane");
  return listDirectory(root)
    .filter((name) => /^\d/.test(name))
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((version) => join(root, version));
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function hasProgram(directory: string, name: string): boolean {
  const path = join(directory, name);
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
