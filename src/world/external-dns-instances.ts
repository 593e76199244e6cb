import type { JsonObject } from "./json.ts";
import { listOf, objectsOf, stringOf } from "./json.ts";
import type { Workload } from "./workload.ts";
import type { World } from "./world.ts";

/** An external-dns that a workload of the cluster runs, as its flags set it up. Defaults are those of its docs/flags.md. */
export interface ExternalDnsInstance {
  readonly workload: Workload;
  /** Pods are wanted: it writes records. */
  readonly running: boolean;
  /** `--txt-owner-id`; undefined where its value stands in no object (a Secret, a field of the pod). */
  readonly ownerId: string | undefined;
  /** What it reads: `service`, `ingress`, `gateway-httproute`, ... */
  readonly sources: readonly string[];
  /** `sync` deletes records whose objects are gone; `upsert-only` and `create-only` do not. */
  readonly policy: string | undefined;
  /** How it marks the records that are its own: `txt`, `noop`, ... */
  readonly registry: string | undefined;
  readonly provider: string | undefined;
  readonly domainFilters: readonly string[];
  readonly excludedDomains: readonly string[];
  /** The only namespace it reads; undefined: all. */
  readonly namespace: string | undefined;
  readonly ignores: {
    readonly hostnameAnnotation: boolean;
    readonly ingressRules: boolean;
    readonly ingressTls: boolean;
  };
  /** It says what it would do and does nothing. */
  readonly dryRun: boolean;
  /** Flags that change what is published and are not followed here: `--fqdn-template`. */
  readonly unfollowed: readonly string[];
}

/** Every external-dns in the cluster: by its image, or by flags nothing else has. */
export function externalDnsInstances({
  workloads,
}: Pick<World, "workloads">): readonly ExternalDnsInstance[] {
  return workloads.flatMap((workload) =>
    objectsOf(workload.template.spec.containers)
      .filter(isExternalDns)
      .map((container) => instanceOf(workload, container)),
  );
}

function isExternalDns(container: JsonObject): boolean {
  const image = stringOf(container.image) ?? "";
  if (/(?:^|\/)external-dns(?:[:@]|$)/.test(image)) return true;
  const words = wordsOf(container);
  const has = (flag: string): boolean => words.some((word) => word === flag || word.startsWith(`${flag}=`));
  return has("--txt-owner-id") || (has("--source") && has("--provider") && has("--registry"));
}

function instanceOf(workload: Workload, container: JsonObject): ExternalDnsInstance {
  const flags = new Flags(container);
  return {
    workload,
    running: workload.replicas > 0 || workload.pods.length > 0,
    ownerId: flags.one("txt-owner-id", "default"),
    sources: flags.all("source"),
    policy: flags.one("policy", "sync"),
    registry: flags.one("registry", "txt"),
    provider: flags.one("provider", undefined),
    domainFilters: flags.all("domain-filter").filter((domain) => domain !== ""),
    excludedDomains: flags.all("exclude-domains").filter((domain) => domain !== ""),
    namespace: flags.one("namespace", "") || undefined,
    ignores: {
      hostnameAnnotation: flags.isOn("ignore-hostname-annotation"),
      ingressRules: flags.isOn("ignore-ingress-rules-spec"),
      ingressTls: flags.isOn("ignore-ingress-tls-spec"),
    },
    dryRun: flags.isOn("dry-run"),
    unfollowed: UNFOLLOWED.filter((flag) => flags.all(flag).length > 0 || flags.isOn(flag)).map(
      (flag) => `--${flag}`,
    ),
  };
}

const UNFOLLOWED = [
  "annotation-filter",
  "label-filter",
  "fqdn-template",
  "ingress-class",
  "service-type-filter",
  "default-targets",
  "force-default-targets",
  "exclude-target-net",
  "target-net-filter",
  "regex-domain-filter",
  "regex-domain-exclusion",
  "managed-record-types",
  "exclude-record-types",
  "resolve-service-load-balancer-hostname",
  "compatibility",
  "zone-id-filter",
  "zone-name-filter",
];

function wordsOf(container: JsonObject): readonly string[] {
  return [...listOf(container.command), ...listOf(container.args)].flatMap((word) => stringOf(word) ?? []);
}

/** Its flags: on the command line, or as EXTERNAL_DNS_NAME in the environment, where lines part the values of a list. */
class Flags {
  readonly #words: readonly string[];
  readonly #environment = new Map<string, string | undefined>();

  constructor(container: JsonObject) {
    this.#words = wordsOf(container);
    for (const { name, value, valueFrom } of objectsOf(container.env)) {
      const key = stringOf(name);
      if (key !== undefined) {
        this.#environment.set(key, valueFrom === undefined ? (stringOf(value) ?? "") : undefined);
      }
    }
  }

  /** The last value; `unset` where the flag is not there; undefined where its value is not known. */
  one(flag: string, unset: string | undefined): string | undefined {
    const values = this.#values(flag);
    return values.length === 0 ? unset : values.at(-1);
  }

  all(flag: string): readonly string[] {
    return this.#values(flag).filter((value) => value !== undefined);
  }

  isOn(flag: string): boolean {
    if (this.#words.includes(`--no-${flag}`)) return false;
    if (this.#words.some((word) => word === `--${flag}` || word === `--${flag}=true`)) return true;
    return this.#environment.get(variableOf(flag)) === "true";
  }

  #values(flag: string): (string | undefined)[] {
    const values = this.#words.flatMap((word, index) => {
      if (word.startsWith(`--${flag}=`)) return [word.slice(flag.length + 3)];
      const next = this.#words[index + 1];
      return word === `--${flag}` && next !== undefined && !next.startsWith("--") ? [next] : [];
    });
    if (values.length > 0) return values.map((value) => this.#expanded(value));
    const variable = variableOf(flag);
    if (!this.#environment.has(variable)) return [];
    const value = this.#environment.get(variable);
    return value === undefined ? [undefined] : value.split("\n").filter((line) => line !== "");
  }

  /** The kubelet writes the environment into `$(NAME)`. */
  #expanded(value: string): string | undefined {
    let known = true;
    const text = value.replace(/\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)/g, (written, name: string) => {
      if (!this.#environment.has(name)) return written;
      const replacement = this.#environment.get(name);
      if (replacement === undefined) known = false;
      return replacement ?? "";
    });
    return known ? text : undefined;
  }
}

function variableOf(flag: string): string {
  return `EXTERNAL_DNS_${flag.toUpperCase().replaceAll("-", "_")}`;
}
