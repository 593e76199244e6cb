import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assessment } from "../../src/report/assessment.ts";
import { renderHtml } from "../../src/report/html/html.ts";
import { hostileAssessment, shopAssessment } from "../../src/report/testing.ts";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";
import { poisoned } from "./support/poison.ts";

/** Of the page only what this is about. */
function entriesOnly({ entries }: Assessment): Assessment {
  const { road: _, ...rest } = shopAssessment;
  return { ...rest, findings: [], addresses: [], ...(entries === undefined ? {} : { entries }) };
}

const shop = entriesOnly(shopAssessment);
const LOOKS = [
  { theme: "light", width: 320 },
  { theme: "dark", width: 320 },
  { theme: "light", width: 768 },
  { theme: "light", width: 1280 },
  { theme: "dark", width: 1280 },
] as const;

/** As many targets and ways as an assessment may hold, a picture for every state. */
function crowded(): Assessment {
  const [target] = shopAssessment.entries?.targets ?? [];
  const [way] = target?.ways ?? [];
  const [view] = way?.views ?? [];
  if (target === undefined || way === undefined || view === undefined || shop.entries === undefined) {
    throw new Error("the example has entries");
  }
  const ways = Array.from({ length: 8 }, (_, at) => ({
    ...way,
    views: shop.states.map(({ id }, nodes) => ({
      ...view,
      states: [id],
      nodes: nodes + at,
      moreAddresses: nodes,
    })),
  }));
  const targets = Array.from({ length: 30 }, (_, at) => ({
    ...target,
    object: { apiVersion: "apps/v1", kind: "DaemonSet", namespace: `edge-${at}`, name: "controller" },
    ways,
  }));
  return { ...shop, entries: { ...shop.entries, targets } };
}

test("thirty controllers with eight ways in nine states make a report that can be mailed", () => {
  const html = renderHtml(crowded(), { width: 100, colour: false });
  expect(Buffer.byteLength(html)).toBeLessThan(4_000_000);
});

describeWithParts("the entries in the report", ["chromium"], () => {
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
    const { violations } = await new AxeBuilder({ page }).include("#entries").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual(
      [],
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(report.misdeeds).toEqual([]);
    await report.close();
  });

  test("states that look the same share a picture, and a choice shows one state's alone", async () => {
    const report = await openReport(browser, shop, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    const first = page.locator(".entry-target").first();
    expect(await first.locator("figcaption").allTextContents()).toEqual([
      expect.stringMatching(/^1 /),
      expect.stringMatching(/^2 /),
      expect.stringMatching(/^3 to 4 /),
      expect.stringMatching(/^5 to 9 /),
    ]);
    await page.getByLabel("State", { exact: true }).last().selectOption({ index: 4 });
    expect(await first.locator("figure:visible figcaption").allTextContents()).toEqual([
      expect.stringMatching(/^3 to 4 /),
    ]);
    await report.close();
  });

  test("which way is used, refused or gone is told by words and by the arrows' shapes", async () => {
    const report = await openReport(browser, shop, {
      javaScriptEnabled: false,
      viewport: { width: 1280, height: 900 },
    });
    const { page } = report;
    const text = (await page.locator("#entries").textContent()) ?? "";
    for (const words of [
      "visitors come this way",
      "visitors may come this way",
      "nobody comes this way",
      "Refused: a PROXY header is expected and there is none",
      "the addresses of today lead nowhere any more",
      "Served by no controller: 1 host (staging.example.com)",
    ]) {
      expect(text.replace(/\s+/g, " ")).toContain(words);
    }
    const shapes = await page.evaluate(() =>
      ["yes", "maybe", "no", "refused"].map((style) => {
        const arrow = document.querySelector(`.entry-picture .entry-arrow.${style}`);
        if (arrow === null) return "";
        const { backgroundImage, backgroundSize } = getComputedStyle(arrow);
        const { content } = getComputedStyle(arrow, "::after");
        const colours = /(rgb|color|oklch|oklab)a?\([^()]*\)/g;
        return `${backgroundImage.replace(colours, "colour")} ${backgroundSize} ${content}`;
      }),
    );
    expect(new Set(shapes).size).toBe(4);
    await report.close();
  });

  test("hostile names neither act nor widen the page", async () => {
    const { entries } = poisoned(shop);
    const hostile = entries === undefined ? shop : { ...shop, entries };
    for (const assessment of [hostile, entriesOnly(hostileAssessment)]) {
      for (const width of [320, 1280]) {
        const report = await openReport(browser, assessment, { viewport: { width, height: 900 } });
        const { page } = report;
        await unfold(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(await page.locator("#entries :is(img, iframe, script, [style], [onload])").count()).toBe(0);
        expect(report.misdeeds).toEqual([]);
        await report.close();
      }
    }
  });
});

async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("#entries details")) {
      details.open = true;
    }
  });
}
