import { describe, expect, it } from "vitest";
import { breachesOf, found, pods } from "./testing.ts";

const cause = "empty-dir";
const mount = (path: string) => `{ name: data, mountPath: ${path} }`;
const stateful = { kind: "StatefulSet", replicas: 2 };
const SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict";

describe(cause, () => {
  it("breaks the one pod of a database", () => {
    const yaml = pods("emptyDir: {}", mount("/var/lib/postgresql/data"), { image: "postgres:14" });
    const [breach] = breachesOf(cause, yaml);
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "Deployment", name: "db" } });
    expect(breach?.message).toContain("runs postgres:14 with its data in emptyDir data");
    expect(found(cause, yaml, { state: "drained" })).toEqual(["breaks Deployment shop/db"]);
    expect(found(cause, yaml, { state: "before" })).toEqual([]);
  });

  it.each([
    [
      "replicas that may restore each other",
      "/var/lib/rabbitmq",
      { ...stateful, image: "rabbitmq:3.11-management" },
    ],
    ["a cache, or more than that", "/data", { image: "redis:7" }],
    [
      "an image by digest from a registry with a port",
      "/data/db",
      { replicas: 3, image: "r.example.com:5000/x/mongo@sha256:abc" },
    ],
    ["what a StatefulSet writes without a claim", "/work", stateful],
  ])("does not know of %s", (_, path, options) => {
    expect(found(cause, pods("emptyDir: {}", mount(path), options))).toHaveLength(1);
    expect(found(cause, pods("emptyDir: {}", mount(path), options))[0]).toMatch(/^unknown/);
  });

  it.each([
    ["memory", pods("emptyDir: { medium: Memory }", mount("/work"), stateful)],
    ["a Deployment's work", pods("emptyDir: {}", mount("/work"))],
    ["a StatefulSet's scratch", pods("emptyDir: {}", mount("/tmp"), stateful)],
    [
      "a StatefulSet's read-only mount",
      pods("emptyDir: {}", "{ name: data, mountPath: /work, readOnly: true }", stateful),
    ],
    [
      "a StatefulSet with claims",
      pods("emptyDir: {}", mount("/work"), {
        ...stateful,
        more: "volumeClaimTemplates: [{ metadata: { name: disk }, spec: {} }], ",
      }),
    ],
    ["a database's socket", pods("emptyDir: {}", mount("/var/run/postgresql"), { image: "postgres:14" })],
    [
      "what its author calls safe",
      pods("emptyDir: {}", mount("/data/db"), { image: "mongo:6", annotations: `${SAFE}: "true"` }),
    ],
    [
      "a volume its author calls safe",
      pods("emptyDir: {}", mount("/data/db"), {
        image: "mongo:6",
        annotations: `${SAFE}-local-volumes: "tmp,data"`,
      }),
    ],
    [
      "an exporter beside a database",
      pods("emptyDir: {}", mount("/data"), { image: "quay.io/x/postgres-exporter:1" }),
    ],
    [
      "a job's work",
      pods("emptyDir: {}", mount("/var/lib/postgresql"), { kind: "Job", image: "postgres:14" }),
    ],
    ["a DaemonSet's buffer", pods("emptyDir: {}", mount("/buffer"), { kind: "DaemonSet" })],
  ])("not %s", (_, yaml) => {
    expect(found(cause, yaml)).toEqual([]);
  });
});
