import { expect, test } from "vitest";
import { shopAssessment } from "../../../src/report/testing.ts";
import { findingAnchors, guaranteeAnchor } from "./anchors.ts";

const { findings } = shopAssessment;

test("every finding has an anchor of its own, of characters that need no escaping", () => {
  const anchors = [...findingAnchors(findings).values()];
  expect(new Set(anchors).size).toBe(findings.length);
  for (const anchor of anchors) expect(anchor).toMatch(/^f-[a-z0-9.-]+$/);
});

test("an anchor does not depend on what else was found, nor on the subject's API version", () => {
  const [first] = findings;
  if (first === undefined) throw new Error("the example has findings");
  const anchor = findingAnchors(findings).get(first);
  expect(findingAnchors([first]).get(first)).toBe(anchor);
  const newer = { ...first, subject: { ...first.subject, apiVersion: "policy/v2" } };
  expect(findingAnchors([newer]).get(newer)).toBe(anchor);
});

test("two findings of one cause at one subject are told apart", () => {
  const [first] = findings;
  if (first === undefined) throw new Error("the example has findings");
  const twin = { ...first };
  const anchors = findingAnchors([first, twin]);
  expect(anchors.get(twin)).toBe(`${anchors.get(first)}-2`);
});

test("names that a slash or a namespace would confuse do not share an anchor", () => {
  const [first] = findings;
  if (first === undefined) throw new Error("the example has findings");
  const one = { ...first, subject: { ...first.subject, namespace: "a", name: "b\nc" } };
  const other = { ...first, subject: { ...first.subject, namespace: "a\nb", name: "c" } };
  const anchors = findingAnchors([one, other]);
  expect(anchors.get(one)).not.toBe(anchors.get(other));
});

test("a guarantee's anchor", () => {
  expect(guaranteeAnchor("api-versions")).toBe("g-api-versions");
  expect(guaranteeAnchor('A "b"\u202e')).toBe("g-a-b-");
});
