import { describe, expect } from "vitest";
import type { CniName } from "../cni.ts";
import { asker, podYaml } from "../testing/ask.ts";
import { statement } from "./statement.ts";

const PODS =
  podYaml("a/x", "app: x", "10.233.64.1") +
  podYaml("a/y", "app: y", "10.233.64.2") +
  podYaml("b/x", "app: x", "10.233.65.1");

/** Answers of a/x to a/y, b/x and an address outside. */
function admitted(
  cni: CniName,
  ...policies: readonly (readonly [kind: string, name: string, spec: string])[]
): string[] {
  const yaml = policies.map(([kind, name, spec]) => {
    const [group = "", own = ""] = kind.split(" ");
    const metadata = name.includes("/")
      ? `{namespace: ${name.split("/")[0]}, name: ${name.split("/")[1]}}`
      : `{name: ${name}}`;
    return `---\napiVersion: ${group}\nkind: ${own}\nmetadata: ${metadata}\nspec: ${spec}\n`;
  });
  const question = asker(PODS + yaml.join(""), cni);
  return ["a/y", "b/x", "203.0.113.7"].map((from) => question(from, "a/x"));
}

const CNP = "cilium.io/v2 CiliumNetworkPolicy";
const GNP = "projectcalico.org/v3 GlobalNetworkPolicy";
const TIER = "projectcalico.org/v3 Tier";
const ADMIN = "policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy";
const BASELINE = "policy.networking.k8s.io/v1alpha1 BaselineAdminNetworkPolicy";
const CLUSTER = "policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy";
const PLAIN = "networking.k8s.io/v1 NetworkPolicy";

/** Statements 23 to 25: what the other policy kinds do with one pod, a/x. */
export function otherPolicyKinds(): void {
  describe("23: Cilium", () => {
    statement(23, "a deny beats an allow", () => {
      const spec =
        "{endpointSelector: {}, ingress: [{fromEntities: [all]}], ingressDeny: [{fromEndpoints: [{matchLabels: {app: y}}]}]}";
      expect(admitted("cilium", [CNP, "a/p", spec])).toEqual(["denied", "allowed", "allowed"]);
    });
    statement(23, "a direction denies by default once it has rules", () => {
      expect(admitted("cilium", [CNP, "a/p", "{endpointSelector: {}, egress: [{}]}"])).toEqual([
        "denied",
        "allowed",
        "allowed",
      ]);
      expect(
        admitted("cilium", [CNP, "a/p", "{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}"]),
      ).toEqual(["allowed", "denied", "denied"]);
    });
    statement(23, "enableDefaultDeny overrides that", () => {
      const spec =
        "{endpointSelector: {}, enableDefaultDeny: {ingress: false}, ingress: [{fromEndpoints: [{}]}]}";
      expect(admitted("cilium", [CNP, "a/p", spec])).toEqual(["allowed", "allowed", "allowed"]);
    });
  });

  describe("24: Calico", () => {
    const ORDERS = (first: number, last: number) =>
      [
        [TIER, "one", `{order: ${first}}`],
        [TIER, "two", `{order: ${last}}`],
      ] as const;
    const rule = (tier: string, action: string) =>
      [
        GNP,
        `${tier}.p`,
        `{tier: ${tier}, selector: "projectcalico.org/namespace == 'a'", ingress: [{action: ${action}}]}`,
      ] as const;
    statement(24, "tiers count by order, and the first Allow or Deny wins", () => {
      const rules = [rule("one", "Allow"), rule("two", "Deny")];
      expect(admitted("calico", ...ORDERS(1, 2), ...rules)).toEqual(["allowed", "allowed", "allowed"]);
      expect(admitted("calico", ...ORDERS(2, 1), ...rules)).toEqual(["denied", "denied", "denied"]);
    });
    statement(24, "Pass goes on to the next tier", () => {
      expect(admitted("calico", ...ORDERS(1, 2), rule("one", "Pass"), rule("two", "Deny"))).toEqual([
        "denied",
        "denied",
        "denied",
      ]);
    });
    statement(24, "a tier that applied without a verdict denies, unless its default says else", () => {
      const only = [
        GNP,
        "one.p",
        "{tier: one, selector: all(), types: [Ingress], ingress: [{action: Allow, source: {selector: app == 'y'}}]}",
      ] as const;
      expect(admitted("calico", [TIER, "one", "{order: 1}"], only)).toEqual(["allowed", "denied", "denied"]);
      expect(admitted("calico", [TIER, "one", "{order: 1, defaultAction: Pass}"], only)).toEqual([
        "allowed",
        "allowed",
        "allowed",
      ]);
    });
    statement(24, "both API groups count, and sets of addresses are chosen by labels", () => {
      expect(
        admitted(
          "calico",
          [
            "crd.projectcalico.org/v1 GlobalNetworkPolicy",
            "p",
            "{selector: all(), types: [Ingress], ingress: [{action: Allow, source: {selector: net == 'out'}}]}",
          ],
          ["crd.projectcalico.org/v1 GlobalNetworkSet", "s, labels: {net: out}", "{nets: [203.0.113.0/24]}"],
        ),
      ).toEqual(["denied", "denied", "allowed"]);
    });
  });

  describe("25: admin tiers", () => {
    const SUBJECT = "subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: a}}}";
    const from = (action: string, app: string): string =>
      `{action: ${action}, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: ${app}}}}}]}`;
    const shut = [PLAIN, "a/shut", "{podSelector: {}, policyTypes: [Ingress]}"] as const;
    statement(25, "admin comes before NetworkPolicy, and baseline after it", () => {
      const admin = [ADMIN, "p", `{priority: 5, ${SUBJECT}, ingress: [${from("Allow", "y")}]}`] as const;
      const baseline = [BASELINE, "default", `{${SUBJECT}, ingress: [${from("Deny", "x")}]}`] as const;
      expect(admitted("antrea", admin, shut)).toEqual(["allowed", "denied", "denied"]);
      expect(admitted("antrea", baseline)).toEqual(["allowed", "denied", "allowed"]);
      expect(admitted("antrea", baseline, [PLAIN, "a/open", "{podSelector: {}, ingress: [{}]}"])).toEqual([
        "allowed",
        "allowed",
        "allowed",
      ]);
    });
    statement(25, "a lower priority comes first", () => {
      const rules = (first: number, second: number) =>
        [
          [ADMIN, "p", `{priority: ${first}, ${SUBJECT}, ingress: [${from("Allow", "y")}]}`],
          [CLUSTER, "q", `{tier: Admin, priority: ${second}, ${SUBJECT}, ingress: [${from("Deny", "y")}]}`],
        ] as const;
      expect(admitted("antrea", ...rules(0, 1000))[0]).toBe("allowed");
      expect(admitted("antrea", ...rules(1000, 0))[0]).toBe("denied");
    });
    statement(25, "Pass leaves the admin tier for NetworkPolicy; Accept is v1alpha2's Allow", () => {
      const passes = `{tier: Admin, priority: 1, ${SUBJECT}, ingress: [${from("Pass", "y")}, ${from("Accept", "x")}]}`;
      expect(admitted("antrea", [CLUSTER, "p", passes], shut)).toEqual(["denied", "allowed", "denied"]);
    });
  });
}
