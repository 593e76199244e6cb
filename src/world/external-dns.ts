import { canonicalAddress, parseAddress } from "./addresses/address.ts";
import type { RecordBook } from "./dns-book.ts";
import { type DnsRecord, dnsName, isWithin } from "./dns-records.ts";
import {
  ACCESS_ANNOTATION,
  ANNOTATION_PREFIX,
  annotatedTtl,
  CONTROLLER_ANNOTATION,
  HOSTNAME_ANNOTATION,
  HOSTNAME_SOURCE_ANNOTATION,
  splitList,
  TARGET_ANNOTATION,
  TTL_ANNOTATION,
} from "./external-dns-annotations.ts";
import { type ExternalDnsInstance, externalDnsInstances } from "./external-dns-instances.ts";
import { at, listOf, objectsOf, stringMapOf, stringOf } from "./json.ts";
import type { NodeModel } from "./node.ts";
import type { ObjectRef, Resource } from "./resource.ts";
import type { World } from "./world.ts";

/** What external-dns would publish. Nobody asked a DNS server: records may be others' or older, or not there. */
export interface ExternalDnsView {
  readonly instances: readonly ExternalDnsInstance[];
  readonly book: RecordBook;
  /** Names whose targets cannot be told from the objects. */
  readonly unclear: readonly UnclearName[];
}

export interface UnclearName {
  readonly name: string;
  readonly ref: ObjectRef;
  /** In words: "its load balancer has no address yet". */
  readonly reason: string;
}

export const EXTERNAL_DNS_SOURCE =
  "external-dns annotations (what it would publish; no DNS server was asked)";

type Sources = Pick<World, "objects" | "workloads" | "nodes">;

/**
 * What the cluster's external-dns would publish for Services and Ingresses (its docs/sources/service.md and ingress.md).
 * Where none runs, what it would for the objects that carry its annotations: another cluster's may.
 */
export function externalDnsView(world: Sources): ExternalDnsView {
  const instances = externalDnsInstances(world);
  const running = instances.filter((instance) => instance.running);
  const records: DnsRecord[] = [];
  const unclear: UnclearName[] = [];
  for (const [source, kind] of SOURCES) {
    for (const resource of world.objects.list(kind)) {
      const names = namesOf(resource, source, running).filter((name) => name !== "");
      if (names.length === 0) continue;
      const targets = targetsOf(resource, world.nodes);
      for (const name of names) {
        if ("reason" in targets) unclear.push({ name, ref: resource.ref, reason: targets.reason });
        else records.push(...targets.values.map((value) => recordOf(name, value, resource)));
      }
    }
  }
  const book = {
    source: EXTERNAL_DNS_SOURCE,
    records,
    zones: [],
    owners: [],
    missing: [],
    leaves: new Map(unclear.map(({ name, reason }) => [name, reason])),
  };
  return { instances, book, unclear };
}

const SOURCES = [
  ["service", "Service"],
  ["ingress", "Ingress.networking.k8s.io"],
] as const;

/** The names somebody's external-dns would publish for an object. */
function namesOf(
  resource: Resource,
  source: string,
  running: readonly ExternalDnsInstance[],
): readonly string[] {
  const annotations = stringMapOf(resource.object.metadata.annotations);
  const controller = annotations[CONTROLLER_ANNOTATION];
  if (controller !== undefined && controller !== "dns-controller") return [];
  if (running.length === 0) {
    const meant = Object.keys(annotations).some((key) => key.startsWith(ANNOTATION_PREFIX));
    return meant ? writtenNames(resource, source, annotations, NOTHING_IGNORED) : [];
  }
  const names = running
    .filter(({ sources, namespace }) => {
      return sources.includes(source) && (namespace === undefined || namespace === resource.ref.namespace);
    })
    .flatMap((instance) =>
      writtenNames(resource, source, annotations, instance.ignores).filter((name) => admits(instance, name)),
    );
  return [...new Set(names)];
}

const NOTHING_IGNORED: ExternalDnsInstance["ignores"] = {
  hostnameAnnotation: false,
  ingressRules: false,
  ingressTls: false,
};

