import { UserError } from "../../errors.ts";
import { at, stringOf } from "../../world/json.ts";
import type { Collector } from "../collector.ts";
import type { ClusterAccess } from "./access/open-cluster.ts";
import type { ApiClient } from "./http/api-client.ts";

/** Asks for the version, and says by which names the server was reached: both are the first thing a move changes. */
export async function readVersion(
  client: ApiClient,
  access: ClusterAccess,
  collector: Collector,
): Promise<void> {
  const { server, tls } = access;
  const hosts = new Set([server.hostname.replace(/^\[|\]$/g, "")]);
  if (tls.serverName !== undefined) hosts.add(tls.serverName);
  collector.server({ hosts: [...hosts] });

  const answer = await client.get("/version");
  const gitVersion = answer.ok ? stringOf(at(answer.body, "gitVersion")) : undefined;
  if (gitVersion !== undefined) {
    collector.server({ gitVersion });
    return;
  }
  if (!answer.ok && answer.status === 403) {
    const reason = 'no right to "get" /version; the ClusterRole that "replatform rbac" prints gives it';
    collector.cover({
      subject: { place: "/version" },
      status: "forbidden",
      count: 0,
      reason,
      place: "GET /version",
    });
    return;
  }
  const what = answer.ok
    ? "no version"
    : answer.status === 0
      ? answer.message
      : `${answer.status}: ${answer.message}`;
  throw new UserError(
    `${server.host} does not answer like a Kubernetes API server (GET /version: ${what}). ` +
      `Check the server address of context "${access.source}".`,
  );
}
