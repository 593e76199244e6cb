import { at, stringOf } from "../../world/json.ts";
import type { Controller } from "../controller.ts";
import type { AddressConsumer } from "./consumer.ts";
import { STREAM } from "./rows.ts";

/**
 * Entries of tcp-services. A backend sees the controller's pod whatever comes before it; only one that is given a
 * PROXY header (the second PROXY of `ns/service:port:PROXY:PROXY`) is told of the client
 * (docs/user-guide/exposing-tcp-udp-services.md).
 */
export function streamConsumers(controller: Controller): readonly AddressConsumer[] {
  return controller.streams.flatMap(({ port, from }): AddressConsumer[] => {
    const [, , , encode] = (stringOf(at(from.resource.object, ...from.path)) ?? "").split(":");
    if (encode?.toUpperCase() !== "PROXY") return [];
    return [
      {
        kind: STREAM.kind,
        resource: from.resource,
        paths: [from.path],
        setting: `port ${port}`,
        mechanism: STREAM.mechanism,
        words: STREAM.words,
        whenHidden: STREAM.whenHidden,
        looksAt: "client",
        list: undefined,
        controller,
        followed: true,
      },
    ];
  });
}
