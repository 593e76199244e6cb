import { afterEach, expect, test } from "vitest";
import { readThrough } from "../../src/observe/live/read-cluster.ts";
import { accessTo, instantPace, item, pods } from "./fake-objects.ts";
import { type FakeServer, type Handler, json, startFakeServer } from "./fake-server.ts";
import { recordingCollector } from "./recording-collector.ts";

// Played: the bench's API server is older than aggregated discovery (on by default from Kubernetes 1.27).

let server: FakeServer;
afterEach(() => server?.stop());

function aggregated(group: string, plural: string, kind: string): Handler {
  const resource = {
    resource: plural,
    responseKind: { group: "", version: "", kind },
    scope: "Namespaced",
    verbs: ["list"],
  };
  const versions = [{ version: "v1", freshness: "Current", resources: [resource] }];
  const stale = { metadata: { name: "down.example.com" }, versions: [{ version: "v1", freshness: "Stale" }] };
  const metrics = {
    metadata: { name: "metrics.k8s.io" },
    versions: [{ version: "v1beta1", freshness: "Stale" }],
  };
  const items = [
    { metadata: group === "" ? {} : { name: group }, versions },
    ...(group === "" ? [] : [stale, metrics]),
  ];
  return (request, response) => {
    expect(request.headers.accept).toMatch(/^application\/json;g=apidiscovery\.k8s\.io;v=v2;as=/);
    const type = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    json(200, { kind: "APIGroupDiscoveryList", items }, { "content-type": type })(request, response);
  };
}

test("a newer server is asked twice, whatever number of groups it has", async () => {
  server = await startFakeServer([
    pods(3),
    { apiVersion: "apps/v1", kind: "Deployment", plural: "deployments", objects: [item("web")] },
  ]);
  server.next("/api", aggregated("", "pods", "Pod"));
  server.next("/apis", aggregated("apps", "deployments", "Deployment"));
  const collector = recordingCollector();
  await readThrough(accessTo(server.url), { collector, signal: new AbortController().signal }, instantPace());
  expect(server.requests.slice(0, 3).sort()).toEqual(["GET /api", "GET /apis", "GET /version"]);
  expect(server.requests.slice(3).sort()).toEqual([
    "GET /api/v1/pods?limit=500",
    "GET /apis/apps/v1/deployments?limit=500",
  ]);
  expect(collector.entry("Deployment.apps")).toMatchObject({ status: "read", count: 1 });
  expect(collector.entry("/apis/down.example.com/v1")).toMatchObject({ status: "unreadable" });
  expect(collector.entry("/apis/metrics.k8s.io/v1beta1")).toBeUndefined(); // nothing of it would be read
});
