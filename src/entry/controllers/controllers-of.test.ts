import { expect, it } from "vitest";
import { loadProfile } from "../../config/profiles.ts";
import { testWorld } from "../../guarantees/testing.ts";
import { controllersOf } from "./controllers-of.ts";

const profile = await loadProfile("elastx-caas-v2");

const KUBESPRAY = `
apiVersion: v1
kind: Namespace
metadata: { name: ingress-nginx, labels: { name: ingress-nginx } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: ingress-nginx, namespace: ingress-nginx }
data: { use-forwarded-headers: "true" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: tcp-services, namespace: default }
data: { "2222": "shop/sftp:22:PROXY", "80": "shop/web:80", "5432": "broken" }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
spec:
  template:
    metadata: { labels: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/part-of: ingress-nginx } }
    spec:
      containers:
        - name: ingress-nginx-controller
          image: registry.k8s.io/ingress-nginx/controller:v1.5.1
          args:
            - /nginx-ingress-controller
            - --configmap=$(POD_NAMESPACE)/ingress-nginx
            - --tcp-services-configmap
            - default/tcp-services
            - --watch-ingress-without-class=true
          env: [{ name: POD_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }]
`;

it("knows Kubespray's addon, and that the provider runs it", () => {
  const [controller, ...others] = controllersOf(testWorld(KUBESPRAY), profile);
  expect(others).toEqual([]);
  expect(controller).toMatchObject({
    kind: "ingress-nginx",
    version: [1, 5, 1],
    operator: { who: "provider", by: "kubespray" },
    controllerValue: "k8s.io/ingress-nginx",
    classNames: ["nginx"],
    takesClassless: true,
    takesNameWithoutObject: false,
    namespaces: undefined,
    namespacesKnown: true,
    http: 80,
    https: 443,
    settings: { "use-forwarded-headers": "true" },
    streams: [{ port: 2222, namespace: "shop", service: "sftp", servicePort: "22", decodesProxy: true }],
  });
  expect(controller?.workload.pods).toEqual([]);
});
