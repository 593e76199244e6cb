import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parseAnswers } from "../../src/config/answers.ts";
import type { Decision } from "../../src/report/decision/decision.ts";
import { describeWithParts } from "../support/parts.ts";
import { CTRL_C, DOWN, ENTER, Terminal } from "../support/terminal.ts";

/** The road's questions, as a person at a terminal is asked them. */

const directory = mkdtempSync(join(tmpdir(), "replatform-terminal-"));
afterAll(() => rmSync(directory, { recursive: true }));
const READY = ["decide", "examples/ready", "--assume-complete"];

describeWithParts("at a terminal", ["script"], () => {
  it("asks what could not be read, with the evidence beside it, and saves the answers", {
    timeout: 60_000,
  }, async () => {
    const stdout = join(directory, "decision.json");
    const saved = join(directory, "answers.yaml");
    const terminal = new Terminal([...READY, "-o", "json"], { stdout });
    await terminal.until("free for 30 days");
    await terminal.until("upgraded in place");
    await terminal.until("confirm");
    terminal.type(ENTER);
    await terminal.until("where the names lead was not looked up");
    await terminal.until("in front of the ingress?");
    await terminal.until("confirm");
    terminal.type(DOWN + ENTER);
    await terminal.until("Which address blocks");
    terminal.type(`1.2.3${ENTER}`);
    await terminal.until("1.2.3: give an address block such as");
    terminal.type(`${"\u007f".repeat(5)}192.0.2.0/24${ENTER}`);
    await terminal.until("Save the answers to a file?");
    terminal.type(`${saved}${ENTER}`);
    expect(await terminal.end()).toBe(0);
    const { road } = JSON.parse(readFileSync(stdout, "utf8")) as Decision;
    expect(road).toMatchObject({ decided: true, outcome: { id: "ready-keep-proxy" } });
    expect(road?.turns.filter((turn) => turn.how === "asked").map((turn) => turn.question)).toEqual([
      "upgrade-or-migrate",
      "proxy-in-front",
    ]);
    const answers = parseAnswers(readFileSync(saved, "utf8"), saved);
    expect(answers.get("upgrade-or-migrate")?.value).toBe("upgrade");
    expect(answers.get("proxy-in-front")).toMatchObject({ value: "yes", proxyRanges: ["192.0.2.0/24"] });
  });

  it("ends at Ctrl-C with 130, and has written nothing", { timeout: 60_000 }, async () => {
    const before = readdirSync(directory);
    const answers = join(directory, "never.yaml");
    const terminal = new Terminal([...READY, "--write-answers", answers]);
    await terminal.until("confirm");
    terminal.type(CTRL_C);
    expect(await terminal.end()).toBe(130);
    expect(terminal.shown).toContain("interrupted; nothing was written");
    expect(terminal.shown).not.toContain("The road is");
    expect(existsSync(answers)).toBe(false);
    expect(readdirSync(directory)).toEqual(before);
  });

  it("asks legibly at a terminal that does not tell its size", { timeout: 60_000 }, async () => {
    const terminal = new Terminal(READY, { columns: 0 });
    await terminal.until("upgrade this cluster");
    terminal.type(CTRL_C);
    expect(await terminal.end()).toBe(130);
  });

  it("asks nothing at a terminal where it is told not to", { timeout: 60_000 }, async () => {
    const terminal = new Terminal([...READY, "--no-input"]);
    expect(await terminal.end()).toBe(2);
    expect(terminal.shown).toContain("these questions are open");
    expect(terminal.shown).not.toContain("you are asked");
  });
});
