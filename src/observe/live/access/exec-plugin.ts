import { spawn } from "node:child_process";
import { dirname, resolve } from "node:path";
import { UserError } from "../../../errors.ts";
import { at, type JsonObject, listOf, objectsOf, stringOf } from "../../../world/json.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";

export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** True where it may talk to the person at the terminal. */
  readonly interactive: boolean;
  readonly installHint: string | undefined;
}

/** @throws UserError where the kubeconfig names no command, or one that needs a terminal and there is none. */
export function execPlugin(user: KubeconfigEntry, cluster: KubeconfigEntry): ExecPlugin {
  const exec = at(user.fields, "exec");
  const named = stringOf(at(exec, "command")) ?? "";
  if (named === "")
    throw new UserError(`User "${user.name}" in ${user.file} has an exec plugin without a command.`);
  // As kubectl: a name is looked up on the PATH, a path is relative to the kubeconfig.
  const command = /[/\\]/.test(named) ? resolve(dirname(user.file), named) : named;
  const mode = stringOf(at(exec, "interactiveMode")) ?? "IfAvailable";
  const terminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  if (mode === "Always" && !terminal) {
    throw new UserError(
      `The credential plugin ${command} asks a person, and there is no terminal to ask at.`,
    );
  }
  const interactive = terminal && mode !== "Never";
  const info = {
    kind: "ExecCredential",
    apiVersion: stringOf(at(exec, "apiVersion")) ?? "client.authentication.k8s.io/v1",
    spec: {
      interactive,
      ...(at(exec, "provideClusterInfo") === true && { cluster: clusterInfo(cluster) }),
    },
  };
  const env: Record<string, string> = { KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  for (const item of objectsOf(at(exec, "env"))) {
    const name = stringOf(at(item, "name"));
    if (name !== undefined) env[name] = stringOf(at(item, "value")) ?? "";
  }
  const args = listOf(at(exec, "args")).map(String);
  return { command, args, env, interactive, installHint: stringOf(at(exec, "installHint")) };
}

/** The cluster as the plugin protocol passes it on (client.authentication.k8s.io/v1, Cluster). */
function clusterInfo({ fields }: KubeconfigEntry): JsonObject {
  const info: Record<string, JsonObject[string]> = {};
  for (const field of [
    "server",
    "tls-server-name",
    "insecure-skip-tls-verify",
    "certificate-authority-data",
    "proxy-url",
  ]) {
    if (fields[field] !== undefined) info[field] = fields[field];
  }
  const extension = objectsOf(at(fields, "extensions")).find(
    (item) => at(item, "name") === "client.authentication.k8s.io/exec",
  );
  if (extension !== undefined) info.config = at(extension, "extension");
  return info;
}

/** What the plugin prints. Killed when the signal aborts. */
export function runPlugin(plugin: ExecPlugin, signal: AbortSignal): Promise<string> {
  const { command, args, interactive } = plugin;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...plugin.env },
      // A login by device code tells the person on standard error where to go.
      stdio: [interactive ? "inherit" : "ignore", "pipe", interactive ? "inherit" : "pipe"],
      signal,
    });
    let output = "";
    let complaint = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-MOST_COMPLAINT);
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(signal.aborted ? signal.reason : notStarted(plugin, error.code ?? ""));
    });
    child.once("close", (code, killedBy) => {
      if (code === 0) resolve(output);
      else reject(new UserError(failed(command, killedBy ?? `status ${code}`, complaint)));
    });
  });
}

const MOST_COMPLAINT = 2000;

function notStarted({ command, installHint }: ExecPlugin, code: string): UserError {
  const missing = code === "ENOENT" || code === "EACCES";
  const what = missing ? "is not installed (or not executable)" : `cannot be started (${code})`;
  const hint = installHint === undefined ? "Install it, or use another context." : printable(installHint);
  return new UserError(`The credential plugin ${command}, which the kubeconfig names, ${what}. ${hint}`);
}

function failed(command: string, how: string, complaint: string): string {
  const said = printable(complaint).trim();
  return `The credential plugin ${command} failed (${how})${said === "" ? "" : `: ${said}`}. Log in again with it.`;
}

/** Without terminal escapes, and without anything long enough to be a token. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "").replace(/[\w.~+/=-]{40,}/g, "[left out]");
}
