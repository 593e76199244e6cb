import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assessment } from "../../src/report/assessment.ts";
import { hostileAssessment, shopAssessment } from "../../src/report/testing.ts";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";
import { poisoned } from "./support/poison.ts";

const EXAMPLES: readonly (readonly [string, Assessment])[] = [
  ["hostile names in the cluster", hostileAssessment],
  ["poison in every text, the profile's and the engine's own too", poisoned(shopAssessment)],
];

describeWithParts("the report of a hostile cluster", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(EXAMPLES)("nothing runs, nothing is loaded: %s", async (_name, assessment) => {
    const report = await openReport(browser, assessment, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    await page.getByRole("button", { name: "Expand all" }).click();
    await page.evaluate(() => {
      // Links in a drawing have no click().
      for (const link of document.querySelectorAll("a, .finding button")) {
        link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      }
    });
    await page.getByLabel("Search").fill("<img");
    await page.mouse.wheel(0, 100_000);
    expect(report.misdeeds).toEqual([]);
    await report.close();
  });

  test.each(EXAMPLES)("no element or attribute comes out of a text: %s", async (_name, assessment) => {
    const report = await openReport(browser, assessment);
    const strange = await report.page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter(
          (element) =>
            /^(img|iframe|object|embed|base|form|audio|video|image)$/i.test(element.tagName) ||
            [...element.attributes].some(
              ({ name, value }) =>
                name.startsWith("on") ||
                name === "style" ||
                (name.endsWith("href") && !value.startsWith("#")),
            ),
        )
        .map((element) => element.outerHTML),
    );
    expect(strange).toEqual([]);
    expect(await report.page.locator("script").count()).toBe(1);
    await report.close();
  });

  test("the policy stops what got in all the same", async () => {
    const report = await openReport(browser, shopAssessment);
    const failure = report.page.waitForEvent("requestfailed");
    await report.page.evaluate(() => {
      document.body.insertAdjacentHTML(
        "beforeend",
        '<img src="https://evil.example/x.png" onerror="alert(1)">',
      );
      const script = document.createElement("script");
      script.textContent = "alert(2)";
      document.body.append(script);
    });
    expect((await failure).failure()?.errorText).toBe("csp");
    await expect.poll(() => report.misdeeds.length).toBeGreaterThanOrEqual(3);
    expect(report.misdeeds.filter((misdeed) => misdeed.startsWith('asked "'))).toEqual([]);
    await report.close();
  });
});
