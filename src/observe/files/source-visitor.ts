import type { CoverageEntry } from "../../world/coverage.ts";
import type { Collector } from "../collector.ts";
import { SnapshotReader } from "../snapshot/read.ts";
import { Intake } from "./intake.ts";
import { JsonReader } from "./json-reader.ts";
import type { TextReader } from "./text-reader.ts";
import type { SkipReason, Visitor } from "./visitor.ts";
import { YamlReader } from "./yaml-reader.ts";

const SHOWN = 3;

const WHY: Readonly<Record<SkipReason, string>> = {
  other: "neither YAML nor JSON nor an archive by its name",
  link: "a link: links are not followed",
  special: "no regular file",
  empty: "empty",
};

/** Hands every text of one source to a parser, and notes what was left out. */
export class SourceVisitor implements Visitor {
  readonly #collector: Collector;
  readonly #skipped = new Map<SkipReason, string[]>();
  #firstFault: string | undefined;

  constructor(collector: Collector) {
    this.#collector = collector;
  }

  open(name: string, content: "json" | "yaml" | "snapshot"): TextReader {
    if (content === "snapshot") return new SnapshotReader(name, this.#collector);
    const intake = new Intake(name, this.#collector);
    const reader = content === "json" ? new JsonReader(intake) : new YamlReader(intake);
    return {
      push: (chunk) => reader.push(chunk),
      end: () => {
        reader.end();
        const reason = intake.finish();
        if (reason !== undefined) this.#firstFault ??= `${name}: ${reason}`;
      },
    };
  }

  fault(name: string, reason: string): void {
    this.#firstFault ??= `${name} ${reason}`;
    const entry: CoverageEntry = {
      subject: { place: name },
      status: "unreadable",
      count: 0,
      reason,
      place: name,
    };
    this.#collector.cover(entry);
  }

  skip(name: string, why: SkipReason): void {
    const names = this.#skipped.get(why) ?? [];
    names.push(name);
    this.#skipped.set(why, names);
  }

  /** Reports what was skipped, one entry a reason; gives the first thing that could not be read. */
  finish(): string | undefined {
    for (const [why, names] of this.#skipped) {
      const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
      this.#collector.cover({
        subject: { place: names.slice(0, SHOWN).join(", ") + more },
        status: "read",
        count: 0,
        reason: `skipped: ${WHY[why]}`,
      });
    }
    return this.#firstFault;
  }
}
