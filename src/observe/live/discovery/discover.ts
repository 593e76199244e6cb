import { UserError } from "../../../errors.ts";
import type { Answer, Refusal } from "../http/answer.ts";
import type { ApiClient } from "../http/api-client.ts";
import { inParallel } from "../in-parallel.ts";
import { AGGREGATED_ACCEPT, isAggregated, readAggregated } from "./aggregated-discovery.ts";
import { type ApiResource, type BrokenApi, type Discovered, versionPath } from "./api-resource.ts";
import { type GroupVersion, readCoreVersions, readGroups, readResources } from "./legacy-discovery.ts";

/** An API whose own server is down stays down while we wait: one more try is for a server that just restarts. */
const ATTEMPTS_PER_VERSION = 2;

/**
 * Asks the server what it serves. Groups that `skip` names are not asked about.
 * @throws UserError where it may not say, or answers like no API server.
 */
export async function discover(
  client: ApiClient,
  concurrency: number,
  skip: (group: string) => boolean,
): Promise<Discovered> {
  const resources: ApiResource[] = [];
  const broken: BrokenApi[] = [];
  const roots = [
    { path: "/api", read: readCoreVersions },
    { path: "/apis", read: readGroups },
  ];
  const versions: GroupVersion[] = [];
  await inParallel(roots, concurrency, async ({ path, read }) => {
    const answer = await client.get(path, { accept: AGGREGATED_ACCEPT });
    if (!answer.ok) throw new UserError(noDiscovery(path, answer));
    if (isAggregated(answer.contentType)) {
      const found = readAggregated(answer.body);
      resources.push(...found.resources);
      broken.push(...found.broken);
    } else {
      versions.push(...read(answer.body));
    }
  });
  await inParallel(versions, concurrency, async (one) => {
    if (skip(one.group)) return;
    const answer = await describeVersion(client, one);
    if (answer.ok) resources.push(...readResources(one, answer.body));
    else broken.push({ ...one, reason: answer.message });
  });
  if (resources.length === 0) {
    throw new UserError(
      "The server serves no API: it answers, but names no kind of object. Check the server address.",
    );
  }
  return { resources, broken: broken.filter(({ group }) => !skip(group)) };
}

function describeVersion(client: ApiClient, { group, version }: GroupVersion): Promise<Answer> {
  return client.get(versionPath(group, version), { attempts: ATTEMPTS_PER_VERSION });
}

function noDiscovery(path: string, { status, message }: Refusal): string {
  if (status === 403) {
    return `The server does not say which kinds it serves (GET ${path}: ${message}). The ClusterRole that "replatform rbac" prints allows it.`;
  }
  return `GET ${path} did not work (${status === 0 ? "" : `${status}: `}${message}): is this the address of a Kubernetes API server?`;
}
