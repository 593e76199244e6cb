import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCluster } from "../../src/observe/live/access/open-cluster.ts";
import { type ApiClient, createApiClient } from "../../src/observe/live/http/api-client.ts";
import { realPace } from "../../src/observe/live/http/retry.ts";
import { createTransport } from "../../src/observe/live/http/transport.ts";
import { listPages } from "../../src/observe/live/list/list-pages.ts";
import { at } from "../../src/world/json.ts";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { describeWithParts } from "../support/parts.ts";

const COUNT = 30;

describeWithParts("a list that takes longer than its continue token lives", CONTROL_PLANE_PARTS, () => {
  let plane: ControlPlane;
  const created = Array.from({ length: COUNT }, (_, index) => `map-${String(index).padStart(2, "0")}`);

  beforeAll(async () => {
    // The server forgets old revisions after seconds instead of five minutes.
    plane = await startControlPlane({ controllers: [], serverArguments: ["--etcd-compaction-interval=1s"] });
    for (const name of created) await create(name);
  });
  afterAll(() => plane?.stop());

  async function create(name: string): Promise<void> {
    const content = { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
    await plane.api.request("POST", "/api/v1/namespaces/default/configmaps", { content });
  }

  test.each([
    ["goes on from the token the server gives with its refusal", false],
    ["begins anew where there is none", true],
  ])("%s, and has each object once", async (_name, withoutToken) => {
    const access = await openCluster({ kubeconfig: plane.kubeconfigPath });
    const limits = { connections: 1, connectTimeoutMs: 5000, idleTimeoutMs: 5000, maxBodyBytes: 1 << 26 };
    const transport = createTransport(access, limits);
    const { signal } = new AbortController();
    const client = createApiClient(access, transport, realPace, signal);
    let expired = 0;
    const slow: ApiClient = {
      async get(path, options) {
        if (path.includes("continue=") && expired === 0) await untilExpired(client, path);
        const answer = await client.get(path, options);
        if (answer.ok || answer.status !== 410) return answer;
        expired++;
        return withoutToken ? { ok: false, status: 410, message: answer.message } : answer;
      },
    };
    const names: unknown[] = [];
    const path = "/api/v1/namespaces/default/configmaps";
    const result = await listPages(
      slow,
      path,
      10,
      () => false,
      (objects) => {
        for (const object of objects) names.push(at(object, "metadata", "name"));
      },
    );
    transport.close();
    expect(expired).toBe(1);
    expect(result.refusal).toBeUndefined();
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(created));
  });

  async function untilExpired(client: ApiClient, path: string): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await client.get(path);
      if (!answer.ok && answer.status === 410) return;
      await create(`later-${attempt}-${Math.random().toString(36).slice(2)}`);
      await sleep(200);
    }
  }
});
