import { expect, it } from "vitest";
import { FLOW } from "../decide/flow.ts";
import { parseAnswers } from "./answers.ts";

const HEAD = "apiVersion: replatform.io/v1alpha1\nkind: Answers\nanswers:\n";
const parse = (body: string) => parseAnswers(`${HEAD}${body}`, "prod.yaml");

it("takes a value, or a map with what belongs to it, and remembers the line of each", () => {
  const given = parse(
    'maintainer: provider\nproxy-in-front: { value: "yes", proxyRanges: [192.0.2.0/24], note: our WAF }\n'.replace(
      /^/gm,
      "  ",
    ),
  );
  expect([...given]).toEqual([
    ["maintainer", { value: "provider", how: "given", where: "prod.yaml:4" }],
    [
      "proxy-in-front",
      { value: "yes", how: "given", where: "prod.yaml:5", note: "our WAF", proxyRanges: ["192.0.2.0/24"] },
    ],
  ]);
});

it("takes every answer of every question", () => {
  for (const { id, answers } of FLOW.questions) {
    for (const { value } of answers) expect(parse(`  ${id}: ${value}\n`).get(id)?.value).toBe(value);
  }
});

it("takes a file in which everything is still a comment", () => {
  expect(parse("  # maintainer: provider\n").size).toBe(0);
});

it.each<[string, string, RegExp]>([
  [
    "a question there is not",
    "  maintainer: provider\n  maintainr: provider\n",
    /prod\.yaml:5: answers\.maintainr: no question of the road: they are .*maintainer/,
  ],
  [
    "a value there is not",
    "  maintainer: us\n",
    /prod\.yaml:4: answers\.maintainer: one of provider, customer, nobody/,
  ],
  [
    "such a value in a map",
    "  maintainer:\n    note: ours\n    value: us\n",
    /prod\.yaml:6: answers\.maintainer\.value: one of provider, customer, nobody/,
  ],
  [
    "a block that is none",
    '  proxy-in-front:\n    value: "yes"\n    proxyRanges:\n      - 192.0.2.0/24\n      - 192.0.2.1\n',
    /prod\.yaml:8: answers\.proxy-in-front\.proxyRanges\.1: an address block such as/,
  ],
  [
    "everybody as a proxy",
    '  proxy-in-front: { value: "yes", proxyRanges: [0.0.0.0/0] }\n',
    /prod\.yaml:4: .*not everybody's/,
  ],
  [
    "ranges where none belong",
    "  maintainer: { value: provider, proxyRanges: [192.0.2.0/24] }\n",
    /prod\.yaml:4: answers\.maintainer\.proxyRanges: /,
  ],
  ["a boolean for a yes", "  floating-ips-required: true\n", /prod\.yaml:4: .*one of no, yes/],
])("names the line of %s, and what is allowed", (_what, body, message) => {
  expect(() => parse(body)).toThrow(message);
});
