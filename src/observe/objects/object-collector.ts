import type { CoverageEntry } from "../../world/coverage.ts";
import type { DnsAnswer, DnsObservation } from "../../world/dns-records.ts";
import { isObject, type JsonObject, stringOf } from "../../world/json.ts";
import type { UnboundManifest } from "../../world/resource.ts";
import {
  type GroupKind,
  groupKind,
  type KubeObject,
  type Manifest,
  type Origin,
  type Resource,
  refOf,
} from "../../world/resource.ts";
import type { Collector } from "../collector.ts";
import { CoverageBook } from "../coverage-book.ts";
import { HelmReleases } from "../helm/releases.ts";
import type { Observation, ServerInfo } from "../observation.ts";
import { placeOf } from "../place.ts";
import { redactObject } from "../redact/redact.ts";
import { metadataEvidence } from "./evidence.ts";
import { isLive, nameOf, normaliseMetadata } from "./metadata.ts";
import { ObjectTable } from "./object-table.ts";
import { ownerOf } from "./owner.ts";
import { Siblings } from "./siblings.ts";
import { SkippedDocuments } from "./skipped.ts";
import { slim } from "./slim.ts";
import { isList, itemKind, itemOrigin, withListKind } from "./take-apart.ts";

/** What happened is no state of the cluster, and there may be more of it than of everything else. */
const EVENT = "Event.events.k8s.io";

/** kubectl nests a list at most once. */
const DEEPEST_LIST = 50;

export class ObjectCollector implements Collector {
  readonly #table = new ObjectTable();
  readonly #coverage = new CoverageBook();
  readonly #skipped = new SkippedDocuments();
  readonly #releases = new HelmReleases();
  readonly #siblings = new Siblings();
  readonly #manifests: UnboundManifest[] = [];
  readonly #dnsAnswers: DnsAnswer[] = [];
  readonly #dnsSources = new Set<string>();
  #vouched = false;
  #gitVersion: string | undefined;
  readonly #hosts = new Set<string>();
  #taken = 0;

  get taken(): number {
    return this.#taken;
  }

  add(value: unknown, origin: Origin, observed?: boolean): void {
    this.#add(value, origin, observed, 0);
  }

