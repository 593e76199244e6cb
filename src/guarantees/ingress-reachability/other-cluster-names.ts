import { cloudControllers, flagsOf, makesBalancersOf } from "../../entry/balancers/running-clouds.ts";
import { at, isObject, listOf, type Path, stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";
import { cite } from "../cite.ts";
import type { Evidence } from "../guarantee.ts";

/** A name that the cluster goes by, or will go by, beside the one its running cloud controller uses. */
export interface OtherName {
  readonly name: string;
  /** Completes "it is called NAME by ...". */
  readonly by: string;
  readonly evidence: Evidence;
}

const CLUSTER_API = "cluster.x-k8s.io/cluster-name";

/** Names that something read gives the cluster in place of `today`: other controllers, what will be applied, Cluster API. */
export function otherClusterNames(world: World, today: string | undefined): readonly OtherName[] {
  const names = [...applied(world), ...onNodes(world)].filter(({ name }) => name !== today);
  return [...new Map(names.map((one) => [one.name, one])).values()];
}

function applied(world: World): readonly OtherName[] {
  const running = cloudControllers(world).filter(({ cloud }) => cloud === "openstack");
  const [first] = running;
  const own = running.flatMap(({ workload }) => workload.resource?.manifests ?? []);
  return [
    ...running.flatMap((controller): OtherName[] => {
      const { resource, path } = controller.workload.template;
      const name = flagsOf(at(controller.workload.template.spec, ...controller.container))["--cluster-name"];
      if (controller === first || name === undefined) return [];
      const evidence = cite(resource, [...path, ...controller.container]);
      return [{ name, by: "another cloud controller", evidence }];
    }),
    ...[...own.map((one) => ({ ...one, ref: first?.workload.ref })), ...world.manifests].flatMap(
      ({ object, ref, origin }): OtherName[] => {
        const place: Path = ["spec", "template", "spec", "containers"];
        return listOf(at(object, ...place)).flatMap((container, index) => {
          if (!isObject(container) || makesBalancersOf(container) !== "openstack" || ref === undefined)
            return [];
          const name = flagsOf(container)["--cluster-name"];
          if (name === undefined) return [];
          const evidence = { ref, origin, path: [...place, index], value: `--cluster-name=${name}` };
          return [{ name, by: "a manifest of the cloud controller", evidence }];
        });
      },
    ),
  ];
}

function onNodes({ nodes }: World): readonly OtherName[] {
  const path = ["metadata", "annotations", CLUSTER_API];
  const found = nodes.find(({ resource }) => stringOf(at(resource.object, ...path)) !== undefined);
  const name = stringOf(at(found?.resource.object, ...path));
  if (found === undefined || name === undefined) return [];
  return [{ name, by: "Cluster API", evidence: cite(found.resource, path) }];
}