function writtenNames(
  { object }: Resource,
  source: string,
  annotations: Readonly<Record<string, string>>,
  ignores: ExternalDnsInstance["ignores"],
): readonly string[] {
  const annotated = ignores.hostnameAnnotation ? [] : splitList(annotations[HOSTNAME_ANNOTATION]);
  if (source === "service") return [...new Set(annotated.map(dnsName))];
  const rules = ignores.ingressRules
    ? []
    : objectsOf(at(object, "spec", "rules")).map(({ host }) => stringOf(host) ?? "");
  const tls = ignores.ingressTls
    ? []
    : objectsOf(at(object, "spec", "tls")).flatMap(({ hosts }) =>
        listOf(hosts).map((host) => stringOf(host) ?? ""),
      );
  const from = annotations[HOSTNAME_SOURCE_ANNOTATION];
  const names = [
    ...(from === "annotation-only" ? [] : [...rules, ...tls]),
    ...(from === "defined-hosts-only" ? [] : annotated),
  ];
  return [...new Set(names.map(dnsName))];
}

/** A domain filter with a leading dot admits what is below the domain, not the domain itself. */
function admits({ domainFilters, excludedDomains }: ExternalDnsInstance, name: string): boolean {
  const matches = (filter: string): boolean => {
    const domain = dnsName(filter.replace(/^\./, ""));
    return isWithin(name, domain) && !(filter.startsWith(".") && name === domain);
  };
  return (domainFilters.length === 0 || domainFilters.some(matches)) && !excludedDomains.some(matches);
}

type Targets = { readonly values: readonly string[] } | { readonly reason: string };

function targetsOf({ ref, object }: Resource, nodes: readonly NodeModel[]): Targets {
  const annotations = stringMapOf(object.metadata.annotations);
  const annotated = splitList(annotations[TARGET_ANNOTATION]);
  if (annotated.length > 0) return { values: annotated };
  if (ref.kind !== "Service") return balancerTargets(object);
  const spec = at(object, "spec");
  const external = listOf(at(spec, "externalIPs")).flatMap((address) => stringOf(address) ?? []);
  switch (at(spec, "type")) {
    case "LoadBalancer":
      return external.length > 0 ? { values: external } : balancerTargets(object);
    case "ExternalName":
      return { values: external.length > 0 ? external : [stringOf(at(spec, "externalName")) ?? ""] };
    case "NodePort":
      if (at(spec, "externalTrafficPolicy") === "Local") {
        return { reason: "its targets are the nodes that have a pod of it at the time" };
      }
      return nodeTargets(nodes, annotations[ACCESS_ANNOTATION]);
    default:
      return at(spec, "clusterIP") === "None"
        ? { reason: "its targets are the addresses of its pods" }
        : { reason: "a ClusterIP is published only where external-dns is told to publish internal Services" };
  }
}

function balancerTargets(object: Resource["object"]): Targets {
  const values = objectsOf(at(object, "status", "loadBalancer", "ingress")).flatMap(({ ip, hostname }) =>
    [stringOf(ip), stringOf(hostname)].filter((value) => value !== undefined && value !== ""),
  );
  const found = values.flatMap((value) => value ?? []);
  return found.length > 0 ? { values: found } : { reason: "its status names no load balancer's address" };
}

function nodeTargets(nodes: readonly NodeModel[], access: string | undefined): Targets {
  const addresses = nodes.flatMap((node) => node.addresses);
  const external = addresses.filter(({ type }) => type === "ExternalIP");
  const internal = addresses.filter(({ type }) => type === "InternalIP");
  const isPublic = access === "public" || (access !== "private" && external.length > 0);
  const six = internal.filter(({ address }) => parseAddress(address)?.family === 6);
  const chosen = isPublic ? [...external, ...six] : internal;
  if (chosen.length === 0) return { reason: "no node's address was read" };
  return { values: [...new Set(chosen.map(({ address }) => address))] };
}

function recordOf(name: string, target: string, { ref, object }: Resource): DnsRecord {
  const address = canonicalAddress(target);
  return {
    name,
    type: address === undefined ? "CNAME" : address.includes(":") ? "AAAA" : "A",
    ttl: annotatedTtl(stringMapOf(object.metadata.annotations)[TTL_ANNOTATION]),
    value: address ?? dnsName(target),
    origin: `external-dns annotation on ${ref.kind} ${ref.namespace ?? ""}/${ref.name}`,
  };
}
