import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { networkAssessment } from "../../../test/html/support/network.ts";
import type { Assessment } from "../assessment.ts";
import { anyAssessment } from "../testing/arbitrary.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "../testing.ts";
import { ownerOf, placeOf } from "../words.ts";
import { renderHtml } from "./html.ts";

const EXAMPLES = {
  shopAssessment,
  readyAssessment,
  unknownAssessment,
  notAffectedAssessment,
  hostileAssessment,
  networkAssessment: networkAssessment(60),
};

/** Controls but for the line feed and tab between elements, bidirectional controls, zero-width characters. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

// React reports what is wrong with its elements here, and nowhere else.
const complaint = vi.spyOn(console, "error");
beforeEach(() => {
  complaint.mockClear();
});
afterEach(() => {
  expect(complaint.mock.calls).toEqual([]);
});
afterAll(() => {
  complaint.mockRestore();
});

test.each(Object.entries(EXAMPLES))("%s: one document, well put together", (_name, assessment) => {
  const html = render(assessment);
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html.endsWith("</html>\n")).toBe(true);
  const ids = valuesOf(html, "id");
  expect(ids).toEqual([...new Set(ids)]);
  for (const target of valuesOf(html, "href")) {
    expect(target).toMatch(/^#/);
    expect(ids).toContain(target.slice(1));
  }
  expect(headingsOf(html)[0]).toBe(1);
  headingsOf(html).reduce((before, level) => {
    expect(level).toBeLessThanOrEqual(before + 1);
    return level;
  });
});

test("the policy admits exactly the script and the style in the page", () => {
  const html = render(shopAssessment);
  const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  expect(policy).toMatch(/^default-src 'none';/);
  for (const element of ["script", "style"]) {
    const [, content = ""] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(html) ?? [];
    const digest = createHash("sha256").update(content).digest("base64");
    expect(policy).toContain(`${element}-src 'sha256-${digest}'`);
    expect(html.split(`<${element}`)).toHaveLength(2);
  }
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test("the same assessment gives the same bytes", () => {
  expect(render(shopAssessment)).toBe(render(structuredClone(shopAssessment)));
});

test("everything a reader needs is in it", () => {
  const text = textOf(render(shopAssessment));
  const { findings, addresses, coverage, suppressions, profile } = shopAssessment;
  const needed = [
    ...findings.flatMap(({ id, title, message, remedy, docs }) => [id, title, message, remedy, docs]),
    ...findings.flatMap(({ evidence }) => evidence.flatMap((item) => [placeOf(item), item.path])),
    ...findings.flatMap((finding) => ownerOf(finding) ?? []),
    ...addresses.flatMap(({ address, owner, text: written }) => [address, owner, written]),
    ...coverage.flatMap(({ reason }) => reason ?? []),
    ...suppressions.flatMap(({ rule, reason }) => [rule, reason]),
    ...profile.features.map(({ title }) => title),
    `as described on ${profile.described}`,
  ];
  expect(needed.filter((part) => !text.includes(part))).toEqual([]);
});

test("a network that does not change, or could not be read, is said in a sentence", () => {
  const none = { states: [], namespaces: [], moreNamespaces: 0, comparisons: [] };
  const said = (network: Assessment["network"]): string =>
    textOf(render({ ...shopAssessment, ...(network === undefined ? {} : { network }) }));
  expect(said({ policies: 0, ...none })).toContain("There is no network policy");
  expect(said({ policies: 12, ...none })).toContain(
    "The 12 network policies let the same connections through",
  );
  expect(said({ policies: 12, unread: "forbidden", ...none })).toContain("were not all read (forbidden)");
  expect(said(undefined)).not.toContain("network polic");
});

test("minors to pass first and an unknown platform are said at the top", () => {
  expect(textOf(render(unknownAssessment)).includes("to 1.26, by way of 1.24 and 1.25")).toBe(true);
  const cluster = { ...shopAssessment.cluster, platform: "unknown" as const };
  const text = textOf(render({ ...shopAssessment, cluster }));
  expect(text.includes("not recognised taken for Kubernetes CaaS v1")).toBe(true);
});

test("any assessment at all can be shown, and nothing in it becomes markup or hides", () => {
  const tags = new Set(elementsOf(Object.values(EXAMPLES).map(render).join("")));
  fc.assert(
    fc.property(anyAssessment, (assessment) => {
      const html = render(assessment);
      expect(elementsOf(html).filter((tag) => !tags.has(tag))).toEqual([]);
      expect(UNSEEN.exec(bodyOf(html).replace(/<[^>]*>/g, ""))).toBeNull();
    }),
    { numRuns: 40 },
  );
}, 60_000);

function render(assessment: Assessment): string {
  return renderHtml(assessment, { width: 100, colour: false });
}

function bodyOf(html: string): string {
  return html.slice(html.indexOf("<body>"));
}

/** React quotes every attribute with `"` and escapes it inside, and `<` and `>` everywhere. */
function valuesOf(html: string, attribute: string): string[] {
  return [...bodyOf(html).matchAll(new RegExp(`<[^>]* ${attribute}="([^"]*)"`, "g"))].map(
    ([, value = ""]) => value,
  );
}

function elementsOf(html: string): string[] {
  return [...bodyOf(html).matchAll(/<([a-z0-9]+)/gi)].map(([, name = ""]) => name);
}

function headingsOf(html: string): number[] {
  return [...bodyOf(html).matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };

function textOf(html: string): string {
  return bodyOf(html)
    .replace(/<\/?(b|i|bdi|span)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, " ");
}
