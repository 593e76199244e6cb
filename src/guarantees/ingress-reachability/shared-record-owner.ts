import { flagsIn, startWords } from "../../entry/controllers/start-words.ts";
import { imageName } from "../../entry/software-version.ts";
import { at, entriesOf, isObject, listOf, objectsOf, type Path, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { citeTemplate } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/**
 * external-dns takes every record with its owner id for its own: two of them with one id change and delete each other's
 * (external-dns issues 1862, 685 and 5846). A record that changes hands needs help even with two ids (6617).
 */
export const sharedRecordOwner: Rule = {
  id: "shared-record-owner",
  title: "Two clusters would write the same DNS records",
  hazards: ["DNS-4"],
  find(before, now) {
    if (now.copy !== "beside") return [];
    return before.workloads.flatMap((workload) => {
      const settings = externalDns(workload);
      return settings === undefined ? [] : breachesOf(workload, settings);
    });
  },
};

interface Settings {
  readonly container: Path;
  readonly list: string;
  readonly registry: string;
  readonly owner: string;
  /** Whether the id is set at all: "default" is what all have that set none. */
  readonly given: boolean;
  readonly policy: string;
}

/** How external-dns is set up, by its flags and their environment variables; undefined for all else, and where it is scaled to none. */
function externalDns({ template, ref, replicas, pods }: Workload): Settings | undefined {
  if (replicas === 0 && pods.length === 0) return undefined;
  for (const [index, container] of listOf(template.spec.containers).entries()) {
    if (!isObject(container)) continue;
    const image = imageName(stringOf(container.image) ?? "");
    if (image !== "external-dns" && !image.endsWith("/external-dns")) continue;
    const flags = new Map([
      ...environment(container),
      ...entriesOf(flagsIn(startWords(container, ref.namespace ?? "default"))),
    ]);
    const flag = (name: string) => stringOf(flags.get(`--${name}`));
    return {
      container: ["containers", index],
      list: ["args", "command", "env"].find((key) => container[key] !== undefined) ?? "image",
      registry: flag("registry") ?? "txt",
      owner: flag("txt-owner-id") ?? "default",
      given: flag("txt-owner-id") !== undefined,
      policy: flag("policy") ?? "sync",
    };
  }
  return undefined;
}

/** `EXTERNAL_DNS_TXT_OWNER_ID` is `--txt-owner-id`; a value from elsewhere is not to be read. */
function environment(container: unknown): readonly (readonly [string, string])[] {
  return objectsOf(at(container, "env")).flatMap(({ name, value }) => {
    const match = /^EXTERNAL_DNS_([A-Z_]+)$/.exec(stringOf(name) ?? "");
    if (match?.[1] === undefined) return [];
    return [[`--${match[1].toLowerCase().replaceAll("_", "-")}`, stringOf(value) ?? "$(?)"] as const];
  });
}

function breachesOf(workload: Workload, settings: Settings): readonly Breach[] {
  const { registry, owner, policy, given, container, list } = settings;
  if (policy === "create-only") return [];
  const who = refLabel(workload.ref);
  const plain = !owner.includes("$(");
  const says =
    registry === "noop"
      ? "keeps no owners (--registry=noop): it takes every record for its own"
      : plain
        ? `marks its records with owner id ${owner}${given ? "" : ", as all do that set none"}`
        : "marks its records with an owner id that was not read";
  const deletes = policy === "sync";
  const fight = deletes
    ? "each deletes the records of names that its own cluster does not have, and sets the others to its own addresses, in turn"
    : `each sets the records to its own addresses, in turn (--policy=${policy} deletes none)`;
  return [
    {
      cause: sharedRecordOwner.id,
      verdict: deletes && plain ? "breaks" : "unknown",
      subject: workload.ref,
      message: `${who} ${says}. Running in both clusters as it is, ${fight}: visitors lose names, or come to a cluster that is not ready.${plain ? "" : " With an id of its own in the new cluster it would leave the old one's records alone."}`,
      remedy:
        "Give the one in the new cluster a --txt-owner-id of its own, and have it write (or leave --dry-run off) only when names are to move; take the old cluster's ownership records away then, for it is not handed over by itself.",
      evidence: [citeTemplate(workload.template, [...container, list])],
    },
  ];
}
