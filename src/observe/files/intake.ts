import type { Origin } from "../../world/resource.ts";
import type { Collector } from "../collector.ts";
import { SourceFault } from "./source-fault.ts";

type FileOrigin = Extract<Origin, { kind: "file" }>;

/** How many broken documents of one text are listed one by one, and after how many it is given up. */
const LISTED_FAULTS = 200;
const MOST_FAULTS = 5_000;

/** A text that goes on and on without an object in it is something else, or made to keep the program busy. */
const MOST_STRANGERS = 200_000;

/** What readers of one source hand over: objects to the collector, faults to the coverage. */
export class Intake {
  readonly source: string;
  readonly collector: Collector;
  #faults = 0;
  #strangers = 0;
  #firstReason: string | undefined;

  constructor(source: string, collector: Collector) {
    this.source = source;
    this.collector = collector;
  }

  origin(offset: number, length: number, line: number, syntax: "yaml" | "json"): FileOrigin {
    return { kind: "file", source: this.source, offset, length, line, syntax };
  }

  add(value: unknown, origin: Origin): void {
    const { taken } = this.collector;
    this.collector.add(value, origin);
    if (this.collector.taken === taken && ++this.#strangers > MOST_STRANGERS) {
      throw new SourceFault(
        `holds more than ${MOST_STRANGERS} things that are no Kubernetes objects, so it was not read on`,
      );
    }
  }

  /** A document that is there and could not be understood. */
  unreadable(line: number, reason: string): void {
    this.#firstReason ??= `line ${line}: ${reason}`;
    this.#faults++;
    if (this.#faults <= LISTED_FAULTS) this.#report(`${this.source}:${line}`, reason);
    if (this.#faults > MOST_FAULTS) {
      throw new SourceFault(
        `holds more than ${MOST_FAULTS} documents that cannot be read, so it was not read on`,
      );
    }
  }

  /** Completes the report; gives why the first unreadable document is, if there is one. */
  finish(): string | undefined {
    const more = this.#faults - LISTED_FAULTS;
    if (more > 0) this.#report(this.source, `${more} more documents could not be read`);
    return this.#firstReason;
  }

  #report(place: string, reason: string): void {
    this.collector.cover({ subject: { place }, status: "unreadable", count: 0, reason, place });
  }
}
