import { expect, it } from "vitest";
import { balancerObject } from "../../entry/balancers/testing.ts";
import type { KubeObject, Owner, Resource } from "../../world/resource.ts";
import { ObjectStore } from "../../world/store.ts";
import type { World } from "../../world/world.ts";
import { resourceOf, testNode } from "../testing.ts";
import { balancerIdCopied, LOAD_BALANCER_ID } from "./balancer-id-copied.ts";
import { clusterNameChanges } from "./cluster-name-changes.ts";
import { createOnlySetting } from "./create-only-setting.ts";
import { floatingIpNotKept } from "./floating-ip-not-kept.ts";
import { sameBalancerName } from "./same-balancer-name.ts";
import { sharedRecordOwner } from "./shared-record-owner.ts";
import { breachesOf, found, moved, octaviaWorld } from "./testing.ts";

const NAMED = balancerObject({ annotations: { [LOAD_BALANCER_ID]: "0f0f0f0f-0000-4000-8000-000000000001" } });

/** A world in which the Service is applied by somebody, from what is given as a manifest. */
function appliedBy(kind: Owner["kind"], manifest?: KubeObject): World {
  const world = octaviaWorld([]);
  const origin = { kind: "snapshot", source: "test" } as const;
  const service: Resource = resourceOf(NAMED, {
    owner: { kind, name: "Application shop" },
    manifests:
      manifest === undefined
        ? []
        : [{ source: { kind: "file" }, apiVersion: "v1", kind: "Service", origin, object: manifest }],
  });
  return { ...world, objects: ObjectStore.of([...world.objects.all(), service]) };
}

it.each([
  ["an export", "unknown", undefined, "breaks"],
  ["a tool whose manifest was not read", "argo-cd", undefined, "unknown"],
  ["somebody's own manifest", "kubectl", undefined, "unknown"],
  ["a tool whose manifest has it not", "helm", balancerObject(), "advice"],
  ["a tool whose manifest has it", "flux", NAMED, "breaks"],
] as const)("a copied id from %s", (_, owner, manifest, verdict) => {
  const before = appliedBy(owner, manifest);
  expect(found(balancerIdCopied, before, moved(before, "beside"))).toEqual([`${verdict} Service shop/web`]);
  expect(found(balancerIdCopied, before, moved(before, "rolled"))).toEqual([]);
});

it("finds no id where there is none, and none of a cloud that is not there", () => {
  const other = balancerObject({ annotations: { "kubernetes.digitalocean.com/load-balancer-id": "1" } });
  const before = octaviaWorld([balancerObject({ name: "plain" }), other]);
  expect(found(balancerIdCopied, before, moved(before, "alone"))).toEqual([]);
});

it("asks whether two clusters share a name, more earnestly where nobody chose it", () => {
  const named = (clusterName: string) => octaviaWorld([balancerObject()], { clusterName });
  const same = (before: World) => found(sameBalancerName, before, moved(before, "beside"));
  expect(same(named("cluster.local"))).toEqual(["unknown Service shop/web"]);
  expect(same(named("shop-production"))).toEqual(["advice Service shop/web"]);
  expect(
    same(
      octaviaWorld([balancerObject({ annotations: { [LOAD_BALANCER_ID]: "1" } })], { controller: "none" }),
    ),
  ).toEqual(["unknown Service shop/web"]);
  const before = named("cluster.local");
  expect(found(sameBalancerName, before, moved(before, "rolled"))).toEqual([]);
  expect(breachesOf(sameBalancerName, before, moved(before, "beside"))[0]?.message).toContain(
    "kube_service_cluster.local_shop_web",
  );
});

const KEEP = { "loadbalancer.openstack.org/keep-floatingip": "true" };
const INTERNAL = { "service.beta.kubernetes.io/openstack-internal-load-balancer": "true" };

it.each([
  ["an address nobody keeps", {}, {}, ["advice"], ["unknown"]],
  ["an address that is kept", KEEP, {}, [], ["unknown"]],
  ["an address asked for", {}, { loadBalancerIP: "203.0.113.60" }, ["advice"], ["unknown"]],
  ["an internal one", { ...INTERNAL, "loadbalancer.openstack.org/class": "a" }, {}, [], []],
] as const)("%s", (_, annotations, spec, inPlace, copied) => {
  const before = octaviaWorld([balancerObject({ annotations, spec })]);
  const verdicts = (now: World) => breachesOf(floatingIpNotKept, before, now).map(({ verdict }) => verdict);
  expect(verdicts(before)).toEqual([]);
  expect(verdicts(moved(before, "same"))).toEqual(inPlace);
  expect(verdicts(moved(before, "beside"))).toEqual(copied);
});

it("tells that an address asked for is taken while the old cluster has it", () => {
  const before = octaviaWorld([
    balancerObject({ annotations: KEEP, spec: { loadBalancerIP: "203.0.113.60" } }),
  ]);
  const [kept] = breachesOf(floatingIpNotKept, before, moved(before, "beside"));
  expect(kept?.message).toContain("The old Service keeps it when it is deleted");
  const loose = octaviaWorld([balancerObject({ spec: { loadBalancerIP: "203.0.113.60" } })]);
  const [lost] = breachesOf(floatingIpNotKept, loose, moved(loose, "beside"));
  expect(lost?.message).toContain("it is deleted with the old Service");
});

