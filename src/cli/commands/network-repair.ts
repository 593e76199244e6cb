import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_PROFILE, loadProfile } from "../../config/profiles.ts";
import { reasonOf } from "../../config/yaml-file.ts";
import { UserError } from "../../errors.ts";
import { planRepairs } from "../../network/repair/plan-repairs.ts";
import type { Repair, RepairForm, RepairPlan } from "../../network/repair/repair.ts";
import { unreadLayer } from "../../network/unread-places.ts";
import { visible } from "../../report/escape.ts";
import { type Owner, refLabel } from "../../world/resource.ts";
import type { CommandContext } from "../context.ts";
import { note, print } from "../print.ts";
import { writeWhole } from "../write-output.ts";
import { placeText } from "./network-place.ts";
import { manifestsOf } from "./network-repair-manifest.ts";
import { type NetworkSourceOptions, networkView, noteProblems, readWorld } from "./network-source.ts";

export interface NetworkRepairOptions extends NetworkSourceOptions {
  readonly form: RepairForm;
  readonly outputDir?: string;
  readonly force?: boolean;
  readonly profile?: string;
}

/** `network repair`: the policies as they have to be, with why and the proof above each. */
export async function networkRepairCommand(
  sources: readonly string[],
  options: NetworkRepairOptions,
  context: CommandContext,
): Promise<void> {
  const profile = await loadProfile(options.profile ?? DEFAULT_PROFILE);
  const world = await readWorld(sources, options, context);
  await noteProblems([networkView(world, options)]);
  const [unread] = unreadLayer(world.coverage)?.policies ?? [];
  if (unread !== undefined) {
    throw new UserError(
      `${visible(unread.resource.ref.name)} could not be read and may be a policy, so no repair can be proven: mend it, or leave it out`,
    );
  }
  const plan = planRepairs(world, {
    resolver: profile.source.resolver,
    form: options.form,
    view: (one) => networkView(one, options),
  });
  if (!plan.proven) {
    throw new UserError(
      "the changes that would repair name resolution change other connections too: none is printed. Please report it, with the policies.",
    );
  }
  const documents = await manifestsOf(plan.repairs);
  const texts = plan.repairs.map((repair, index) => `${headOf(repair)}${documents[index]}`);
  if (options.outputDir === undefined) await print(texts.join("---\n"));
  else await writeFiles(options.outputDir, plan.repairs, texts, options.force ?? false);
  for (const line of remarks(plan)) note(`note: ${line}\n`);
}

function headOf({ policy, added, why, proof }: Repair): string {
  const where = added ? "a new policy" : placeText(policy.origin, undefined);
  const lines = [
    `${refLabel(policy.ref)} (${where})`,
    `why: ${why}`,
    `proof: ${proof}`,
    ...hint(policy.owner),
  ];
  return `${lines.map((line) => `# ${visible(line)}\n`).join("")}\n`;
}

/** Where the change belongs, so that the next sync does not take it back. */
function hint({ kind, name }: Owner): readonly string[] {
  switch (kind) {
    case "helm":
      return [
        `owner: Helm, ${name}: make the change in the chart or its values, or the next upgrade undoes it`,
      ];
    case "argo-cd":
      return [`owner: Argo CD, ${name}: make the change in its Git repository, or the next sync undoes it`];
    case "flux":
      return [`owner: Flux, ${name}: make the change in its source, or the next reconciliation undoes it`];
    case "controller":
      return [`owner: ${name}: make the change there, or its controller undoes it`];
    default:
      return [];
  }
}

function remarks({ repairs, left, dns, form }: RepairPlan): readonly string[] {
  const assumed =
    "no DNS Service was read: CoreDNS is taken to be k8s-app=kube-dns in kube-system on port 53";
  const still = `still kept from CoreDNS by policies of another kind: ${left.map(visible).join(", ")}`;
  const final =
    "apply the final form when no node gives pods the cache as resolver any more (after the upgrade)";
  return [
    ...(repairs.length === 0 ? ["no NetworkPolicy needs repair"] : []),
    ...(dns.assumed && repairs.length > 0 ? [assumed] : []),
    ...(left.length > 0 ? [still] : []),
    ...(form === "final" && repairs.length > 0 ? [final] : []),
  ];
}

async function writeFiles(
  directory: string,
  repairs: readonly Repair[],
  texts: readonly string[],
  force: boolean,
): Promise<void> {
  const paths = repairs.map(({ policy: { ref } }) => join(directory, fileName(ref.namespace, ref.name)));
  if (!force) {
    for (const path of paths) {
      if (await exists(path)) throw new UserError(`${path} is there already: --force overwrites it`);
    }
  }
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw new UserError(`${directory} cannot be made: ${reasonOf(error)}`);
  }
  for (const [index, path] of paths.entries()) await writeWhole(path, texts[index] ?? "");
  for (const path of paths) note(`written to ${path}\n`);
}

/** A namespace has no dots, so no two policies share a name; what is no Kubernetes name is written out. */
function fileName(namespace: string | undefined, name: string): string {
  const safe = (text: string): string =>
    encodeURIComponent(text).replace(/^\.+/, (dots) => "%2E".repeat(dots.length));
  return `${safe(namespace ?? "default")}.${safe(name)}.yaml`;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
