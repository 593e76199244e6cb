import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "../../src/report/testing.ts";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";

const THEMES = ["light", "dark"] as const;
const WIDTHS = [320, 1280] as const;
/** Two hostile findings look like all of them, and axe looks at every element. */
const hostile = { ...hostileAssessment, findings: hostileAssessment.findings.slice(0, 2) };

const CASES = [
  ...THEMES.flatMap((theme) =>
    WIDTHS.map((width) => ({ name: "a cluster that breaks", assessment: shopAssessment, theme, width })),
  ),
  { name: "a ready cluster", assessment: readyAssessment, theme: "light", width: 1280 },
  { name: "a cluster not read in full", assessment: unknownAssessment, theme: "dark", width: 1280 },
  { name: "a cluster not affected", assessment: notAffectedAssessment, theme: "light", width: 320 },
  { name: "hostile names", assessment: hostile, theme: "dark", width: 320 },
] as const;

describeWithParts("the report for everyone", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(CASES)("axe finds nothing in $name, $theme, $width px", async ({ assessment, theme, width }) => {
    const report = await openReport(browser, assessment, {
      colorScheme: theme,
      viewport: { width, height: 900 },
      reducedMotion: "reduce",
    });
    await layOutEverything(report.page);
    const found = await new AxeBuilder({ page: report.page }).analyze();
    expect(
      found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`),
    ).toEqual([]);
    expect(await widthOf(report.page)).toBe(width);
    await report.close();
  });

  test.each(WIDTHS)("only tables scroll sideways, whatever the names: %s px", async (width) => {
    const report = await openReport(browser, hostileAssessment, { viewport: { width, height: 900 } });
    await layOutEverything(report.page);
    expect(await widthOf(report.page)).toBe(width);
    await report.close();
  });

  test("the page can be used without its script", async () => {
    const report = await openReport(browser, shopAssessment, { javaScriptEnabled: false });
    const { page } = report;
    expect(await page.locator(".needs-script:visible").count()).toBe(0);
    expect(await page.locator(".finding:visible").count()).toBe(shopAssessment.findings.length);
    await page.locator(".proof a").first().click();
    expect(page.url()).toMatch(/#g-[a-z-]+$/);
    await report.close();
  });
});

/** What is folded or far away is not laid out, and neither axe nor the page's width would know of it. */
async function layOutEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const finding of document.querySelectorAll<HTMLElement>(".finding")) {
      finding.style.contentVisibility = "visible";
    }
  });
}

async function widthOf(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth);
}
