import { describe, expect, it } from "vitest";
import { planRepairs } from "../../network/repair/plan-repairs.ts";
import { testWorld } from "../testing.ts";
import { app, CALICO, CORE_DNS, policy, profile, route } from "./testing.ts";

const egress = (rules: string) => `{ podSelector: {}, policyTypes: [Egress], egress: [${rules}] }`;
const CACHE = egress("{ to: [{ ipBlock: { cidr: 169.254.25.10/32 } }] }");
const PRIVATE = egress(
  "{ to: [{ ipBlock: { cidr: 169.0.0.0/8 } }], ports: [{ port: 8080 }] }, { to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }",
);
const GLOBAL = `
---
apiVersion: crd.projectcalico.org/v1
kind: GlobalNetworkPolicy
metadata: { name: dns }
spec: { selector: app == "web", types: [Egress], egress: [{ action: Allow, destination: { nets: [169.254.25.10/32] } }] }
`;
const INGRESS = policy(
  "kube-system",
  "coredns",
  "{ podSelector: { matchLabels: { k8s-app: kube-dns } }, policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.0/22 } }] }] }",
);

describe("a remedy names `network repair`", () => {
  it.each([
    ["for a policy with the cache alone", policy("shop", "dns", CACHE), true],
    ["for a block of all but private addresses", policy("shop", "dns", PRIVATE), true],
    ["for CoreDNS's own policy", INGRESS, true],
    ["and not for kinds it does not change", GLOBAL, false],
  ])("%s", (_what, policies, named) => {
    const yaml = CORE_DNS + CALICO + app("shop") + policies;
    const remedies = route(yaml).filter(({ subject }) => subject.kind.endsWith("Policy"));
    expect(remedies).toHaveLength(1);
    expect(remedies[0]?.remedy.includes("replatform network repair")).toBe(named);
    const { resolver } = profile.source;
    const { repairs } = planRepairs(testWorld(yaml), { resolver, form: "transition" });
    expect(repairs.length > 0).toBe(named);
  });
});
