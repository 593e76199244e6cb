import type { Path } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Controller } from "../controller.ts";
import type { AddressConsumer } from "./consumer.ts";
import type { ConsumerRow } from "./rows.ts";

/** Something of ingress-nginx that falls under a row of the table, by a setting at a place. */
export function nginxConsumer(
  row: ConsumerRow,
  controller: Controller,
  at: { readonly resource: Resource; readonly path: Path; readonly setting: string },
  more: Partial<AddressConsumer>,
): AddressConsumer {
  return {
    kind: row.kind,
    resource: at.resource,
    paths: [at.path],
    setting: at.setting,
    mechanism: row.mechanism,
    words: row.words,
    whenHidden: row.whenHidden,
    looksAt: "client",
    list: undefined,
    controller,
    followed: true,
    ...more,
  };
}
