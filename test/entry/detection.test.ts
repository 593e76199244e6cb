import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/config/package-root.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import { certManagersOf } from "../../src/entry/cert-manager.ts";
import type { Controller } from "../../src/entry/controller.ts";
import { controllersOf } from "../../src/entry/controllers/controllers-of.ts";
import { routesOf } from "../../src/entry/routes/routes-of.ts";
import { servingOf } from "../../src/entry/serving.ts";
import { createCollector } from "../../src/observe/collector.ts";
import { readCluster } from "../../src/observe/live/read-cluster.ts";
import { buildWorld } from "../../src/world/build-world.ts";
import type { World } from "../../src/world/world.ts";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { loadDirectory } from "../support/load.ts";
import { describeWithParts } from "../support/parts.ts";

const profile = await loadProfile("elastx-caas-v2");

/** No kubelet and no controller runs here, so no workload has a pod: the controllers are there all the same. */
describeWithParts("ingress controllers and cert-manager on a real API server", CONTROL_PLANE_PARTS, () => {
  let plane: ControlPlane;
  let world: World;
  let byName: ReadonlyMap<string, Controller>;
  beforeAll(async () => {
    plane = await startControlPlane({ controllers: [] });
    await loadDirectory(plane, join(packageRoot(), "test/entry/testdata"));
    world = await read();
    byName = new Map(controllersOf(world, profile).map((one) => [one.workload.ref.name, one]));
  });
  afterAll(() => plane?.stop());

  async function read(): Promise<World> {
    const collector = createCollector();
    await readCluster({ kubeconfig: plane.kubeconfigPath, collector, signal: new AbortController().signal });
    const { resources, coverage, server } = collector.finish(["live"], { assumeComplete: false });
    return buildWorld({ resources, coverage, gitVersion: server.gitVersion, hosts: server.hosts });
  }

  test("are all found, and nothing else is", () => {
    expect([...byName.keys()].sort()).toEqual([
      "edge-ingress-nginx-controller",
      "elx-nginx-ingress-controller",
      "ingress-nginx-controller",
      "internal-ingress-nginx-controller",
    ]);
    for (const { kind, workload } of byName.values()) {
      expect([kind, workload.pods.filter(({ resource }) => resource !== undefined)]).toEqual([
        "ingress-nginx",
        [],
      ]);
    }
  });

  test("Kubespray's addon", () => {
    const controller = byName.get("ingress-nginx-controller");
    expect(controller).toMatchObject({
      version: [1, 5, 1],
      operator: { who: "provider", by: "kubespray" },
      controllerValue: "k8s.io/ingress-nginx",
      classNames: ["nginx"],
      takesClassless: true,
      namespaces: undefined,
      namespacesKnown: true,
      http: 80,
      https: 443,
      settings: { "use-forwarded-headers": "true", "proxy-body-size": "32m" },
      settingsFrom: { ref: { kind: "ConfigMap", namespace: "ingress-nginx", name: "ingress-nginx" } },
      streams: [
        {
          protocol: "TCP",
          port: 2222,
          namespace: "shop",
          service: "sftp",
          servicePort: "22",
          decodesProxy: false,
        },
        {
          protocol: "TCP",
          port: 3306,
          namespace: "data",
          service: "mysql",
          servicePort: "3306",
          decodesProxy: true,
        },
        { protocol: "UDP", port: 5140, namespace: "logging", service: "syslog", servicePort: "5140" },
      ],
    });
    expect(controller?.flags["--enable-ssl-passthrough"]).toBe("true");
    expect(controller?.flags["--configmap"]).toBe("ingress-nginx/ingress-nginx");
    expect(controller?.operator.evidence[0]?.resource.ref).toMatchObject({
      kind: "Namespace",
      name: "ingress-nginx",
    });
  });

  test("the provider's own names", () => {
    expect(byName.get("elx-nginx-ingress-controller")).toMatchObject({
      version: [0, 46, 0],
      operator: { who: "provider", by: "provider" },
      controllerValue: undefined,
      classNames: ["elx-nginx"],
      takesClassless: false,
      takesNameWithoutObject: true,
      http: 8080,
      https: 8443,
      settings: { "use-proxy-protocol": "false" },
      streams: [{ port: 8883, service: "mqtt" }],
    });
  });

  test("a release of the chart under a name of its own", () => {
    expect(byName.get("edge-ingress-nginx-controller")).toMatchObject({
      version: [1, 5, 1],
      operator: { who: "customer", by: "helm" },
      controllerValue: "example.com/edge",
      classNames: ["edge"],
      takesClassless: false,
      settings: { "use-proxy-protocol": "true", "allow-snippet-annotations": "true" },
      streams: [],
    });
  });

  test("a newer chart, rendered and applied by hand, its image by digest", () => {
    expect(byName.get("internal-ingress-nginx-controller")).toMatchObject({
      version: [1, 11, 3],
      operator: { who: "customer", by: "manifest" },
      controllerValue: "k8s.io/ingress-nginx",
      namespaces: ["erp"],
      streams: [{ port: 5432, namespace: "erp", service: "postgres" }],
    });
  });

  test("cert-manager, Kubespray's and the chart's", () => {
    const found = certManagersOf(world, profile);
    expect(found.map(({ namespace }) => namespace).sort()).toEqual(["cert-manager", "certs"]);
    expect(found.find(({ namespace }) => namespace === "cert-manager")).toMatchObject({
      version: [1, 11, 0],
      operator: { who: "provider", by: "kubespray" },
      clusterResourceNamespace: "cert-manager",
      controller: { ref: { name: "cert-manager" } },
      webhook: { ref: { name: "cert-manager-webhook" } },
      cainjector: { ref: { name: "cert-manager-cainjector" } },
    });
    const chart = found.find(({ namespace }) => namespace === "certs");
    expect(chart).toMatchObject({
      version: [1, 14, 5],
      operator: { who: "customer", by: "helm" },
      clusterResourceNamespace: "cluster-issuers",
      webhook: undefined,
    });
    expect([...(chart?.featureGates ?? [])]).toEqual([["ExperimentalGatewayAPISupport", true]]);
  });

  function served(of: World): Record<string, string> {
    const controllers = controllersOf(of, profile);
    return Object.fromEntries(
      of.objects.list("Ingress.networking.k8s.io").map((ingress) => {
        const { controllers: by, how, maybe } = servingOf(ingress, controllers, of);
        expect(maybe).toEqual([]);
        const names = by.map(({ workload }) => workload.ref.namespace).sort();
        return [
          `${ingress.ref.namespace}/${ingress.ref.name}`,
          `${how ?? "nobody"} ${names.join(" ")}`.trim(),
        ];
      }),
    );
  }

  test("who serves which Ingress, by every way to name a class", () => {
    expect(served(world)).toEqual({
      "shop/annotated": "annotation ingress-nginx",
      "shop/classless": "classless ingress-nginx",
      "shop/of-edge": "class edge",
      "shop/of-nginx": "class ingress-nginx",
      "shop/of-the-provider": "annotation elx-ingress-nginx",
      "shop/of-nobody": "nobody",
      "erp/of-nginx": "class ingress-nginx internal",
    });
    expect(routesOf(world)).toHaveLength(world.objects.list("Ingress.networking.k8s.io").length + 4);
  });

  test("a default class is given to Ingresses made after it, and to none that was there before", async () => {
    const patch = { metadata: { annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } } };
    await plane.kubectl(["patch", "ingressclass", "edge", "-p", JSON.stringify(patch)]);
    const later = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "later", namespace: "shop" },
      spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
    };
    await plane.kubectl(["create", "-f", "-"], { input: JSON.stringify(later) });
    await plane.kubectl(["annotate", "ingress", "-n", "shop", "classless", "touched=yes"]);
    expect(served(await read())).toMatchObject({
      "shop/classless": "classless ingress-nginx",
      "shop/later": "class edge",
    });
  });
});
