// The main job on a bundled example: the shop is assessed, the result printed, the report written beside it.
import { spawnSync } from "node:child_process";

const REPORT = "replatform-report.html";
const replatform = (...args) =>
  spawnSync(process.execPath, ["dist/replatform.js", "assess", "examples/shop", ...args], {
    stdio: "inherit",
  }).status;

// 2 says that the shop is not ready, which it is not meant to be.
const shown = replatform("--assume-complete");
const written = replatform("--assume-complete", "-o", "html", "--output-file", REPORT);
if (shown !== 2 || written !== 2) {
  console.error(`the demo expected exit code 2 from both runs, got ${shown} and ${written}`);
  process.exitCode = 1;
}
