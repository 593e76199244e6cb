import { describe, expect, it } from "vitest";
import { breachesOf, found, pods } from "./testing.ts";

const cause = "host-path";
const at = (path: string, type = "") => `hostPath: { path: ${path}${type === "" ? "" : `, type: ${type}`} }`;
const write = "{ name: data, mountPath: /data }";
const read = "{ name: data, mountPath: /data, readOnly: true }";

describe(cause, () => {
  it.each([
    ["Deployment", write, "breaks"],
    ["StatefulSet", write, "breaks"],
    ["CronJob", write, "breaks"],
    ["DaemonSet", write, "unknown"],
    ["Deployment", read, "unknown"],
    ["DaemonSet", read, "unknown"],
  ])("finds what a %s keeps with %s", (kind, mount, verdict) => {
    const yaml = pods(at("/srv/data"), mount, { kind });
    expect(found(cause, yaml)).toEqual([`${verdict} ${kind} shop/db`]);
    expect(found(cause, yaml, { state: "rolled" })).toEqual([`${verdict} ${kind} shop/db`]);
    expect(found(cause, yaml, { state: "before" })).toEqual([]);
  });

  it("leaves the node's disk where nodes are only drained", () => {
    expect(found(cause, pods(at("/srv/data"), write), { state: "drained" })).toEqual([]);
  });

  it.each([
    ["/etc/localtime", read],
    ["/var/log", write],
    ["/var/log/pods/", read],
    ["/proc", read],
    ["/sys/fs/cgroup", write],
    ["/run/containerd/containerd.sock", write],
    ["/var/run/docker.sock", write],
    ["/opt/cni/bin", write],
    ["/etc/cni/net.d", write],
    ["/var/lib/kubelet/pods", write],
    ["/dev", write],
    ["/lib/modules", read],
    ["/", read],
    ["/tmp", write],
  ])("not the node's own %s", (path, mount) => {
    expect(found(cause, pods(at(path), mount, { kind: "DaemonSet" }))).toEqual([]);
  });

  it.each([
    [
      "a name that only begins like a system directory's",
      at("/var/logstash"),
      write,
      ["breaks Deployment shop/db"],
    ],
    ["the whole disk, to write to", at("/"), write, ["breaks Deployment shop/db"]],
    ["a socket", at("/srv/app.sock", "Socket"), write, []],
    ["a volume nobody mounts", at("/srv/data"), "", []],
  ])("%s", (_, volume, mount, expected) => {
    expect(found(cause, pods(volume, mount))).toEqual(expected);
  });

  it("says that a pod does not start where a directory must be there", () => {
    const [breach] = breachesOf(cause, pods(at("/srv/licence", "File"), read));
    expect(breach?.message).toContain("where it is missing the pod does not start");
    expect(breach?.evidence.map(({ path }) => path.join("."))).toEqual([
      "spec.template.spec.volumes.0.hostPath.path",
      "spec.template.spec.containers.0.volumeMounts.0.mountPath",
    ]);
  });

  it("not static pods, which come with the machine", () => {
    const pod = `---
apiVersion: v1
kind: Pod
metadata: { namespace: kube-system, name: proxy-worker-1, annotations: { kubernetes.io/config.mirror: x } }
spec: { volumes: [{ name: data, hostPath: { path: /srv/proxy } }], containers: [{ name: main, volumeMounts: [${write}] }] }
`;
    expect(found(cause, pod)).toEqual([]);
  });
});
