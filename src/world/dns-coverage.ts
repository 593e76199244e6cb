import type { DnsView } from "./dns-records.ts";

/** How much of DNS was looked at: what every view says beside its verdicts. */
export interface DnsCoverage {
  /** Empty where nobody looked. */
  readonly sources: readonly string[];
  readonly found: number;
  readonly missing: readonly string[];
  readonly unknown: readonly { readonly name: string; readonly reason: string }[];
  /** Names no source has a word on. */
  readonly notLookedUp: readonly string[];
}

export function dnsCoverage(view: DnsView, names: readonly string[]): DnsCoverage {
  const missing: string[] = [];
  const unknown: { name: string; reason: string }[] = [];
  const notLookedUp: string[] = [];
  let found = 0;
  for (const name of names) {
    const answer = view.lookup(name);
    if (answer === undefined) notLookedUp.push(name);
    else if (answer.status === "missing") missing.push(name);
    else if (answer.status === "unknown") unknown.push({ name, reason: answer.reason });
    else found++;
  }
  return { sources: view.sources, found, missing, unknown, notLookedUp };
}

/** The coverage in one line, names left out, so nothing in it is anybody's text but the sources'. */
export function dnsStatement({ sources, found, missing, unknown, notLookedUp }: DnsCoverage): string {
  if (sources.length === 0) {
    return "DNS was not looked at (--dns-server looks names up, --dns reads a zone file)";
  }
  const all = found + missing.length + unknown.length + notLookedUp.length;
  const parts = [
    `${found} of ${all} names have addresses`,
    ...(missing.length > 0 ? [`${missing.length} have none`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} unknown`] : []),
    ...(notLookedUp.length > 0 ? [`${notLookedUp.length} in no source`] : []),
  ];
  return `DNS: ${parts.join(", ")} (${sources.join(", ")})`;
}
