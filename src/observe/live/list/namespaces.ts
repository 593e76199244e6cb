import type { ApiClient } from "../http/api-client.ts";
import { inParallel } from "../in-parallel.ts";

/** The namespaces to try one by one where a kind may not be listed in the whole cluster. */
export interface KnownNamespaces {
  readonly names: readonly string[];
  /** True where these are all there are: whoever may list in each of them has seen everything. */
  readonly complete: boolean;
}

/** What the usual roles for one namespace (view, edit, admin) all allow, and most narrower ones in part. */
const PROBES: readonly { readonly api: string; readonly plural: string }[] = [
  { api: "/api/v1", plural: "pods" },
  { api: "/api/v1", plural: "configmaps" },
  { api: "/api/v1", plural: "services" },
  { api: "/apis/apps/v1", plural: "deployments" },
];

/**
 * Those of the namespaces the user may see anything in: asking for a hundred kinds in each of a hundred namespaces
 * would only collect refusals.
 */
export async function openNamespaces(
  client: ApiClient,
  { names }: KnownNamespaces,
  concurrency: number,
): Promise<ReadonlySet<string>> {
  if (names.length === 1) return new Set(names);
  const open = new Set<string>();
  await inParallel(names, concurrency, async (name) => {
    for (const { api, plural } of PROBES) {
      const answer = await client.get(`${api}/namespaces/${encodeURIComponent(name)}/${plural}?limit=1`);
      if (answer.ok) {
        open.add(name);
        return;
      }
    }
  });
  return open;
}
