// Preloaded into a measured process: writes its peak resident memory (bytes) where REPLATFORM_PEAK says.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.REPLATFORM_PEAK, String(process.resourceUsage().maxRSS * 1024));
});
