import { describe, expect } from "vitest";
import { answers, ask } from "./cluster.ts";
import { statement, statementEach } from "./statement.ts";

/** Statements 1 to 6: whom policies select, and whom their rules name. */
export function podsAndPeers(): void {
  describe("1: isolation is per direction, allows are a union, and both ends must allow", () => {
    statement(1, "a pod isolated for ingress sends as before", () => {
      const asked = ask(["a: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}"]);
      expect(answers(asked, "a/web > a/api", "a/api > a/web")).toEqual(["denied", "allowed"]);
    });
    statement(1, "allows of several policies add up", () => {
      const one = (app: string): string =>
        `a: {podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}, namespaceSelector: {}}]}]}`;
      const asked = ask([one("web"), one("kube-dns")]);
      expect(answers(asked, "a/web > a/api", "kube-system/kube-dns > a/api", "192.0.2.9 > a/api")).toEqual([
        "allowed",
        "allowed",
        "denied",
      ]);
    });
    statement(1, "egress of the source and ingress of the destination are both needed", () => {
      const egress = "a: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}";
      const ingress = "a: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}";
      expect(answers(ask([egress]), "a/web > a/api", "a/web > b/web")).toEqual(["allowed", "denied"]);
      expect(answers(ask([egress, ingress]), "a/web > a/api")).toEqual(["denied"]);
    });
  });

  describe("2: policyTypes absent", () => {
    statement(2, "ingress always, egress only with a rule", () => {
      expect(answers(ask(["a: {podSelector: {}}"]), "a/web > b/web", "b/web > a/web")).toEqual([
        "allowed",
        "denied",
      ]);
      const withRule = ask(["a: {podSelector: {}, egress: [{to: [{podSelector: {}}]}]}"]);
      expect(answers(withRule, "a/web > b/web", "b/web > a/web")).toEqual(["denied", "denied"]);
    });
    statement(2, "`egress: []` alone does not isolate egress", () => {
      expect(answers(ask(["a: {podSelector: {}, egress: []}"]), "a/web > b/web")).toEqual(["allowed"]);
    });
  });

  statementEach(
    3,
    ["ingress: []", "policyTypes: [Ingress]"],
    "a direction of its type without rules denies all: %s",
    (rest) => {
      const asked = ask([`a: {podSelector: {}, ${rest}}`]);
      expect(answers(asked, "b/web > a/web", "192.0.2.9 > a/web")).toEqual(["denied", "denied"]);
    },
  );

  statement(3, "an empty rule allows all", () => {
    const asked = ask(["a: {podSelector: {}, ingress: [{}]}"]);
    expect(answers(asked, "b/web > a/web 1/SCTP", "192.0.2.9 > a/web 53/UDP")).toEqual([
      "allowed",
      "allowed",
    ]);
  });

  statementEach(
    4,
    ["{from: [], ports: []}", "{ports: []}", "{from: []}"],
    "empty lists are as missing ones: %s",
    (rule) => {
      expect(answers(ask([`a: {podSelector: {}, ingress: [${rule}]}`]), "192.0.2.9 > a/web 9/UDP")).toEqual([
        "allowed",
      ]);
    },
  );

  statement(5, "items are ORed, peers and ports are ANDed", () => {
    const asked = ask([
      "a: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}, {ipBlock: {cidr: 10.1.0.1/32}}], ports: [{port: 80}, {port: 53, protocol: UDP}]}]}",
    ]);
    expect(
      answers(
        asked,
        "a/api > a/web",
        "b/web > a/web",
        "a/api > a/web 53/UDP",
        "a/api > a/web 53/TCP",
        "192.0.2.9 > a/web",
      ),
    ).toEqual(["allowed", "allowed", "allowed", "denied", "denied"]);
  });

  describe("6: whose pods a podSelector selects", () => {
    const dns = (peer: string): string =>
      `a: {podSelector: {}, egress: [{to: [${peer}], ports: [{port: 53, protocol: UDP}]}]}`;
    statement(
      6,
      "alone, those of the policy's own namespace: kube-dns is not reached by it from elsewhere",
      () => {
        const asked = ask([dns("{podSelector: {matchLabels: {k8s-app: kube-dns}}}")]);
        expect(answers(asked, "a/web > kube-system/kube-dns 53/UDP")).toEqual(["denied"]);
      },
    );
    statement(6, "with a namespaceSelector, both must match", () => {
      const peer = (name: string): string =>
        `{podSelector: {matchLabels: {k8s-app: kube-dns}}, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}}`;
      expect(answers(ask([dns(peer("kube-system"))]), "a/web > kube-system/kube-dns 53/UDP")).toEqual([
        "allowed",
      ]);
      expect(answers(ask([dns(peer("b"))]), "a/web > kube-system/kube-dns 53/UDP")).toEqual(["denied"]);
    });
    statement(
      6,
      "namespaceSelector alone selects all pods there, `{}` those of all namespaces, and neither an address",
      () => {
        const asked = ask([dns("{namespaceSelector: {}}")]);
        expect(
          answers(
            asked,
            "a/web > b/web 53/UDP",
            "a/web > kube-system/kube-dns 53/UDP",
            "a/web > 192.0.2.9 53/UDP",
          ),
        ).toEqual(["allowed", "allowed", "denied"]);
      },
    );
  });
}