it("advises on settings that count once, and asks where they name the old cluster's networks", () => {
  const annotations = {
    "loadbalancer.openstack.org/flavor-id": "1",
    "loadbalancer.openstack.org/subnet-id": "2",
    "loadbalancer.openstack.org/timeout-client-data": "600000",
  };
  const before = octaviaWorld([balancerObject({ annotations })]);
  const [inPlace] = breachesOf(createOnlySetting, before, moved(before, "same"));
  expect([inPlace?.verdict, inPlace?.evidence.length]).toEqual(["advice", 2]);
  const [copied] = breachesOf(createOnlySetting, before, moved(before, "beside"));
  expect([copied?.verdict, copied?.evidence.map(({ value }) => value)]).toEqual(["unknown", ["2"]]);
  const flavor = octaviaWorld([
    balancerObject({ annotations: { "loadbalancer.openstack.org/flavor-id": "1" } }),
  ]);
  expect(found(createOnlySetting, flavor, moved(flavor, "beside"))).toEqual([]);
});

it("asks about the cluster's name where something read gives it another, between 1.26 and 1.29", () => {
  const plain = octaviaWorld([balancerObject()]);
  expect(found(clusterNameChanges, plain, moved(plain, "rolled", 26))).toEqual([]);
  const node = testNode("worker-1");
  const annotated = {
    ...node.resource.object,
    metadata: { ...node.resource.object.metadata, annotations: { "cluster.x-k8s.io/cluster-name": "shop" } },
  };
  const nodes = [{ ...node, resource: resourceOf(annotated) }];
  const before = octaviaWorld([balancerObject()], { nodes });
  const where = "unknown DaemonSet kube-system/cloud-controller";
  expect(found(clusterNameChanges, before, moved(before, "rolled", 25))).toEqual([]);
  expect(found(clusterNameChanges, before, moved(before, "rolled", 26))).toEqual([where]);
  expect(found(clusterNameChanges, before, moved(before, "rolled", 29))).toEqual([where]);
  expect(found(clusterNameChanges, before, moved(before, "rolled", 30))).toEqual([]);
  expect(found(clusterNameChanges, before, moved(before, "beside", 26))).toEqual([]);
  const same = octaviaWorld([balancerObject()], { nodes, clusterName: "shop" });
  expect(found(clusterNameChanges, same, moved(same, "rolled", 26))).toEqual([]);
});

it("reads the other name from a manifest of the controller too", () => {
  const world = octaviaWorld([balancerObject()]);
  const object = world.objects.list("DaemonSet.apps")[0]?.object as KubeObject;
  const renamed = JSON.parse(JSON.stringify(object).replace("cluster.local", "shop")) as KubeObject;
  const origin = { kind: "snapshot", source: "test" } as const;
  const manifest = {
    source: { kind: "file" },
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    origin,
    object: renamed,
  } as const;
  const before = {
    ...world,
    manifests: [{ ...manifest, ref: { ...resourceOf(renamed).ref, name: "next" } }],
  };
  const [breach] = breachesOf(clusterNameChanges, before, moved(before, "rolled", 26));
  expect(breach?.message).toContain("a manifest of the cloud controller calls it shop");
});

function externalDns(
  args: readonly string[],
  change: { env?: KubeObject["spec"]; replicas?: number } = {},
): KubeObject {
  const labels = { app: "external-dns" };
  const image = "registry.k8s.io/external-dns/external-dns:v0.13.2";
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "dns", name: "external-dns" },
    spec: {
      replicas: change.replicas ?? 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "main", image, args: [...args], env: change.env ?? [] }] },
      },
    },
  };
}

it.each([
  [["--txt-owner-id=default"], {}, ["breaks"], "owner id default."],
  [[], {}, ["breaks"], "owner id default, as all do that set none"],
  [["--txt-owner-id", "shop", "--policy=upsert-only"], {}, ["unknown"], "owner id shop"],
  [["--registry=noop"], {}, ["breaks"], "keeps no owners"],
  [[], { env: [{ name: "EXTERNAL_DNS_TXT_OWNER_ID", value: "shop" }] }, ["breaks"], "owner id shop"],
  [["--txt-owner-id=$(ID)"], { env: [{ name: "ID", valueFrom: {} }] }, ["unknown"], "was not read"],
  [[], { env: [{ name: "EXTERNAL_DNS_TXT_OWNER_ID", valueFrom: {} }] }, ["unknown"], "was not read"],
  [["--policy=create-only"], {}, [], ""],
  [[], { replicas: 0 }, [], ""],
])("external-dns %j %j in both clusters: %j", (args, change, verdicts, words) => {
  const before = octaviaWorld([externalDns(args, change)]);
  const breaches = breachesOf(sharedRecordOwner, before, moved(before, "beside"));
  expect(breaches.map(({ verdict }) => verdict)).toEqual(verdicts);
  expect(breaches[0]?.message ?? "").toContain(words);
  expect(found(sharedRecordOwner, before, moved(before, "alone"))).toEqual([]);
  expect(found(sharedRecordOwner, before, moved(before, "rolled"))).toEqual([]);
});

it("takes nothing else for external-dns", () => {
  const other = externalDns([]);
  const image = JSON.parse(
    JSON.stringify(other).replace("external-dns/external-dns:", "external-dns/exporter:"),
  );
  const before = octaviaWorld([image]);
  expect(found(sharedRecordOwner, before, moved(before, "beside"))).toEqual([]);
});
