import { expect, it } from "vitest";
import { answers, ask } from "./statements/cluster.ts";

it("an operator nobody knows makes unknown what it may select, and nothing else", () => {
  const peer =
    "{podSelector: {matchLabels: {app: api}, matchExpressions: [{key: tier, operator: Near, values: [x]}]}}";
  const asked = ask([`a: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [${peer}]}]}`]);
  expect(answers(asked, "a/api > a/web", "b/web > a/web", "b/web > a/api")).toEqual([
    "unknown",
    "denied",
    "allowed",
  ]);
});

it("a policy whose own selector cannot be read may isolate any pod of its namespace", () => {
  const asked = ask(["a: {podSelector: everything, policyTypes: [Ingress]}"]);
  expect(answers(asked, "b/web > a/web", "a/web > b/web")).toEqual(["unknown", "allowed"]);
});
