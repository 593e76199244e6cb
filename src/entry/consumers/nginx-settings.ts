import type { Resource } from "../../world/resource.ts";
import type { Controller } from "../controller.ts";
import { isTrue } from "../listener.ts";
import { namesEverybody, parseList } from "./address-list.ts";
import type { AddressConsumer } from "./consumer.ts";
import { nginxConsumer } from "./nginx-consumer.ts";
import { modsecurityOn, snippetConsumers } from "./nginx-parts.ts";
import {
  ALLOW_LIST,
  BLOCKED,
  type ConsumerRow,
  DENY_LIST,
  GEOIP,
  LOG,
  MODSECURITY,
  SNIPPET,
  TOLD,
  TRUST,
  UPSTREAM_HASH,
} from "./rows.ts";
import { looksIn } from "./variables.ts";

/** What of ingress-nginx' own settings goes by the client's address, for all Ingresses it serves. */
export function settingConsumers(
  controller: Controller,
  from: Resource,
  settings: Readonly<Record<string, string>>,
): readonly AddressConsumer[] {
  const consumer = (row: ConsumerRow, setting: string, more: Partial<AddressConsumer> = {}) =>
    nginxConsumer(row, controller, { resource: from, path: ["data", setting], setting }, more);
  const set = (row: ConsumerRow) => row.keys.filter((key) => (settings[key] ?? "") !== "");
  const on = (row: ConsumerRow) => row.keys.filter((key) => isTrue(settings[key]));
  const looking = (row: ConsumerRow) =>
    set(row).flatMap((key) =>
      [...looksIn(settings[key] ?? "")].map((looksAt) => consumer(row, key, { looksAt })),
    );
  const admits = set(ALLOW_LIST).map((key) => ({ key, list: parseList("admits", settings[key] ?? "") }));
  return [
    ...admits
      .filter(({ list }) => !namesEverybody(list))
      .map(({ key, list }) => consumer(ALLOW_LIST, key, { list })),
    ...[DENY_LIST, BLOCKED].flatMap((row) =>
      set(row).map((key) => consumer(row, key, { list: parseList("refuses", settings[key] ?? "") })),
    ),
    ...looking(UPSTREAM_HASH),
    ...on(GEOIP).map((key) => consumer(GEOIP, key)),
    ...MODSECURITY.keys
      .filter((key) => modsecurityOn(key, settings[key]))
      .map((key) => consumer(MODSECURITY, key)),
    ...SNIPPET.keys.flatMap((key) => snippetConsumers(settings[key], (more) => consumer(SNIPPET, key, more))),
    ...looking(LOG),
    ...on(TRUST).map((key) => consumer(TRUST, key)),
    ...set(TOLD)
      .filter((key) => key !== "compute-full-forwarded-for" || isTrue(settings[key]))
      .map((key) => consumer(TOLD, key)),
  ];
}
