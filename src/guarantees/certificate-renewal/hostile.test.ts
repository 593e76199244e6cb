import fc from "fast-check";
import { expect, it } from "vitest";
import type { KubeObject } from "../../world/resource.ts";
import { manifests } from "../testing.ts";
import { certificate, clusterIssuer, judgeObjects, platform, tlsSecret } from "./testing.ts";

/** Whatever stands in the objects, a judgement throws nothing and says nothing that nobody can read. */

const VALID = manifests(
  platform({ certManager: "1.5.3" }) +
    clusterIssuer(
      "[{http01: {ingress: {class: nginx}}}, {selector: {dnsZones: [example.org], matchLabels: {a: b}}, dns01: {webhook: {config: {tokenSecretRef: {name: token}}}}}]",
    ) +
    certificate("web", {
      metadata: ", ownerReferences: [{apiVersion: v1, kind: Ingress, name: web, uid: x}]",
      more: ", renewBefore: 360h",
    }) +
    tlsSecret("web", "2023-12-12", "2024-03-11") +
    `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop, annotations: { cert-manager.io/cluster-issuer: le } }
spec: { tls: [{ hosts: [a.example.com], secretName: a-tls }], rules: [{ host: a.example.com }] }
---
{apiVersion: v1, kind: Namespace, metadata: {name: cert-manager}}
---
{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: cert-manager}, type: Opaque, data: {token: ""}}
---
{apiVersion: acme.cert-manager.io/v1, kind: Order, metadata: {name: o, namespace: shop}, spec: {dnsNames: [a]}}
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: ingress-nginx, annotations: { loadbalancer.openstack.org/proxy-protocol: "true" } }
spec: { type: LoadBalancer }
status: { loadBalancer: { ingress: [{ ip: 203.0.113.9, ipMode: VIP }] } }
`,
);

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Every place in an object but those that say what it is. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inside = isBranch(value)
    ? Object.entries(value).flatMap(([key, entry]) => places(entry, [...path, key]))
    : [];
  const identity =
    path.length === 0 ||
    ["apiVersion", "kind", "metadata.name", "metadata.namespace", "metadata"].includes(path.join("."));
  return identity ? inside : [path, ...inside];
}

function replaced(value: unknown, [step, ...rest]: readonly string[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (String(index) === step ? replaced(entry, rest, by) : entry));
  return isBranch(value) ? { ...value, [step]: replaced(value[step], rest, by) } : value;
}

const SPOTS = VALID.flatMap((object, index) => places(object).map((path) => ({ index, path })));
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e300,
    "",
    "*",
    "*.",
    "..",
    "__proto__",
    "9999-99-99",
    "1e9h",
    [null],
    [[["x"]]],
    { "": "" },
  ),
);

it("judges any object without throwing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...SPOTS), odd), { minLength: 1, maxLength: 3 }),
      (changes) => {
        const objects = [...VALID];
        for (const [{ index, path }, by] of changes)
          objects[index] = replaced(objects[index], path, by) as KubeObject;
        for (const copy of [undefined, "beside"] as const) {
          const breaches = judgeObjects(objects, { to: 34, balancer: {}, ...(copy && { copy }) });
          for (const { message, remedy } of breaches)
            expect(`${message}${remedy}`).not.toMatch(/undefined|\[object|NaN/);
        }
      },
    ),
    { numRuns: 300 },
  );
});
