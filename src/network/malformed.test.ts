import { describe, expect, it } from "vitest";
import { testWorld } from "../guarantees/testing.ts";
import { formatPath } from "../world/json.ts";
import { policyProblems } from "./problems.ts";
import { answers, ask, policiesYaml } from "./statements/cluster.ts";
import { viewOf } from "./view-of.ts";

function problemsOf(policies: readonly string[]): readonly string[] {
  const view = viewOf(testWorld(policiesYaml(policies), { nodes: [] }));
  return policyProblems(view).map(({ path, reason }) => `${formatPath(path)} ${reason}`);
}

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

const WEB = "podSelector: {matchLabels: {app: web}}";
const OPEN = ["allowed", "allowed"];
const UNKNOWN = ["unknown", "unknown"];

describe("what the API refuses is not read past", () => {
  it.each([
    [
      "peers that are no list",
      `{${WEB}, ingress: [{from: {podSelector: {}}}]}`,
      UNKNOWN,
      "from: it is no list",
    ],
    ["rules that are no list", `{${WEB}, ingress: {from: []}}`, UNKNOWN, "ingress: it is no list"],
    ["ports that are no list", `{${WEB}, ingress: [{ports: {port: 1}}]}`, UNKNOWN, "ports: it is no list"],
    [
      "a port that has no fields",
      `{${WEB}, ingress: [{ports: [80]}]}`,
      UNKNOWN,
      "ports[0]: it has no fields",
    ],
    ["a number as text", `{${WEB}, ingress: [{ports: [{port: '80'}]}]}`, UNKNOWN, 'port "80" is neither'],
    ["a direction that is none", `{${WEB}, policyTypes: [ingress]}`, UNKNOWN, '"ingress" is none of Ingress'],
    ["a field of a rule", `{${WEB}, ingress: [{form: [{podSelector: {}}]}]}`, UNKNOWN, "form: there is no"],
    ["a field of the policy", `{${WEB}, ingres: []}`, UNKNOWN, "ingres: there is no such field"],
    [
      "an except that is no list",
      `{${WEB}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: 10.0.0.0/9}}]}]}`,
      UNKNOWN,
      "except: it is no list",
    ],
    [
      "labels without matchLabels",
      "{podSelector: {app: web}}",
      UNKNOWN,
      "podSelector.app: a selector has no",
    ],
    [
      "a label that is a number",
      "{podSelector: {matchLabels: {app: 5}}}",
      UNKNOWN,
      "matchLabels.app: the label",
    ],
    ["a null rule, which is an empty one", `{${WEB}, ingress: [null]}`, OPEN, undefined],
    [
      "a null namespaceSelector, which is none",
      `{${WEB}, ingress: [{from: [{podSelector: {}, namespaceSelector: null}]}]}`,
      ["allowed", "denied"],
      undefined,
    ],
    [
      "a null podSelector, which is none",
      `{${WEB}, ingress: [{from: [{podSelector: null, namespaceSelector: {}}]}]}`,
      OPEN,
      undefined,
    ],
    [
      "a null endPort, which is none",
      `{${WEB}, ingress: [{ports: [{port: 80, endPort: null}]}]}`,
      OPEN,
      undefined,
    ],
  ])("%s", (_, spec, expected, reason) => {
    const asked = ask([`a: ${spec}`]);
    expect(answers(asked, "a/api > a/web", "b/web > a/web")).toEqual(expected);
    const named = problemsOf([`a: ${spec}`]);
    if (reason === undefined) expect(named).toEqual([]);
    else expect(named.join()).toContain(reason);
  });

  it("names a selector nobody can read with its place, and doubts no more than the pods it may select", () => {
    const peer =
      "{podSelector: {matchLabels: {app: api}, matchExpressions: [{key: x, operator: Gt, values: ['1']}]}}";
    const policy = `a: {${WEB}, ingress: [{from: [${peer}]}]}`;
    expect(answers(ask([policy]), "a/api > a/web", "b/web > a/web")).toEqual(["unknown", "denied"]);
    expect(problemsOf([policy])).toEqual([
      'spec.ingress[0].from[0].podSelector.matchExpressions[0] the operator "Gt" is none',
    ]);
  });

  it("a selector of a selector's right part still rules out what its left part does not select", () => {
    const asked = ask(["a: {podSelector: {matchLabels: {app: web}, tier: front}}"]);
    expect(answers(asked, "b/web > a/web", "b/web > a/api")).toEqual(["unknown", "allowed"]);
  });
});
