import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Assessment } from "../../../src/report/assessment.ts";
import { renderHtml } from "../../../src/report/html/html.ts";
import { findPart } from "../../support/parts.ts";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findPart("chromium");
  if (executablePath === undefined) throw new Error("no chromium: use describeWithParts");
  return await chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A report open in the browser, with everything it did that a report must not do. */
export interface OpenReport {
  readonly page: Page;
  /** Requests for anything but the file, console messages, errors, dialogs. */
  readonly misdeeds: readonly string[];
  close(): Promise<void>;
}

/** Opens a report as a person does: from a file on disk. */
export async function openReport(
  browser: Browser,
  assessment: Assessment,
  options: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<OpenReport> {
  const { hash = "", ...contextOptions } = options;
  const directory = mkdtempSync(join(tmpdir(), "replatform-report-"));
  const file = join(directory, "report.html");
  writeFileSync(file, renderHtml(assessment, { width: 100, colour: false }));
  const address = pathToFileURL(file).href;
  const context = await browser.newContext(contextOptions);
  const page = await context.newPage();
  const misdeeds = watch(page, address);
  await page.goto(address + hash);
  return {
    page,
    misdeeds,
    async close() {
      await context.close();
      rmSync(directory, { recursive: true });
    },
  };
}

function watch(page: Page, address: string): string[] {
  const misdeeds: string[] = [];
  page.on("request", (request) => {
    const [path] = request.url().split("#");
    if (path !== address) misdeeds.push(`asked for ${request.url()}`);
  });
  page.on("console", (message) => misdeeds.push(`said ${message.text()}`));
  page.on("pageerror", (error) => misdeeds.push(`threw ${error.message}`));
  page.on("dialog", (dialog) => {
    misdeeds.push(`asked "${dialog.message()}"`);
    void dialog.dismiss();
  });
  return misdeeds;
}
