import type { Credentials } from "../../src/observe/live/access/credentials.ts";
import type { ClusterAccess } from "../../src/observe/live/access/open-cluster.ts";
import type { Pace } from "../../src/observe/live/http/retry.ts";
import type { FakeKind } from "./fake-server.ts";

/** `count` objects as a server lists them: without apiVersion and kind. */
export function pods(count: number): FakeKind {
  return {
    apiVersion: "v1",
    kind: "Pod",
    plural: "pods",
    objects: Array.from({ length: count }, (_, index) => item(`pod-${index}`)),
  };
}

export function item(name: string, namespace = "shop"): object {
  return { metadata: { name, namespace, uid: `uid-${namespace}-${name}` } };
}

export function tokenOf(...tokens: string[]): Credentials {
  let index = 0;
  const credential = () => ({ headers: { authorization: `Bearer ${tokens[index]}` } });
  return {
    description: "user tester (token)",
    current: async () => credential(),
    renewed: async () => (++index < tokens.length ? credential() : undefined),
    fault: () => undefined,
  };
}

export function accessTo(server: URL, more: Partial<ClusterAccess> = {}): ClusterAccess {
  return {
    source: "test",
    server,
    namespace: undefined,
    tls: { skipVerify: false },
    proxy: undefined,
    credentials: tokenOf("one"),
    ...more,
  };
}

/** Waits for nothing and remembers how long it would have. */
export function instantPace(): Pace & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    async sleep(ms, signal) {
      waits.push(Math.round(ms));
      signal.throwIfAborted();
    },
    random: () => 0,
  };
}
