import type { ObjectStore } from "../world/store.ts";
import type { World } from "../world/world.ts";
import { type CniName, cniNamed, detectCni } from "./cni.ts";
import { layersOf } from "./layers.ts";
import type { Layer } from "./policy.ts";
import type { NetworkOptions, View } from "./view.ts";

/** What a person may say of the network; the rest is what the plugin does. */
export interface ViewOptions extends Partial<NetworkOptions> {
  /** Default: the plugin that is found. */
  readonly cni?: CniName | undefined;
}

/** A world with every policy that counts compiled: the one place that decides which ones do. */
export function viewOf(world: World, { cni: named, ...given }: ViewOptions = {}): View {
  const { cni, options } = named === undefined ? detectCni(world) : cniNamed(named);
  return { world, layers: layersIn(world, cni), options: { ...options, ...given } };
}

interface Compiled {
  readonly workloads: World["workloads"];
  readonly cni: CniName;
  readonly layers: readonly Layer[];
}

/** States of one move share their objects: their policies are compiled once. */
const compiled = new WeakMap<ObjectStore, Compiled>();

function layersIn(world: World, cni: CniName): readonly Layer[] {
  const { objects, workloads } = world;
  const known = compiled.get(objects);
  if (known?.workloads === workloads && known.cni === cni) return known.layers;
  const layers = layersOf(world, cni);
  compiled.set(objects, { workloads, cni, layers });
  return layers;
}
