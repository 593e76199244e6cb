import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { missingParts } from "../support/parts.ts";
import { inPage, PAGE } from "./page.ts";
import { asMarkdown, asText, tables } from "./tables.ts";
import { type Compared, compareAll, differenceText, predictions, type Told } from "./truth.ts";

const OUTPUTS = ["text", "json", "markdown"] as const;
type Output = (typeof OUTPUTS)[number];

const USAGE = `npm run truth:entry -- [-o ${OUTPUTS.join("|")}] [--model | --docs]`;

/**
 * `npm run truth:entry`: what a visitor observes of every way to every listener, held against the model. Gives the exit
 * code: 1 where they differ, 2 where nothing was asked.
 */
export async function main(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === undefined) {
    console.error(`not understood: ${args.join(" ")}\n${USAGE}`);
    return 2;
  }
  if (options.docs) writeFileSync(PAGE, inPage(readFileSync(PAGE, "utf8"), tables(predictions())));
  else if (options.model) print(predictions(), options.output);
  else return askAll(options.output);
  return 0;
}

function optionsOf(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        output: { type: "string", short: "o", default: "text" },
        model: { type: "boolean", default: false },
        docs: { type: "boolean", default: false },
      },
    });
    const output = OUTPUTS.find((one) => one === values.output);
    return output === undefined ? undefined : { ...values, output };
  } catch {
    return undefined;
  }
}

async function askAll(output: Output): Promise<number> {
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
  for (const each of different.slice(0, 20)) console.error(differenceText(each));
  if (output === "json") console.log(JSON.stringify(all, undefined, 1));
  else {
    const observed = all.flatMap(observedOf);
    if (observed.length === all.length) print(observed, output);
    else console.error("no tables: there are visits of which nothing was observed");
  }
  console.error(`${all.length} visits in ${seconds} s, ${different.length} not as predicted`);
  return different.length === 0 ? 0 : 1;
}

function print(all: readonly Told[], output: Output): void {
  if (output === "json") console.log(JSON.stringify(all, undefined, 1));
  else
    console.log(
      tables(all)
        .map(output === "text" ? asText : asMarkdown)
        .join("\n\n"),
    );
}

function observedOf({ combination, subject, observed }: Compared): readonly Told[] {
  return "failed" in observed ? [] : [{ combination, subject, account: observed }];
}