  #add(value: unknown, origin: Origin, observed: boolean | undefined, depth: number): void {
    if (depth > DEEPEST_LIST) {
      const reason = `lists in lists, more than ${DEEPEST_LIST} deep`;
      this.cover({ subject: { place: placeOf(origin) }, status: "unreadable", count: 0, reason });
    } else if (Array.isArray(value)) {
      for (const item of value) this.#add(item, origin, observed, depth + 1);
    } else if (!isObject(value)) {
      this.#skipped.add(origin, "not a Kubernetes object");
    } else if (isList(value)) {
      this.#addList(value, origin, observed, depth + 1);
    } else {
      this.#addObject(value, origin, observed);
    }
  }

  restore(resource: Resource): void {
    this.#taken++;
    // Without secrets already; taken in like any other it shares what it has in common with others.
    const object = this.#takeIn(resource.object as unknown as Record<string, unknown>);
    this.#table.put({ ...resource, object });
  }

  restoreManifest(manifest: UnboundManifest): void {
    this.#manifests.push(manifest);
  }

  restoreDns({ answers, sources }: DnsObservation): void {
    this.#dnsAnswers.push(...answers);
    for (const source of sources) this.#dnsSources.add(source);
  }

  cover(entry: CoverageEntry): void {
    this.#coverage.add(entry);
  }

  server(info: Partial<ServerInfo>): void {
    this.#gitVersion ??= info.gitVersion;
    for (const host of info.hosts ?? []) this.#hosts.add(host);
  }

  vouch(): void {
    this.#vouched = true;
  }

  finish(sources: readonly string[], options: { assumeComplete: boolean }): Observation {
    this.#table.settleScopes();
    const { unbound, faults } = this.#releases.attach(this.#table);
    for (const fault of faults) this.#coverage.add(fault);
    for (const entry of [...this.#table.remarks(), ...this.#skipped.entries()]) this.#coverage.add(entry);
    const resources = this.#table.resources();
    const counts = new Map<GroupKind, number>();
    for (const { ref } of resources) {
      const kind = groupKind(ref.apiVersion, ref.kind);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return {
      resources,
      manifests: [...this.#manifests, ...unbound],
      coverage: {
        entries: this.#coverage.entries(counts),
        assumedComplete: options.assumeComplete || this.#vouched,
      },
      server: { gitVersion: this.#gitVersion, hosts: [...this.#hosts] },
      sources,
      ...(this.#dnsSources.size === 0
        ? {}
        : { dns: { answers: this.#dnsAnswers, sources: [...this.#dnsSources] } }),
    };
  }

  #addList(list: JsonObject, origin: Origin, observed: boolean | undefined, depth: number): void {
    const items = Array.isArray(list.items) ? (list.items as readonly unknown[]) : [];
    const kind = itemKind(list);
    const apiVersion = stringOf(list.apiVersion);
    if (items.length === 0 && kind !== undefined && apiVersion !== undefined) {
      this.#taken++;
      this.cover({ subject: { kind: groupKind(apiVersion, kind) }, status: "read", count: 0 });
    }
    items.forEach((item, index) => {
      const whole = isObject(item) ? withListKind(item, list) : item;
      this.#add(whole, itemOrigin(origin, index), observed, depth);
    });
  }

  #addObject(raw: JsonObject, origin: Origin, observed: boolean | undefined): void {
    const metadata = raw.metadata;
    if (typeof raw.apiVersion !== "string" || typeof raw.kind !== "string" || raw.kind === "") {
      this.#skipped.add(origin, "not a Kubernetes object");
      return;
    }
    if (!isObject(metadata) || nameOf(metadata) === undefined) {
      this.#skipped.add(
        origin,
        `${raw.kind} has no name: a configuration file, not an object of the cluster`,
      );
      return;
    }
    const { namespace } = metadata;
    if (namespace !== undefined && namespace !== null && typeof namespace !== "string") {
      // kubectl refuses it too; taking it for "default" would judge another object than the one that was meant.
      const reason = `metadata.namespace of ${raw.kind} ${nameOf(metadata)} is a ${typeof namespace}, no text: YAML reads y, no, on and 123 so, put it in quotes`;
      this.cover({ subject: { place: placeOf(origin) }, status: "unreadable", count: 0, reason });
      return;
    }
    this.#taken++;
    if (groupKind(raw.apiVersion, raw.kind) === EVENT) {
      this.cover({ subject: { kind: EVENT }, status: "read", count: 1 });
      return;
    }
    try {
      this.#merge(raw, metadata, origin, observed ?? isLive(metadata));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.cover({
        subject: { place: placeOf(origin) },
        status: "unreadable",
        count: 0,
        reason: error.message,
      });
    }
  }

  #merge(raw: JsonObject, metadata: JsonObject, origin: Origin, observed: boolean): void {
    this.#releases.note(raw, origin);
    const owner = ownerOf(metadata);
    const manifests: Manifest[] = metadataEvidence(raw, metadata, origin);
    const mutable = raw as Record<string, unknown>;
    slim(mutable);
    normaliseMetadata(metadata as Record<string, unknown>, String(raw.apiVersion), String(raw.kind));
    const object = this.#takeIn(mutable);
    this.#table.put({ ref: refOf(object), object, origin, observed, manifests, owner });
  }

  #takeIn(object: Record<string, unknown>): KubeObject {
    const maker = Siblings.maker(object as JsonObject);
    const taken = redactObject(object, this.#siblings.find(maker)) as unknown as KubeObject;
    this.#siblings.remember(maker, taken);
    return taken;
  }
}
