import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { missingParts } from "../support/parts.ts";
import { inPage, PAGE } from "./page.ts";
import { asMarkdown, asText, tables } from "./tables.ts";
import { type Compared, compareAll, differenceText, predictions, type Told } from "./truth.ts";

/** `npm run truth:entry`: what a visitor observes of every way to every listener, held against the model. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      output: { type: "string", short: "o", default: "text" },
      model: { type: "boolean" },
      docs: { type: "boolean" },
    },
  });
  const { output, model } = values;
  if (output !== "text" && output !== "json" && output !== "markdown") {
    console.error(`-o ${output} is not known: there are text, json, markdown`);
    return 2;
  }
  if (values.docs) {
    writeFileSync(PAGE, inPage(readFileSync(PAGE, "utf8"), tables(predictions())));
    return 0;
  }
  if (model) {
    print(predictions(), output);
    return 0;
  }
  const missing = missingParts(["haproxy", "nginx", "nginx-headers-more"]);
  if (missing.length > 0) {
    console.error(
      `needs ${missing.join(", ")} (npm run testbench); --model prints what the model says without them`,
    );
    return 2;
  }
  const started = performance.now();
  const all = await compareAll();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const different = all.filter(({ equal }) => !equal);
  if (output === "json") console.log(JSON.stringify(all, undefined, 1));
  else print(all.flatMap(observedOf), output);
  for (const each of different.slice(0, 20)) console.error(differenceText(each));
  console.error(`${all.length} visits in ${seconds} s, ${different.length} not as predicted`);
  return different.length === 0 ? 0 : 1;
}

function print(all: readonly Told[], output: "text" | "json" | "markdown"): void {
  if (output === "json") console.log(JSON.stringify(all, undefined, 1));
  else
    console.log(
      tables(all)
        .map(output === "text" ? asText : asMarkdown)
        .join("\n\n"),
    );
}

/** What was observed; a visit that failed is left to the differences. */
function observedOf({ combination, subject, observed }: Compared): readonly Told[] {
  return "failed" in observed ? [] : [{ combination, subject, account: observed }];
}
