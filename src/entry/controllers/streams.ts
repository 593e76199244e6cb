import { at, entriesOf, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Stream } from "../controller.ts";

const RESERVED = new Set([80, 443, 442, 8181, 10254]);

/**
 * The ports of a tcp-services or udp-services ConfigMap: `"2222": shop/sftp:22`, with `:PROXY` behind it where the
 * listener expects the header and a second one where it writes it (`:PROXY:PROXY`, `::PROXY`; TCP alone). What is
 * written otherwise the controller passes over, and so do we (getStreamServices in internal/ingress/controller/controller.go).
 */
export function streamsIn(protocol: Stream["protocol"], resource: Resource | undefined): readonly Stream[] {
  if (resource === undefined) return [];
  return entriesOf(at(resource.object, "data")).flatMap(([key, value]) => {
    const port = Number(key);
    const match = /^\s*([^/\s:]+)\/([^/\s:]+):([^/\s:]+)((?::[^/\s:]*){0,2})\s*$/.exec(stringOf(value) ?? "");
    const [, namespace, service, servicePort, proxy = ""] = match ?? [];
    if (!/^\d{1,5}$/.test(key) || port < 1 || port > 65_535 || RESERVED.has(port)) return [];
    if (namespace === undefined || service === undefined || servicePort === undefined) return [];
    return [
      {
        protocol,
        port,
        namespace,
        service,
        servicePort,
        decodesProxy: protocol === "TCP" && proxy.split(":")[1]?.toUpperCase() === "PROXY",
        from: { resource, path: ["data", key], note: `port ${port}/${protocol}` },
      },
    ];
  });
}
