import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface KubectlOptions {
  /** Written to kubectl's standard input. */
  readonly input?: string;
  /** Default: the administrator's. */
  readonly kubeconfig?: string;
}

export interface KubectlResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `home` holds kubectl's caches, which would otherwise mix servers that had the same port one after the other. */
export async function runKubectl(
  program: string,
  home: string,
  kubeconfig: string,
  args: readonly string[],
  input?: string,
): Promise<KubectlResult> {
  const child = spawn(program, args, { env: { ...process.env, HOME: home, KUBECONFIG: kubeconfig } });
  child.stdin.on("error", () => {}); // it may end without having read everything
  child.stdin.end(input ?? "");
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
