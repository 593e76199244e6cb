import { describe, expect } from "vitest";
import { answers, ask } from "./cluster.ts";
import { statement, statementEach } from "./statement.ts";

/** Statements 7 to 11: addresses and ports. */
export function blocksAndPorts(): void {
  describe("7: ipBlock", () => {
    const to = (...blocks: readonly string[]): string =>
      `a: {podSelector: {}, egress: [${blocks.map((block) => `{to: [{ipBlock: ${block}}]}`).join(", ")}]}`;
    statement(7, "what is excepted is not allowed, unless another rule does", () => {
      const block = "{cidr: 203.0.113.0/24, except: [203.0.113.7/32]}";
      const lines = ["a/web > 203.0.113.6", "a/web > 203.0.113.7", "a/web > 203.0.114.1"] as const;
      expect(answers(ask([to(block)]), ...lines)).toEqual(["allowed", "denied", "denied"]);
      expect(answers(ask([to(block, "{cidr: 203.0.113.7/32}")]), ...lines)).toEqual([
        "allowed",
        "allowed",
        "denied",
      ]);
    });
    statementEach(
      7,
      [
        ["an exception outside", "{cidr: 203.0.113.0/24, except: [203.0.114.0/25]}"],
        ["a CIDR that is none", "{cidr: 203.0.113.0/33}"],
        ["an exception that is no CIDR", "{cidr: 203.0.113.0/24, except: [somewhere]}"],
      ],
      "%s makes the rule unknown, and nothing else",
      ([, block]) => {
        const asked = ask([to(block, "{cidr: 198.51.100.0/24}")]);
        expect(answers(asked, "a/web > 203.0.113.6", "a/web > 198.51.100.1", "b/web > 203.0.113.6")).toEqual([
          "unknown",
          "allowed",
          "allowed",
        ]);
      },
    );
    statement(7, "beside another peer field it is unknown", () => {
      const asked = ask([
        "a: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}",
      ]);
      expect(answers(asked, "a/web > b/web")).toEqual(["unknown"]);
    });
  });

  statement(8, "protocol is TCP unless said, and no port means all of that protocol only", () => {
    const asked = ask(["a: {podSelector: {}, ingress: [{ports: [{port: 80}, {protocol: UDP}]}]}"]);
    expect(
      answers(
        asked,
        "b/web > a/web 80/TCP",
        "b/web > a/web 81/TCP",
        "b/web > a/web 9/UDP",
        "b/web > a/web 9/SCTP",
      ),
    ).toEqual(["allowed", "denied", "allowed", "denied"]);
  });

  describe("9: endPort", () => {
    const range = (ports: string): ReturnType<typeof ask> =>
      ask([`a: {podSelector: {}, ingress: [{ports: [${ports}]}]}`]);
    statement(9, "both ends of the range are in it", () => {
      const asked = range("{port: 80, endPort: 82}");
      expect(["79", "80", "82", "83"].map((port) => asked("b/web", "a/web", `${port}/TCP`))).toEqual([
        "denied",
        "allowed",
        "allowed",
        "denied",
      ]);
    });
    statementEach(
      9,
      ["{port: 80, endPort: 79}", "{endPort: 90}", "{port: http, endPort: 90}"],
      "%s is unknown",
      (ports) => {
        expect(answers(range(ports), "b/web > a/web")).toEqual(["unknown"]);
      },
    );
  });

  describe("10: named ports", () => {
    statement(10, "are looked up on each destination, for egress too", () => {
      const asked = ask(["b: {podSelector: {}, egress: [{ports: [{port: http}]}]}"]);
      expect(
        answers(
          asked,
          "b/web > a/web 80/TCP",
          "b/web > a/web 8080/TCP",
          "b/web > a/api 8080/TCP",
          "b/web > a/api 80/TCP",
        ),
      ).toEqual(["allowed", "denied", "allowed", "denied"]);
    });
    statement(10, "of another protocol, or of none, allow nothing", () => {
      const asked = ask([
        "a: {podSelector: {}, ingress: [{ports: [{port: http, protocol: UDP}, {port: nope}]}]}",
      ]);
      expect(answers(asked, "b/web > a/web 80/UDP", "b/web > a/web 80/TCP")).toEqual(["denied", "denied"]);
    });
    statement(10, "mean nothing on an address", () => {
      expect(
        answers(ask(["b: {podSelector: {}, egress: [{ports: [{port: http}]}]}"]), "b/web > 192.0.2.9"),
      ).toEqual(["denied"]);
    });
  });

  statementEach(11, ["SCTP", "UDP"], "rules of %s only isolate TCP", (protocol) => {
    const asked = ask([`a: {podSelector: {}, ingress: [{ports: [{port: 80, protocol: ${protocol}}]}]}`]);
    expect([asked("b/web", "a/web", "80/TCP"), asked("b/web", "a/web", `80/${protocol}`)]).toEqual([
      "denied",
      "allowed",
    ]);
  });
}
