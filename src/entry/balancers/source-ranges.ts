import { formatCidr, parseCidr } from "../../world/addresses/cidr.ts";
import { at, listOf } from "../../world/json.ts";
import type { Shown } from "../controller.ts";
import type { Cloud } from "./cloud.ts";
import { annotationPath, type ServiceView } from "./service-view.ts";

export interface SourceRanges {
  /** Canonical blocks; undefined: everybody is admitted. */
  readonly ranges: readonly string[] | undefined;
  /** Where they are written, whether or not anything enforces them. */
  readonly from: readonly Shown[];
  /** False where something beside or instead of the blocks decides: service tags, deny lists, a cloud that does not enforce them. */
  readonly known: boolean;
}

const ALL: SourceRanges = { ranges: undefined, from: [], known: true };
const GENERAL = "service.beta.kubernetes.io/load-balancer-source-ranges";

/**
 * The blocks a load balancer admits. The field comes before the annotation (k8s.io/cloud-provider,
 * service/helpers.GetLoadBalancerSourceRanges); some clouds have annotations of their own beside them.
 */
export function sourceRangesOf(service: ServiceView, cloud: Cloud): SourceRanges {
  const own = OWN[cloud]?.(service);
  if (own !== undefined) return own;
  const general = generalRanges(service);
  // hcloud-cloud-controller-manager has nothing that reads them; of others nothing is known.
  const enforced = cloud !== "hetzner" && cloud !== "other" && cloud !== "unknown";
  if (general.ranges === undefined || enforced) return general;
  return { ranges: undefined, from: general.from, known: false };
}

function generalRanges({ resource, annotations }: ServiceView): SourceRanges {
  const path = ["spec", "loadBalancerSourceRanges"];
  const field = listOf(at(resource.object, ...path)).filter((entry) => typeof entry === "string");
  if (field.length > 0)
    return { ranges: canonical(field), from: [{ resource, path, note: "source ranges" }], known: true };
  return fromList(resource, annotations, GENERAL, (entry) => entry) ?? ALL;
}

const OWN: Readonly<Partial<Record<Cloud, (service: ServiceView) => SourceRanges | undefined>>> = {
  digitalocean: ({ resource, annotations }) =>
    fromList(resource, annotations, "service.beta.kubernetes.io/do-loadbalancer-allow-rules", (rule) => {
      const [kind, source = ""] = splitOnce(rule, ":");
      return kind === "cidr" || kind === "ip" ? source : undefined;
    }),
  azure: ({ resource, annotations }) => {
    const tags = "service.beta.kubernetes.io/azure-allowed-service-tags";
    const ranges = fromList(
      resource,
      annotations,
      "service.beta.kubernetes.io/azure-allowed-ip-ranges",
      (entry) => entry,
    );
    if (!annotations.has(tags)) return ranges;
    const shown = { resource, path: annotationPath(tags), note: "service tags" };
    return { ranges: ranges?.ranges, from: [...(ranges?.from ?? []), shown], known: false };
  },
  linode: ({ resource, annotations }) => {
    const key = "service.beta.kubernetes.io/linode-loadbalancer-firewall-acl";
    const text = annotations.get(key);
    if (text === undefined) return undefined;
    const from = [{ resource, path: annotationPath(key), note: "firewall" }];
    const list = at(parsed(text), "allowList");
    const blocks = [...listOf(at(list, "ipv4")), ...listOf(at(list, "ipv6"))].filter(
      (entry) => typeof entry === "string",
    );
    return blocks.length === 0
      ? { ranges: undefined, from, known: false }
      : { ranges: canonical(blocks), from, known: true };
  },
};

function fromList(
  resource: ServiceView["resource"],
  annotations: ServiceView["annotations"],
  key: string,
  block: (entry: string) => string | undefined,
): SourceRanges | undefined {
  const text = annotations.get(key);
  if (text === undefined || text.trim() === "") return undefined;
  const entries = text.split(",").map((entry) => entry.trim());
  const blocks = entries.map(block).filter((entry) => entry !== undefined && entry !== "");
  const shown = { resource, path: annotationPath(key), note: "source ranges" };
  return {
    ranges: canonical(blocks.map(String)),
    from: [shown],
    known: blocks.length === entries.length,
  };
}

/** Blocks in canonical form, single addresses as blocks of one; what cannot be read stays as it is written. */
function canonical(blocks: readonly string[]): readonly string[] {
  return blocks.map((block) => {
    const cidr = parseCidr(block.includes("/") ? block : `${block}/${block.includes(":") ? 128 : 32}`);
    return cidr === undefined ? block : formatCidr(cidr);
  });
}

function splitOnce(text: string, by: string): readonly [string, string | undefined] {
  const index = text.indexOf(by);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + by.length)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
