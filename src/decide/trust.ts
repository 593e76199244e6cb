import type { Controller } from "../entry/controller.ts";
import type { Evidence } from "../guarantees/guarantee.ts";
import { meansEverything } from "../world/addresses/blocks.ts";
import { parseCidr } from "../world/addresses/cidr.ts";
import { refLabel } from "../world/resource.ts";

/** Forwarded headers that a controller believes. */
export interface Trust {
  readonly words: string;
  /** CIDR blocks it believes them from; empty: anybody. */
  readonly ranges: readonly string[];
  readonly evidence: Evidence;
}

/** ingress-nginx's ConfigMap: use-forwarded-headers or enable-real-ip, and proxy-real-ip-cidr (default 0.0.0.0/0). */
export function headersTrusted({ workload, settings, settingsFrom }: Controller): Trust[] {
  if (settings === undefined || settingsFrom === undefined) return [];
  const key = ["use-forwarded-headers", "enable-real-ip"].find((name) => settings[name] === "true");
  // With PROXY protocol the blocks are those of whoever sends the header: a load balancer, not a proxy.
  if (key === undefined || settings["use-proxy-protocol"] === "true") return [];
  const ranges = blocksOf(settings["proxy-real-ip-cidr"]);
  const from = ranges.length === 0 ? "from anywhere" : `from ${ranges.join(", ")}`;
  const { ref, origin } = settingsFrom;
  const words = `${refLabel(workload.ref)} trusts forwarded headers ${from}`;
  const path = ["data", ranges.length === 0 ? key : "proxy-real-ip-cidr"];
  return [
    {
      words,
      ranges,
      evidence: { ref, origin, path, value: ranges.length === 0 ? "true" : ranges.join(",") },
    },
  ];
}

/** The blocks named; none where one of them is everything, or one is no block. */
function blocksOf(text: string | undefined): readonly string[] {
  const blocks = (text ?? "")
    .split(",")
    .map((block) => block.trim())
    .filter((block) => block !== "");
  const all = blocks.map(parseCidr);
  const limited = all.every((block) => block !== undefined && !meansEverything(block));
  return limited ? blocks : [];
}
