import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderHtml } from "../../src/report/html/html.ts";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";
import { largeAssessment } from "./support/large.ts";

const MANY = 2_000;
const large = largeAssessment(MANY);

test("two thousand findings make a file that can be mailed", () => {
  const html = renderHtml(large, { width: 100, colour: false });
  expect(Buffer.byteLength(html) / MANY).toBeLessThan(4_000);
});

describeWithParts("the report of a large cluster", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test("long lists start folded, and only what is seen is laid out", async () => {
    const report = await openReport(browser, large, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    expect(await page.locator(".finding").count()).toBe(MANY);
    expect(await page.locator(".cause[open]").count()).toBe(0);
    await page.locator("[data-expand=open]").click();
    const drawn = await page.evaluate(
      () =>
        [...document.querySelectorAll(".finding .body")].filter((body) =>
          body.checkVisibility({ contentVisibilityAuto: true }),
        ).length,
    );
    expect(drawn).toBeLessThan(100);
    expect(report.misdeeds).toEqual([]);
    await report.close();
  });

  test("a filter touches each finding at most once, and one that changes nothing touches none", async () => {
    const report = await openReport(browser, large);
    const { page } = report;
    await page.evaluate(() => {
      const touched = { count: 0 };
      Object.assign(window, { touched });
      new MutationObserver((records) => {
        touched.count += records.filter(({ target }) => (target as Element).matches(".finding")).length;
      }).observe(document.body, { subtree: true, attributes: true });
    });
    const touched = () =>
      page.evaluate(() => (window as unknown as { touched: { count: number } }).touched.count);
    const status = () => page.locator("[data-filter-count]").textContent();

    await page.getByLabel("Namespace").selectOption("team-7");
    await expect.poll(status).toBe("50 of 2,000 findings");
    expect(await touched()).toBe(MANY - 50);
    expect(await page.locator(".cause[open]:visible").count()).toBeGreaterThan(0);

    await page.getByLabel("Search").fill("team-7");
    await page.waitForURL(/text=team-7/);
    expect(await touched()).toBe(MANY - 50);

    await page.getByLabel("Search").fill("team-7 no-such-word");
    await expect.poll(status).toBe("0 of 2,000 findings");
    expect(await touched()).toBe(MANY);
    await report.close();
  });
});
