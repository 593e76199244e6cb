import { packageVersion } from "../../config/package-root.ts";
import { print } from "../print.ts";

export function version(): Promise<void> {
  return print(`replatform ${packageVersion()}\n`);
}
