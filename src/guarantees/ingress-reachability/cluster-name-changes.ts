import { refLabel } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import { CLUSTER } from "../cluster-ref.ts";
import { citeController, clusterName, octaviaServices, replacedInPlace } from "./balancer-services.ts";
import { otherClusterNames } from "./other-cluster-names.ts";
import type { Rule } from "./rule.ts";

/** Cloud controllers that do not rename load balancers of another cluster's name to their own. */
const FIRST = 26;
const RENAMES_SINCE = 30;

/**
 * The cluster's name is part of its load balancers' names. A controller of 1.26 to 1.29 that is given another name takes
 * those it finds for somebody else's, and refuses their ports ("the listener port already exists"); 1.30 renames them.
 * Derived from cloud-provider-openstack 1.26.4 and 1.29.0 (kubermatic pull request 5322 guards against it), and asked only
 * where something read gives the cluster another name.
 */
export const clusterNameChanges: Rule = {
  id: "cluster-name-changes",
  title: "Load balancers are not recognised under another cluster name",
  hazards: ["LB-10"],
  find(before, now, { route, profile }) {
    const { minor } = now.api;
    if (route !== "in-place" || !replacedInPlace(now)) return [];
    if (minor === undefined || minor < FIRST || minor >= RENAMES_SINCE) return [];
    const services = octaviaServices(before, profile);
    const { controller, name } = clusterName(before);
    const others = otherClusterNames(before, name);
    if (services.length === 0 || others.length === 0) return [];
    const names = services.map(({ service }) => refLabel(service.ref));
    const today =
      name === undefined
        ? "What the cloud controller calls the cluster today was not read"
        : `Today's cloud controller calls the cluster ${name}`;
    const called = listed(others.map((other) => `${other.by} calls it ${other.name}`));
    return [
      {
        cause: clusterNameChanges.id,
        verdict: "unknown",
        subject: controller?.workload.ref ?? CLUSTER,
        message: `${today}, and ${called}. If the one that runs at 1.${minor} is given another --cluster-name, it takes the load balancers there are for somebody else's: ${counted(services.length, "Service")} (${listed(names)}) would keep their old members, none of which is left once all nodes are replaced. What name it is given is not known from here.`,
        remedy: `Ask whoever runs the cloud controller to keep --cluster-name${name === undefined ? " as it is" : `=${name}`} through the upgrade; from 1.${RENAMES_SINCE} on it may change.`,
        evidence: [
          ...citeController(controller),
          ...others.map(({ evidence }) => evidence),
          ...services.slice(0, MOST_SERVICES).map(({ service }) => cite(service, ["spec", "type"])),
        ],
      },
    ];
  },
};

const MOST_SERVICES = 5;
