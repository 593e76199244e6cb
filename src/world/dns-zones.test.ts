import { expect, it } from "vitest";
import { testWorld } from "../guarantees/testing.ts";
import { parseCorefile } from "./corefile.ts";
import { cacheCorefile, coreDnsCorefile } from "./dns-corefiles.ts";
import { holds, serverFor, zoneServers } from "./dns-zones.ts";

const rules = (text: string) =>
  zoneServers(parseCorefile(text)).flatMap(({ zone, rules: own }) =>
    own.map((rule) => `${zone}: ${rule.zone} ${rule.does}`),
  );

it("tells which zones a block answers, and how", () => {
  expect(
    rules("Corp.Example.com.:53 dns://lab.example {\n errors\n forward . 10.0.0.1:53 dns://10.0.0.2\n}"),
  ).toEqual([
    "corp.example.com: corp.example.com forward 10.0.0.1 10.0.0.2",
    "lab.example: lab.example forward 10.0.0.1 10.0.0.2",
  ]);
});

it("knows zones inside a block from the plugins' own arguments", () => {
  expect(
    rules(`. {
      forward corp.example.com 10.0.0.1
      hosts /etc/hosts lab.example { 192.0.2.1 a.lab.example }
      file db.example example.org
      template IN A dyn.example { answer x }
      rewrite name a.example b.example
      kubernetes cluster.local in-addr.arpa
      forward . __PILLAR__UPSTREAM__SERVERS__
    }`).map((line) => line.split(" ").slice(1, 3).join(" ")),
  ).toEqual([
    "corp.example.com forward",
    "lab.example hosts",
    "example.org file",
    "dyn.example template",
    ". rewrite",
    "cluster.local kubernetes",
    "in-addr.arpa kubernetes",
    ". forward",
  ]);
});

it("passes over blocks that do not answer on port 53", () => {
  expect(rules("a.example:1053 tls://b.example {\n whoami\n forward . 10.0.0.1\n}")).toEqual([]);
});

it("finds the block of the longest zone", () => {
  const servers = zoneServers(parseCorefile(". {\n}\nexample.com {\n}\ncorp.example.com {\n}"));
  expect(
    ["a.corp.example.com", "example.com", "xexample.com"].map((zone) => serverFor(servers, zone)?.zone),
  ).toEqual(["corp.example.com", "example.com", "."]);
  expect(holds("example.com", "anexample.com")).toBe(false);
});

const CORE_DNS = `
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: kube-system, name: coredns }
spec:
  template:
    metadata: { labels: { k8s-app: kube-dns } }
    spec:
      containers:
        - name: coredns
          args: [-conf, /etc/coredns/Main]
          volumeMounts:
            - { name: config, mountPath: /etc/coredns }
            - { name: custom, mountPath: /etc/coredns/custom/ }
      volumes:
        - { name: config, configMap: { name: names, items: [{ key: Corefile, path: Main }] } }
        - { name: custom, configMap: { name: coredns-custom } }
---
apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: names }
data: { Corefile: "import custom/*.server\\n. {\\n forward . /etc/resolv.conf\\n}" }
`;
const CUSTOM = `
---
apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: coredns-custom }
data: { corp.server: "corp.example.com {\\n forward . 10.0.0.1\\n}", notes.txt: "{" }
`;

it("reads the Corefile the pods mount, with what it imports", () => {
  const { objects, workloads } = testWorld(CORE_DNS + CUSTOM);
  const found = coreDnsCorefile(objects, workloads);
  expect(found?.resource.ref.name).toBe("names");
  expect(found?.corefile).toMatchObject({ missing: [], problem: undefined });
  expect(found?.corefile.servers.map(({ keys }) => keys[0])).toEqual(["corp.example.com", "."]);
});

it("tells what it imports of a ConfigMap nobody read", () => {
  const { objects, workloads } = testWorld(CORE_DNS);
  expect(coreDnsCorefile(objects, workloads)?.corefile.missing).toEqual(["custom/*.server"]);
});

it("takes the ConfigMap of the usual name where no pods were read", () => {
  const { objects, workloads } = testWorld(`
apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: nodelocaldns }
data: { Corefile: ". {\\n}" }
`);
  expect(cacheCorefile(objects, workloads)?.corefile.servers).toHaveLength(1);
  expect(coreDnsCorefile(objects, workloads)).toBeUndefined();
});
