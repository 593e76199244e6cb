import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shopAssessment } from "../../src/report/testing.ts";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";

const ALL = shopAssessment.findings.length;

describeWithParts("finding one's way in the report", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test("the filters work by keyboard alone, and say how many are left", async () => {
    const report = await openReport(browser, shopAssessment);
    const { page } = report;
    await page.getByLabel("Search").focus();
    await page.keyboard.type("checkout");
    await expect.poll(() => status(page)).toMatch(new RegExp(`^\\d of ${ALL} findings$`));
    expect(await shownSubjects(page)).toContain("shop/checkout");
    expect(await shownSubjects(page)).not.toContain("shop/media");

    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
    await expect.poll(() => status(page)).toBe(`${ALL} findings`);

    const apiAccess = shopAssessment.findings.filter((finding) => finding.guarantee === "api-access");
    const breaking = apiAccess.filter((finding) => finding.verdict === "breaks");
    await page.keyboard.press("Tab");
    await page.keyboard.type("api-a");
    await expect.poll(() => status(page)).toBe(`${apiAccess.length} of ${ALL} findings`);
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await expect.poll(() => status(page)).toBe(`${breaking.length} of ${ALL} findings`);
    expect(await page.locator("[data-filter-verdict=breaks]").getAttribute("aria-pressed")).toBe("true");
    expect(await page.locator(".group:visible").count()).toBe(1);
    const heading = page.locator("#g-api-access .group-count");
    expect(await heading.textContent()).toBe(`${breaking.length} of ${apiAccess.length} findings`);

    await page.getByRole("button", { name: "Show all" }).press("Enter");
    expect(await status(page)).toBe(`${ALL} findings`);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("filter-text");
    await report.close();
  });

  test("a filter that nothing passes says so", async () => {
    const report = await openReport(browser, shopAssessment);
    await report.page.getByLabel("Search").fill("no such thing");
    await report.page.getByText("No finding matches these filters.").waitFor();
    expect(await status(report.page)).toBe(`0 of ${ALL} findings`);
    await report.close();
  });

  test("a state of the move leads to its findings, and back again", async () => {
    const report = await openReport(browser, shopAssessment);
    const { page } = report;
    await page.getByRole("link", { name: "5 Nodes being replaced under Cluster API" }).press("Enter");
    const expected = shopAssessment.findings.filter((finding) =>
      finding.states.includes("cluster-api-rolling"),
    );
    expect(await status(page)).toBe(`${expected.length} of ${ALL} findings`);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("findings-title");
    expect(page.url()).toMatch(/#filter:state=cluster-api-rolling$/);
    await page.goBack();
    await expect.poll(() => status(page)).toBe(`${ALL} findings`);
    await report.close();
  });

  test("a cell of the proof leads to its findings", async () => {
    const report = await openReport(browser, shopAssessment, { reducedMotion: "reduce" });
    const { page } = report;
    await page
      .getByRole("row", { name: /^api-access/ })
      .getByRole("link")
      .nth(1)
      .click();
    expect(await shownSubjects(page)).toEqual(["ci/runner-kubeconfig", "ci/deploy-bot"]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("g-api-access-title");
    expect(await page.locator("#g-api-access-title").isVisible()).toBe(true);
    await report.close();
  });

  test("an address with a filter shows just that", async () => {
    const report = await openReport(browser, shopAssessment, { hash: "#filter:namespace=ci&verdict=breaks" });
    expect(await shownSubjects(report.page)).toEqual(["ci/runner-kubeconfig", "ci/deploy-bot"]);
    expect(await report.page.getByLabel("Namespace").inputValue()).toBe("ci");
    await report.close();
  });

  test("a link to a finding opens it, whatever was filtered", async () => {
    const report = await openReport(browser, shopAssessment, { hash: "#filter:verdict=advice" });
    const { page } = report;
    const id = await page.locator(".finding.breaks").first().getAttribute("id");
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#${id}`);
    await expect.poll(() => page.locator(`[id="${id}"] details`).getAttribute("open")).toBe("");
    expect(await page.locator(`[id="${id}"] .body`).isVisible()).toBe(true);
    expect(await status(page)).toBe(`${ALL} findings`);
    await report.close();
  });

  test("the chosen theme wins over the system's and survives a reload", async () => {
    const report = await openReport(browser, shopAssessment, { colorScheme: "light" });
    const { page } = report;
    const light = await ground(page);
    await page.getByRole("button", { name: "Dark" }).click();
    expect(await ground(page)).not.toBe(light);
    await page.reload();
    expect(await ground(page)).not.toBe(light);
    expect(await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed")).toBe("true");
    await report.close();
  });

  test("the id of a finding can be copied", async () => {
    const report = await openReport(browser, shopAssessment, {
      permissions: ["clipboard-write", "clipboard-read"],
    });
    const { page } = report;
    await page.locator(".finding summary").first().click();
    await page.getByRole("button", { name: "Copy id" }).first().click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(shopAssessment.findings.map((finding) => finding.id)).toContain(copied);
    await report.close();
  });
});

async function status(page: Page): Promise<string> {
  return (await page.locator("[data-filter-count]").textContent()) ?? "";
}

async function shownSubjects(page: Page): Promise<string[]> {
  return await page.locator(".finding:visible summary .subject b").allTextContents();
}

async function ground(page: Page): Promise<string> {
  return await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
}
