import { entriesOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Controller } from "../controller.ts";
import { type AddressList, namesEverybody, parseList } from "./address-list.ts";
import type { AddressConsumer, LooksAt } from "./consumer.ts";
import { nginxConsumer } from "./nginx-consumer.ts";
import { modsecurityOn, snippetConsumers } from "./nginx-parts.ts";
import {
  ALLOW_LIST,
  type ConsumerRow,
  DENY_LIST,
  GLOBAL_LIMIT,
  LIMIT,
  LIMIT_EXEMPTION,
  MODSECURITY,
  ROWS,
  SATISFY_ANY,
  SNIPPET,
  TOLD,
  UPSTREAM_HASH,
} from "./rows.ts";
import { looksIn } from "./variables.ts";

const DEFAULT_PREFIX = "nginx.ingress.kubernetes.io";

/** What of an Ingress that ingress-nginx serves goes by the client's address. */
export function annotationConsumers(
  ingress: Resource,
  controller: Controller,
  settings: Readonly<Record<string, string>>,
): readonly AddressConsumer[] {
  const prefix = controller.flags["--annotations-prefix"] || DEFAULT_PREFIX;
  const own = ownAnnotations(ingress, `${prefix}/`);
  if (own === undefined) return [];
  const read = (name: string): string | undefined => own.get(name);
  const consumer = (row: ConsumerRow, setting: string, more: Partial<AddressConsumer> = {}) =>
    nginxConsumer(
      row,
      controller,
      { resource: ingress, path: ["metadata", "annotations", `${prefix}/${setting}`], setting },
      more,
    );
  const set = (row: ConsumerRow) => row.annotations.filter((name) => (read(name) ?? "") !== "");
  const listed = (row: ConsumerRow, does: AddressList["does"]) =>
    set(row).flatMap((name) => {
      const list = parseList(does, read(name) ?? "");
      return does === "admits" && namesEverybody(list) ? [] : [consumer(row, name, { list })];
    });
  // A canary's own annotations count for the choice of the pod alone; the rest is its main Ingress' (annotations.md).
  if (read("canary") === "true") return hashed(read, consumer);
  return [
    ...admitting(listed(ALLOW_LIST, "admits"), settings, read, consumer),
    ...listed(DENY_LIST, "refuses"),
    ...limits(read, settings, consumer),
    ...hashed(read, consumer),
    ...MODSECURITY.annotations
      .filter((name) => modsecurityOn(name, read(name)))
      .map((name) => consumer(MODSECURITY, name)),
    ...snippetsAllowed(controller, settings).flatMap((name) =>
      snippetConsumers(read(name), (more) => consumer(SNIPPET, name, more)),
    ),
    ...set(TOLD).map((name) => consumer(TOLD, name)),
  ];
}

const ASKED: ReadonlySet<string> = new Set(ROWS.flatMap(({ annotations }) => annotations));

/** The annotations under a prefix, by the rest of their keys; undefined where none of them is asked about. */
function ownAnnotations(ingress: Resource, prefix: string): ReadonlyMap<string, string> | undefined {
  const own = new Map<string, string>();
  let asked = false;
  for (const [key, text] of entriesOf(ingress.object.metadata.annotations)) {
    if (!key.startsWith(prefix) || typeof text !== "string") continue;
    const name = key.slice(prefix.length);
    own.set(name, text);
    asked ||= ASKED.has(name);
  }
  return asked ? own : undefined;
}

type Read = (name: string) => string | undefined;
type Make = (row: ConsumerRow, setting: string, more?: Partial<AddressConsumer>) => AddressConsumer;

/**
 * The allow-list; beside a login, with `satisfy: any`, whoever is on it need not log in. The Ingress' own list counts in
 * place of the general one (internal/ingress/annotations/ipallowlist/main.go).
 */
function admitting(
  own: readonly AddressConsumer[],
  settings: Readonly<Record<string, string>>,
  read: Read,
  consumer: Make,
): readonly AddressConsumer[] {
  const login =
    LOGINS.some((name) => (read(name) ?? "") !== "") ||
    ((settings["global-auth-url"] ?? "") !== "" && read("enable-global-auth") !== "false");
  if (read("satisfy") !== "any" || !login) return own;
  const general = ALLOW_LIST.keys.map((key) => settings[key]).find((text) => text !== undefined);
  const list = own[0]?.list ?? (general === undefined ? undefined : parseList("admits", general));
  if (list === undefined || namesEverybody(list)) return own;
  const { paths } = consumer(SATISFY_ANY, "satisfy");
  return [consumer(SATISFY_ANY, "satisfy", { list, paths: [...paths, ...own.flatMap((one) => one.paths)] })];
}

const LOGINS = ["auth-url", "auth-type", "auth-tls-secret"];

/** Limits, unless they count by something else than the address. */
function limits(
  read: Read,
  settings: Readonly<Record<string, string>>,
  consumer: Make,
): readonly AddressConsumer[] {
  const looksAt = firstLook(settings["limit-conn-zone-variable"] ?? "$binary_remote_addr");
  const own = LIMIT.annotations.filter((name) => isLimit(read(name)));
  const limited = looksAt === undefined ? [] : own.map((name) => consumer(LIMIT, name, { looksAt }));
  const spared = LIMIT_EXEMPTION.annotations
    .filter((name) => own.length > 0 && (read(name) ?? "") !== "")
    .map((name) => consumer(LIMIT_EXEMPTION, name, { list: parseList("spares", read(name) ?? "") }));
  const global = firstLook(read("global-rate-limit-key") || "$remote_addr");
  const overall =
    isLimit(read("global-rate-limit")) && global !== undefined
      ? [consumer(GLOBAL_LIMIT, "global-rate-limit", { looksAt: global })]
      : [];
  return [...limited, ...spared, ...overall];
}

/** A limit of 0 is none (internal/ingress/annotations/ratelimit/main.go). */
function isLimit(text: string | undefined): boolean {
  return text !== undefined && text !== "" && text.trim() !== "0";
}

function firstLook(variables: string): LooksAt | undefined {
  return [...looksIn(variables)][0];
}

function hashed(read: Read, consumer: Make): readonly AddressConsumer[] {
  return [...looksIn(read("upstream-hash-by") ?? "")].map((looksAt) =>
    consumer(UPSTREAM_HASH, "upstream-hash-by", { looksAt }),
  );
}

/**
 * Snippets in annotations count unless allow-snippet-annotations turns them off, as it does unless set since 1.9.0
 * (Changelog, controller 1.9.0).
 */
function snippetsAllowed(
  { version }: Controller,
  settings: Readonly<Record<string, string>>,
): readonly string[] {
  const said = settings["allow-snippet-annotations"]?.toLowerCase();
  const [major, minor] = version ?? [0, 0];
  const off = said === "false" || (said === undefined && (major > 1 || (major === 1 && minor >= 9)));
  return off ? [] : SNIPPET.annotations;
}
