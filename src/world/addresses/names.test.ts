import { describe, expect, it } from "vitest";
import { places, scanText } from "./testing.ts";

describe("a full domain name", () => {
  it.each([
    ["k8s.example.com", "k8s.example.com"],
    ["K8S.Example.com", "K8S.Example.com"],
    ["https://k8s.example.com:6443", "https://k8s.example.com:6443"],
    ["https://k8s.example.com./x", "https://k8s.example.com"],
    ["server: https://k8s.example.com", "https://k8s.example.com"],
    ["k8s.example.com:443", "k8s.example.com:443"],
    ["a,k8s.example.com,b", "k8s.example.com"],
    ["--server=k8s.example.com", "k8s.example.com"],
    ["Ask k8s.example.com.", "k8s.example.com"],
    ["https://ci@k8s.example.com", "https://k8s.example.com"],
    ['"https:\\/\\/k8s.example.com"', "https://k8s.example.com"],
  ])("is found in %j as %s", (text, written) => {
    expect(scanText(text)).toEqual([`k8s.example.com name ${written}`]);
  });

  it.each([
    "xk8s.example.com",
    "my.k8s.example.com",
    "k8s.example.com.org",
    "k8s-example.com",
    "k8s.example.community",
    "ops@k8s.example.com",
    "kubernetes-admin@k8s.example.com",
    "/etc/ssl/k8s.example.com/tls.crt",
    "foo-k8s.example.com",
    "k8s.example.com_old",
  ])("is not seen in %j", (text) => {
    expect(scanText(text)).toEqual([]);
  });

  it("of a node is believed after an @ too", () => {
    expect(scanText("ssh root@node7.dc1.example.com")).toEqual([
      "node7.dc1.example.com name node7.dc1.example.com",
    ]);
  });
});

describe("a node's name of one label", () => {
  it.each([
    ["https://worker-1:9100/metrics", "https://worker-1:9100"],
    ["worker-1:9100", "worker-1:9100"],
    ["targets: ['worker-1:9100']", "worker-1:9100"],
    ["upstream: worker-1", "worker-1"],
    ["host = worker-1", "worker-1"],
    ["https://WORKER-1/", "https://WORKER-1"],
  ])("is found in %j", (text, written) => {
    expect(scanText(text)).toEqual([`worker-1 name ${written}`]);
  });

  it("is found in a list of nothing but nodes", () => {
    expect(scanText("worker-1,worker-2")).toEqual(["worker-1 name worker-1", "worker-2 name worker-2"]);
  });

  it.each([
    ["worker-1", "DB_HOST"],
    ["worker-1", "nodeName"],
    ["worker-1", "kubernetes.io/hostname"],
    ["web", "nodeName"],
    ["web", "kubernetes.io/hostname"],
    ["web", "NODE_NAME"],
  ])("%s is found as the value of %s", (text, key) => {
    expect(scanText(text, key)).toEqual([`${text} name ${text}`]);
  });

  it.each([
    ["worker-1", "name"],
    ["worker-1", "app"],
    ["worker-1", "setting"],
    ["we moved it off worker-1 last week", "note"],
    ["worker-10:9100", "host"],
    ["my-worker-1:9100", "host"],
    ["worker-1.shop.svc:80", "host"],
    ["worker-1-data", "host"],
    ["app/worker-1:80", "image"],
    ["worker-1:12", "image"],
    ["data-worker-1", "claimName"],
    ["web", "app"],
    ["web", "host"],
    ["web:80", "host"],
    ["web", "hostname"],
    ["the web is large", "note"],
    ["node: web", "x"],
    ["/var/log/web/access.log", "path"],
  ])("%j is not seen as the value of %s", (text, key) => {
    expect(scanText(text, key)).toEqual([]);
  });

  it("an ordinary word is one in a URL, or before the API server's port", () => {
    expect(scanText("http://web/")).toEqual(["web name http://web"]);
    expect(scanText("web:6443")).toEqual(["web name web:6443"]);
  });

  it("means the Service of that name, or the pod of that StatefulSet, in its namespace", () => {
    const metadata = { name: "x", namespace: "shop" };
    const user = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { url: "http://web/ http://worker-1:80" },
    };
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "shop" },
      spec: {},
    };
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "worker", namespace: "shop" },
    };
    const elsewhere = { ...service, metadata: { name: "web", namespace: "other" } };
    expect(places([user, service, set])).toEqual([]);
    expect(places([user, elsewhere])).toEqual(["ConfigMap data.url web", "ConfigMap data.url worker-1"]);
  });
});
