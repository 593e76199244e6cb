import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithParts } from "../support/parts.ts";
import { launchBrowser, openReport } from "./support/browser.ts";
import { namesAssessment, networkAssessment } from "./support/network.ts";
import { poisoned } from "./support/poison.ts";

const large = networkAssessment(300);
const LOOKS = [
  { theme: "light", width: 320 },
  { theme: "dark", width: 320 },
  { theme: "light", width: 768 },
  { theme: "light", width: 1280 },
  { theme: "dark", width: 1280 },
] as const;

describeWithParts("the network in the report", ["chromium"], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(LOOKS)("axe finds nothing among 300 workloads, $theme, $width px", async ({ theme, width }) => {
    const report = await openReport(browser, large, {
      colorScheme: theme,
      viewport: { width, height: 900 },
      reducedMotion: "reduce",
    });
    const { page } = report;
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>("#network details"))
        details.open = true;
    });
    const { violations } = await new AxeBuilder({ page }).include("#network").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual(
      [],
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await page.locator(".net-drawing").isVisible()).toBe(width >= 640);
    expect(report.misdeeds).toEqual([]);
    await report.close();
  });

  test("hostile names neither act nor widen the page", async () => {
    const sample = networkAssessment(60);
    const { network } = poisoned(sample);
    const hostile = network === undefined ? sample : { ...sample, network };
    for (const width of [320, 1280]) {
      const report = await openReport(browser, hostile, { viewport: { width, height: 900 } });
      const { page } = report;
      await page.evaluate(() => {
        for (const details of document.querySelectorAll<HTMLDetailsElement>("#network details")) {
          details.open = true;
        }
      });
      await page.getByLabel("Search changes").fill("service");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await page.locator("#network :is(img, iframe, script, [style], [onload])").count()).toBe(0);
      expect(report.misdeeds).toEqual([]);
      await report.close();
    }
  });

  test("every workload is drawn, and no name, line or box lies on another's name", async () => {
    const report = await openReport(browser, large, { viewport: { width: 1280, height: 900 } });
    const found = await report.page.evaluate(() => {
      const boxes = [
        ...document.querySelectorAll<SVGRectElement>(".net-chip rect, .net-dot rect, .net-box rect"),
      ];
      const small = boxes
        .filter((box) => box.closest(".net-box") === null)
        .map((box) => box.getBoundingClientRect());
      const overlaps = (a: DOMRect, b: DOMRect): boolean =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      const clashes = small.filter((a, at) => small.some((b, other) => other > at && overlaps(a, b)));
      const wide = [...document.querySelectorAll<SVGTextElement>(".net-chip text")].filter(
        (text) =>
          text.getBoundingClientRect().right >
          (text.previousElementSibling as Element).getBoundingClientRect().right,
      );
      const behind = [
        ...document.querySelectorAll<SVGPathElement>(".net-lines:not([hidden]) .net-line"),
      ].filter((line) => {
        const length = line.getTotalLength();
        const matrix = line.getScreenCTM() as DOMMatrix;
        return Array.from({ length: 60 }, (_, at) =>
          line.getPointAtLength((length * (at + 0.5)) / 60).matrixTransform(matrix),
        ).some(({ x, y }) =>
          small.some((box) => x > box.left + 2 && x < box.right - 2 && y > box.top + 1 && y < box.bottom - 1),
        );
      });
      const size = Math.min(
        ...[...document.querySelectorAll(".net-chip text")].map(
          (text) => text.getBoundingClientRect().height,
        ),
      );
      return { drawn: small.length, clashes: clashes.length, wide: wide.length, behind: behind.length, size };
    });
    expect(found).toMatchObject({ drawn: 300, clashes: 0, wide: 0, behind: 0 });
    // Heights of boxes are differences: where on the page the drawing stands shows in the last digit.
    expect(found.size).toBeGreaterThan(11.99);
    await report.close();
  });

  test("another comparison, a namespace, a word: list and drawing show the same", async () => {
    const report = await openReport(browser, large, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    expect(await status(page)).toBe("16 changes");
    const edges = await lines(page);
    await page.getByLabel("Compare states").selectOption({ index: 1 });
    await expect.poll(() => status(page)).toBe("3 changes");
    expect(await page.locator(".net-change:visible").count()).toBe(3);
    expect(await lines(page)).toBeLessThan(edges);
    await page.getByLabel("Compare states").selectOption({ index: 0 });
    await page.locator("#net-namespace").selectOption({ label: "kube-system" });
    await expect.poll(() => status(page)).toBe("1 of 16 changes");
    expect(await page.locator(".net-change:visible").textContent()).toContain("kube-system/service-0-3");
    expect(await lines(page)).toBe(5);
    await page.locator("#net-namespace").selectOption({ index: 0 });
    await page.getByLabel("Search changes").fill("10250");
    await expect.poll(() => status(page)).toBe("1 of 16 changes");
    await page.getByLabel("Search changes").fill("no such thing");
    await page.getByText("No change matches.").waitFor();
    expect(await lines(page)).toBe(0);
    await report.close();
  });

  test("pods that lose their names have lines and heads of their own, and a choice of their own", async () => {
    const names = namesAssessment(300);
    const namespaces = (names.network?.namespaces.length ?? 0) - 2;
    for (const [width, theme] of [
      [320, "dark"],
      [1280, "light"],
    ] as const) {
      const report = await openReport(browser, names, {
        colorScheme: theme,
        viewport: { width, height: 900 },
        reducedMotion: "reduce",
      });
      const { page } = report;
      const { violations } = await new AxeBuilder({ page }).include("#network").analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.getByLabel("Change", { exact: true }).selectOption("names-lost");
      await expect.poll(() => status(page)).toBe("1 of 18 changes");
      expect(await page.locator(".net-change:visible").textContent()).toContain("kube-system/service-0-0");
      if (width === 1280) {
        expect(await lines(page)).toBe(namespaces);
        const looks = await page.evaluate(() =>
          ["names-lost", "names-may-be-lost", "lost", "may-be-lost", "may-be-gained"].map((change) => {
            const line = document.querySelector(`.net-sample.${change} .net-line`);
            const head = document.querySelector(`#net-${change} path`);
            return `${line === null ? "" : getComputedStyle(line).strokeDasharray} ${head?.getAttribute("d")}`;
          }),
        );
        expect(new Set(looks).size).toBe(5);
        expect(await page.locator(".net-picture .key").textContent()).toContain("cannot ask CoreDNS");
      }
      await report.close();
    }
  });

  test("what has the focus or is pointed at is lit in both", async () => {
    const report = await openReport(browser, large, { viewport: { width: 1280, height: 900 } });
    const { page } = report;
    await page.locator(".net-comparison:visible summary").first().focus();
    expect(await page.locator(".net-change.lit").count()).toBe(1);
    expect(await page.locator(".net-edge.lit").count()).toBe(5);
    await page.locator(".net-rail", { hasText: "Addresses" }).hover({ position: { x: 8, y: 200 } });
    expect(await page.locator(".net-change.lit").textContent()).toContain("9 ranges of addresses");
    expect(await page.locator(".net-edge.lit").count()).toBe(1);
    await report.close();
  });

  test("without its script the whole move is shown", async () => {
    const report = await openReport(browser, large, {
      javaScriptEnabled: false,
      viewport: { width: 1280, height: 900 },
    });
    const { page } = report;
    expect(await page.locator(".net-choices").isVisible()).toBe(false);
    expect(await page.locator(".net-change:visible").count()).toBe(16);
    expect(await lines(page)).toBeGreaterThan(16);
    await report.close();
  });
});

async function status(page: Page): Promise<string> {
  return (await page.locator('[data-net="count"]').textContent()) ?? "";
}

async function lines(page: Page): Promise<number> {
  return await page.locator(".net-edge:visible").count();
}
