import type { CoverageEntry } from "../../world/coverage.ts";
import type { DnsObservation } from "../../world/dns-records.ts";
import { isObject, type JsonObject, listOf } from "../../world/json.ts";
import type { Manifest, Origin, Resource, UnboundManifest } from "../../world/resource.ts";
import type { Collector } from "../collector.ts";
import { SourceFault } from "../files/source-fault.ts";
import type { TextReader } from "../files/text-reader.ts";
import type { ServerInfo } from "../observation.ts";
import { SNAPSHOT_VERSION } from "./format.ts";

const NEWLINE = 0x0a;

/**
 * Gives a snapshot's content back to a collector. Throws a SourceFault when it is from a newer program, was cut
 * off, or is broken: half a cluster must not pass for a whole one.
 */
export class SnapshotReader implements TextReader {
  readonly #snapshot: Origin;
  readonly #collector: Collector;
  #rest: Buffer = Buffer.alloc(0);
  #count = -1;
  #ended = false;

  constructor(name: string, collector: Collector) {
    this.#snapshot = { kind: "snapshot", source: name };
    this.#collector = collector;
  }

  push(chunk: Buffer): void {
    const text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
      this.#line(text.toString("utf8", start, end));
      start = end + 1;
    }
    this.#rest = text.subarray(start);
  }

  end(): void {
    if (!this.#ended) throw new SourceFault("is a snapshot that was cut off: take it again");
  }

  #line(text: string): void {
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch {
      throw broken();
    }
    if (!isObject(line) || this.#ended) throw broken();
    if (this.#count < 0) checkVersion(line);
    else if (line.end !== undefined) {
      if (line.end !== this.#count) throw broken();
      this.#ended = true;
    } else this.#take(line);
    this.#count++;
  }

  #take(line: JsonObject): void {
    const { resource, manifest, coverage, server } = line;
    if (isObject(resource)) this.#collector.restore(this.#resource(resource as unknown as Resource));
    else if (isObject(manifest)) {
      this.#collector.restoreManifest(this.#manifest(manifest as unknown as UnboundManifest));
    } else if (isObject(coverage)) this.#collector.cover(coverage as unknown as CoverageEntry);
    else if (isObject(server)) {
      this.#collector.server(server as unknown as ServerInfo);
      if (line.assumedComplete === true) this.#collector.vouch();
      if (line.dns !== undefined) this.#collector.restoreDns(dnsOf(line.dns));
    } else throw broken();
  }

  #resource(resource: Resource): Resource {
    const { ref, object, origin, manifests } = resource;
    if (!isObject(ref) || !isObject(object) || !isObject(origin) || !Array.isArray(manifests)) throw broken();
    return {
      ...resource,
      origin: this.#origin(origin),
      manifests: manifests.map((manifest) => this.#manifest(manifest)),
    };
  }

  #manifest<T extends Manifest>(manifest: T): T {
    if (!isObject(manifest.origin) || !isObject(manifest.source)) throw broken();
    return { ...manifest, origin: this.#origin(manifest.origin) };
  }

  /** Text in files keeps its place; what came from an API server now comes from the snapshot. */
  #origin(origin: Origin): Origin {
    return origin.kind === "live" ? this.#snapshot : origin;
  }
}

function dnsOf(dns: unknown): DnsObservation {
  const { answers, sources } = isObject(dns) ? dns : {};
  const whole =
    listOf(answers).every(
      (answer) => isObject(answer) && typeof answer.name === "string" && Array.isArray(answer.records),
    ) && listOf(sources).every((source) => typeof source === "string");
  if (!Array.isArray(answers) || !Array.isArray(sources) || !whole) throw broken();
  return dns as DnsObservation;
}

function checkVersion(header: JsonObject): void {
  if (typeof header.version !== "number") throw broken();
  if (header.version > SNAPSHOT_VERSION) {
    throw new SourceFault(
      `is a snapshot in a newer format (${header.version}, this program reads ${SNAPSHOT_VERSION}), written by ${String(header.generator)}: use that version or a later one`,
    );
  }
}

function broken(): SourceFault {
  return new SourceFault("is a broken snapshot: take it again");
}
