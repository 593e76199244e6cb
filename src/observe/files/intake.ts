import type { Origin } from "../../world/resource.ts";
import type { Collector } from "../collector.ts";

type FileOrigin = Extract<Origin, { kind: "file" }>;

/** How many broken documents of one source are listed one by one. */
const MAX_FAULTS = 200;

/** What readers of one source hand over: objects to the collector, faults to the coverage. */
export class Intake {
  readonly source: string;
  readonly collector: Collector;
  #faults = 0;
  #firstReason: string | undefined;

  constructor(source: string, collector: Collector) {
    this.source = source;
    this.collector = collector;
  }

  origin(offset: number, length: number, line: number, syntax: "yaml" | "json"): FileOrigin {
    return { kind: "file", source: this.source, offset, length, line, syntax };
  }

  add(value: unknown, origin: Origin): void {
    this.collector.add(value, origin);
  }

  /** A document that is there and could not be understood. */
  unreadable(line: number, reason: string): void {
    this.#firstReason ??= `line ${line}: ${reason}`;
    this.#faults++;
    if (this.#faults <= MAX_FAULTS) this.#report(`${this.source}:${line}`, reason);
  }

  /** Completes the report; gives why the first unreadable document is, if there is one. */
  finish(): string | undefined {
    const more = this.#faults - MAX_FAULTS;
    if (more > 0) this.#report(this.source, `${more} more documents could not be read`);
    return this.#firstReason;
  }

  #report(place: string, reason: string): void {
    this.collector.cover({ subject: { place }, status: "unreadable", count: 0, reason, place });
  }
}
