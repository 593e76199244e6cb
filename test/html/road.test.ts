import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assessment } from "../../src/report/assessment.ts";
import { readyAssessment, shopAssessment } from "../../src/report/testing.ts";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";
import { poisoned } from "./support/poison.ts";

/** Of the whole page only what this is about, so that a finding elsewhere does not show here. */
function roadOnly({ road, ...rest }: Assessment): Assessment {
  const findings: Assessment["findings"] = [];
  return { ...rest, findings, addresses: [], ...(road === undefined ? {} : { road }) };
}

const shop = roadOnly(shopAssessment);
const LOOKS = [
  { theme: "light", width: 320 },
  { theme: "dark", width: 320 },
  { theme: "light", width: 768 },
  { theme: "dark", width: 1100 },
  { theme: "light", width: 1280 },
  { theme: "dark", width: 1600 },
] as const;

describeWithParts("the road in the report", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(LOOKS)("axe finds nothing, $theme, $width px", async ({ theme, width }) => {
    const report = await openReport(browser, shop, {
      colorScheme: theme,
      viewport: { width, height: 900 },
      reducedMotion: "reduce",
    });
    const { page } = report;
    await unfold(page);
    const { violations } = await new AxeBuilder({ page }).include("#road").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual(
      [],
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await page.locator(".flow-drawing").isVisible()).toBe(width >= 1088);
    expect(report.misdeeds).toEqual([]);
    await report.close();
  });

  test("the letters of the drawing are never smaller than nine pixels, and none leaves its node", async () => {
    for (const width of [1088, 1280]) {
      const report = await openReport(browser, shop, { viewport: { width, height: 900 } });
      const found = await report.page.evaluate(() => {
        const nodes = [...document.querySelectorAll(".flow-node")];
        const texts = [...document.querySelectorAll(".flow-drawing text")].filter(
          (text) => text.closest(".flow-number") === null,
        );
        const svg = document.querySelector<SVGSVGElement>(".flow-drawing");
        const scale = svg?.getScreenCTM()?.a ?? 0;
        return {
          smallest: Math.min(
            ...texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale),
          ),
          outside: nodes.flatMap((node) => {
            const box = node.querySelector("rect")?.getBoundingClientRect();
            return [...node.querySelectorAll(":scope > text")]
              .filter((text) => {
                const own = text.getBoundingClientRect();
                return box === undefined || own.left < box.left || own.right > box.right;
              })
              .map((text) => text.textContent);
          }),
        };
      });
      expect(found.outside).toEqual([]);
      expect(found.smallest).toBeGreaterThanOrEqual(9);
      await report.close();
    }
  });

  test("the way is told by more than colour: numbers on it, dashes beyond it, a sign where it is assumed", async () => {
    const report = await openReport(browser, shop, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    const road = shop.road;
    if (road === undefined) throw new Error("the example has a road");
    expect(await page.locator(".flow-number").allTextContents()).toHaveLength(
      road.turns.length + road.ahead.length,
    );
    const dashes = await page
      .locator(".flow-line.ahead path")
      .evaluateAll((paths) => paths.map((path) => getComputedStyle(path).strokeDasharray));
    expect(dashes.length).toBeGreaterThan(0);
    expect(dashes).not.toContain("none");
    const open = [...road.turns, ...road.ahead].filter(({ how }) => how === "assumed").length;
    expect(await page.locator(".flow-node > .unknown use").count()).toBe(open);
    const widths = await page.evaluate(() =>
      ["taken", "not-taken"].map((style) => {
        const path = document.querySelector(`.flow-drawing .flow-line.${style} path`);
        return path === null ? 0 : Number.parseFloat(getComputedStyle(path).strokeWidth);
      }),
    );
    expect(widths[0]).toBeGreaterThan(2 * (widths[1] ?? 0));
    await report.close();
  });

  test("a node that has the focus says its reason, and leads to its turn", async () => {
    const report = await openReport(browser, shop, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    const turn = shop.road?.turns[1];
    const link = page.locator('.flow-drawing a[data-turn="2"]');
    await link.focus();
    expect(await page.locator("[data-caption]").textContent()).toContain(turn?.reason);
    expect(await page.locator("#turn-2.lit").count()).toBe(1);
    expect(
      await page.locator(`[id="${await link.getAttribute("aria-describedby")}"]`).textContent(),
    ).toContain(turn?.reason);
    await page.keyboard.press("Enter");
    expect(page.url()).toMatch(/#turn-2$/);
    expect(await page.locator("[data-caption]").isVisible()).toBe(false);
    const beyond = page.locator(".flow-drawing a", { has: page.locator(".flow-node.ahead") }).first();
    await beyond.click();
    expect(await page.locator(".turns-ahead[open]").count()).toBe(1);
    await report.close();
  });

  test("without its script every reason, and what each side does next, is on the page", async () => {
    const report = await openReport(browser, readyOf(shopAssessment), { javaScriptEnabled: false });
    const { page } = report;
    for (const { reason } of readyAssessment.road?.turns ?? []) {
      expect(await page.locator(".turn:visible", { hasText: reason }).count()).toBeGreaterThan(0);
    }
    const sides = page.locator("#road-outcome .side");
    expect(await sides.count()).toBe(2);
    const { provider = [], customer = [] } = readyAssessment.road?.outcome ?? {};
    expect(await sides.nth(0).locator("li:visible").allTextContents()).toEqual([...provider]);
    expect(await sides.nth(1).locator("li:visible").allTextContents()).toEqual([...customer]);
    await report.close();
  });

  test("printed, the drawing and every turn are on the paper, those beyond too", async () => {
    // The width of A4 between the margins.
    const report = await openReport(browser, shop, { viewport: { width: 703, height: 1000 } });
    const { page } = report;
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".flow-drawing").isVisible()).toBe(true);
    const turns = (shop.road?.turns.length ?? 0) + (shop.road?.ahead.length ?? 0);
    expect(await page.locator(".turn:visible").count()).toBe(turns);
    await report.close();
  });

  test("hostile words neither act nor widen the page", async () => {
    const { road } = poisoned(shop);
    const hostile = road === undefined ? shop : { ...shop, road };
    for (const width of [320, 1280]) {
      const report = await openReport(browser, hostile, { viewport: { width, height: 900 } });
      const { page } = report;
      await unfold(page);
      for (const link of await page.locator(".flow-drawing a:visible").all()) await link.focus();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await page.locator("#road :is(img, iframe, script, [style], [onload])").count()).toBe(0);
      expect(report.misdeeds).toEqual([]);
      await report.close();
    }
  });
});

function readyOf(assessment: Assessment): Assessment {
  const { road } = readyAssessment;
  return road === undefined ? assessment : { ...assessment, road };
}

async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("#road details")) details.open = true;
  });
}
