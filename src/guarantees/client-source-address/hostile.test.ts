import fc from "fast-check";
import { expect, it } from "vitest";
import { addressedNodes } from "../address-testing.ts";
import { hostileObjects } from "../hostile-testing.ts";
import { manifests, testWorld } from "../testing.ts";
import { clientSourceAddress } from "./client-source-address.ts";
import { controller, ingress, moved } from "./testing.ts";

const SETTINGS =
  '{ use-forwarded-headers: "true", block-cidrs: "192.0.2.0/24", http-snippet: "geo $x { default 0; }", log-format-upstream: "$remote_addr" }';

const VALID = manifests(
  [
    controller(SETTINGS),
    ingress({
      "whitelist-source-range": "192.0.2.0/24,10.128.0.0/22",
      "limit-rps": "10",
      "server-snippet": "deny 192.0.2.1;",
      "upstream-hash-by": "$remote_addr",
    }),
    `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: clients, namespace: ingress-nginx }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: ingress-nginx, annotations: { loadbalancer.openstack.org/proxy-protocol: "true" } }
spec: { type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24], selector: { app.kubernetes.io/name: ingress-nginx }, ports: [{ name: http, port: 80, targetPort: 80 }] }
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: office, namespace: shop }
spec: { ipAllowList: { sourceRange: [192.0.2.0/24] } }
`,
  ].join("\n---\n"),
);

it("judges any object without throwing", () => {
  const { now, context } = moved(controller());
  fc.assert(
    fc.property(hostileObjects(VALID), (objects) => {
      const before = testWorld(objects, { nodes: addressedNodes() });
      const later = { ...before, traffic: now.traffic };
      for (const breach of clientSourceAddress.judge(before, later, context)) {
        expect(`${breach.message} ${breach.remedy}`).not.toMatch(/undefined|\[object|NaN/);
      }
    }),
    { numRuns: 300 },
  );
});
