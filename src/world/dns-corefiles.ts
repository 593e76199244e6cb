import { type Corefile, parseCorefile } from "./corefile.ts";
import { type DnsService, dnsService } from "./dns-service.ts";
import { at, type JsonObject, listOf, objectsOf, stringMapOf, stringOf } from "./json.ts";
import { TEMPLATE_PATHS } from "./pod-template.ts";
import { groupKind, type Resource } from "./resource.ts";
import type { ObjectStore } from "./store.ts";
import type { Workload } from "./workload.ts";

/** The Corefile some pods run with. */
export interface PlacedCorefile {
  /** The ConfigMap it stands in. */
  readonly resource: Resource;
  readonly key: string;
  readonly corefile: Corefile;
}

/** NodeLocal DNS on the nodes, as Kubespray (nodelocaldns) or Kubernetes' addon (node-local-dns) calls it. */
export function isDnsCache({ ref }: Pick<Workload, "ref">): boolean {
  return ref.kind === "DaemonSet" && /^node-?local-?dns/.test(ref.name);
}

export function isCoreDns(
  { ref, template, resource }: Workload,
  { ref: service, selector }: DnsService,
): boolean {
  if (ref.namespace !== service.namespace || resource === undefined) return false;
  if (!(groupKind(ref.apiVersion, ref.kind) in TEMPLATE_PATHS)) return false;
  return Object.entries(selector).every(([key, value]) => template.labels[key] === value);
}

/** The cache's Corefile; undefined where none was read. */
export function cacheCorefile(
  objects: ObjectStore,
  workloads: readonly Workload[],
): PlacedCorefile | undefined {
  const cache = workloads.find(isDnsCache);
  return placed(objects, cache, "kube-system", ["nodelocaldns", "node-local-dns"]);
}

export function coreDnsCorefile(
  objects: ObjectStore,
  workloads: readonly Workload[],
): PlacedCorefile | undefined {
  const service = dnsService(objects);
  const coreDns = workloads.find((workload) => isCoreDns(workload, service));
  return placed(objects, coreDns, service.ref.namespace ?? "kube-system", ["coredns"]);
}

/** A file of a ConfigMap as pods see it; `resource` undefined where the ConfigMap was not read. */
interface Mounted {
  readonly path: string;
  readonly resource: Resource | undefined;
  readonly key: string;
}

function placed(
  objects: ObjectStore,
  workload: Workload | undefined,
  namespace: string,
  names: readonly string[],
): PlacedCorefile | undefined {
  const spec = workload?.template.spec;
  const mounted = spec === undefined ? [] : filesOf(objects, spec, namespace);
  const path = spec === undefined ? DEFAULT_PATH : configPath(spec);
  const own = mounted.find((one) => one.path === path && one.resource !== undefined);
  const file = own ?? byName(objects, namespace, names);
  const text = stringOf(at(file?.resource?.object, "data", file?.key ?? ""));
  if (file?.resource === undefined || text === undefined) return undefined;
  const folder = path.slice(0, path.lastIndexOf("/"));
  // Of a Corefile no volume was seen for, nobody knows what stands beside it.
  const read = (pattern: string): readonly string[] | undefined =>
    own === undefined
      ? undefined
      : imported(pattern.startsWith("/") ? pattern : `${folder}/${pattern}`, mounted);
  return { resource: file.resource, key: file.key, corefile: parseCorefile(text, read) };
}

const DEFAULT_PATH = "/etc/coredns/Corefile";

function byName(objects: ObjectStore, namespace: string, names: readonly string[]): Mounted | undefined {
  for (const name of names) {
    const resource = objects.get("ConfigMap", namespace, name);
    if (resource !== undefined) return { path: DEFAULT_PATH, resource, key: "Corefile" };
  }
  return undefined;
}

function configPath(spec: JsonObject): string {
  for (const { args, command } of objectsOf(spec.containers)) {
    const words = [...listOf(command), ...listOf(args)].map(String);
    const flag = words.findIndex((word) => /^--?conf(?:=|$)/.test(word));
    const path = flag < 0 ? undefined : (words[flag]?.split("=")[1] ?? words[flag + 1]);
    if (path !== undefined) return path;
  }
  return DEFAULT_PATH;
}

function filesOf(objects: ObjectStore, spec: JsonObject, namespace: string): readonly Mounted[] {
  const volumes = new Map(objectsOf(spec.volumes).map((volume) => [stringOf(volume.name), volume]));
  return objectsOf(spec.containers).flatMap(({ volumeMounts }) =>
    objectsOf(volumeMounts).flatMap((mount): readonly Mounted[] => {
      const source = at(volumes.get(stringOf(mount.name)), "configMap");
      const folder = stringOf(mount.mountPath)?.replace(/\/+$/, "");
      if (source === undefined || folder === undefined) return [];
      const resource = objects.get("ConfigMap", namespace, stringOf(at(source, "name")) ?? "");
      if (resource === undefined) {
        return at(source, "optional") === true ? [] : [{ path: `${folder}/`, resource, key: "" }];
      }
      const items = objectsOf(at(source, "items"));
      const keys = Object.keys(stringMapOf(at(resource.object, "data")));
      const files =
        items.length === 0
          ? keys.map((key) => ({ key, name: key }))
          : items.map((item) => ({ key: stringOf(item.key) ?? "", name: stringOf(item.path) ?? "" }));
      const only = stringOf(mount.subPath);
      return only === undefined
        ? files.map(({ key, name }) => ({ path: `${folder}/${name}`, resource, key }))
        : files.filter(({ name }) => name === only).map(({ key }) => ({ path: folder, resource, key }));
    }),
  );
}

/** The files a path or glob stands for; undefined where it may be in a ConfigMap that was not read. */
function imported(pattern: string, mounted: readonly Mounted[]): readonly string[] | undefined {
  const pieces = pattern.split("*").map((piece) => piece.replace(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`));
  if (pieces.length > MOST_STARS) return undefined;
  const matches = new RegExp(`^${pieces.join("[^/]*")}$`);
  const unread = mounted.some(({ path, resource }) => resource === undefined && pattern.startsWith(path));
  if (unread) return undefined;
  return mounted
    .filter(({ path }) => matches.test(path))
    .flatMap(({ resource, key }) => stringOf(at(resource?.object, "data", key)) ?? []);
}

const MOST_STARS = 4;
