import { describe, expect, it } from "vitest";
import { breachesOf, found, pods } from "./testing.ts";

describe("container-disk", () => {
  const cause = "container-disk";
  const image = "docker.io/bitnami/postgresql:14";

  it("finds a database without a volume", () => {
    const [breach] = breachesOf(cause, pods("", "", { image }));
    expect(breach).toMatchObject({ verdict: "unknown", subject: { kind: "Deployment", name: "db" } });
    expect(breach?.evidence[0]?.path.join(".")).toBe("spec.template.spec.containers.0.image");
    expect(found(cause, pods("", "", { image }), { state: "before" })).toEqual([]);
  });

  it("finds one with nothing but configuration mounted", () => {
    const yaml = pods("configMap: { name: conf }", "{ name: data, mountPath: /etc/conf }", { image });
    expect(found(cause, yaml)).toEqual(["unknown Deployment shop/db"]);
  });

  it.each([
    ["a claim", pods("persistentVolumeClaim: { claimName: db }", "{ name: data, mountPath: /x }", { image })],
    [
      "a claim template",
      pods("", "{ name: disk, mountPath: /x }", {
        image,
        kind: "StatefulSet",
        more: "volumeClaimTemplates: [{ metadata: { name: disk }, spec: {} }], ",
      }),
    ],
    [
      "an emptyDir, which is another finding",
      pods("emptyDir: {}", "{ name: data, mountPath: /x }", { image }),
    ],
    ["a command of its own", pods("", "", { image, container: ", command: [pg_dump]" })],
    ["a cache", pods("", "", { image: "redis:7" })],
    ["a job", pods("", "", { image, kind: "CronJob" })],
    ["other software", pods("", "", { image: "nginx:1.25" })],
  ])("not with %s", (_, yaml) => {
    expect(found(cause, yaml)).toEqual([]);
  });
});

describe("not-safe-to-evict", () => {
  const cause = "not-safe-to-evict";
  const marked = (value: string, kind = "Deployment") =>
    pods("", "", { kind, annotations: `cluster-autoscaler.kubernetes.io/safe-to-evict: "${value}"` });

  it.each(["Deployment", "StatefulSet", "CronJob"])("finds a %s that says so", (kind) => {
    const [breach] = breachesOf(cause, marked("false", kind));
    expect(breach).toMatchObject({ verdict: "unknown", subject: { kind } });
    expect(breach?.evidence[0]?.value).toBe("false");
    expect(found(cause, marked("false", kind), { state: "before" })).toEqual([]);
  });

  it.each([
    ["the opposite", marked("true")],
    ["a DaemonSet, which no drain evicts", marked("false", "DaemonSet")],
    ["no annotation", pods("", "")],
  ])("not %s", (_, yaml) => {
    expect(found(cause, yaml)).toEqual([]);
  });
});
