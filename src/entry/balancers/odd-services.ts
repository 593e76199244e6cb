import fc from "fast-check";
import type { KubeObject } from "../../world/resource.ts";
import { balancerObject } from "./testing.ts";

const KEYS = [
  "loadbalancer.openstack.org/proxy-protocol",
  "loadbalancer.openstack.org/x-forwarded-for",
  "loadbalancer.openstack.org/node-selector",
  "loadbalancer.openstack.org/load-balancer-id",
  "loadbalancer.openstack.org/enable-health-monitor",
  "service.beta.kubernetes.io/load-balancer-source-ranges",
  "service.beta.kubernetes.io/aws-load-balancer-type",
  "service.beta.kubernetes.io/aws-load-balancer-target-node-labels",
  "service.beta.kubernetes.io/do-loadbalancer-allow-rules",
  "service.beta.kubernetes.io/linode-loadbalancer-port-80",
  "service.beta.kubernetes.io/linode-loadbalancer-firewall-acl",
  "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2",
  "load-balancer.hetzner.cloud/node-selector",
  "metallb.io/loadBalancerIPs",
];
const VALUES = [
  "true",
  "v2",
  "*",
  "80,443",
  "pool=x",
  "pool in (x,",
  "ip:10.0.0.1",
  "[]",
  '{"allowList":7}',
  "nlb-ip",
  "",
  ",",
];
const odd = fc.oneof(fc.constantFrom(...VALUES), fc.string(), fc.jsonValue({ maxDepth: 2 }));
/** Services of type LoadBalancer with anything in the places that controllers read. */
export const oddServices: fc.Arbitrary<KubeObject> = fc
  .record({
    annotations: fc.dictionary(fc.constantFrom(...KEYS), odd),
    ports: fc.oneof(fc.array(fc.record({ port: odd, protocol: odd, name: odd }, { requiredKeys: [] })), odd),
    spec: fc.dictionary(
      fc.constantFrom(
        "loadBalancerClass",
        "externalTrafficPolicy",
        "loadBalancerIP",
        "loadBalancerSourceRanges",
        "selector",
      ),
      odd,
    ),
    ingress: fc.oneof(
      fc.array(fc.record({ ip: odd, hostname: odd, ipMode: odd }, { requiredKeys: [] })),
      odd,
    ),
  })
  .map(({ annotations, ports, spec, ingress }): KubeObject => {
    const plain = balancerObject();
    return {
      ...plain,
      metadata: { ...plain.metadata, annotations: annotations as KubeObject["metadata"] },
      spec: {
        type: "LoadBalancer",
        ports: ports as KubeObject["spec"],
        ...(spec as object),
      } as KubeObject["spec"],
      status: { loadBalancer: { ingress: ingress as KubeObject["status"] } } as KubeObject["status"],
    } as KubeObject;
  });
