import type { Guarantee } from "../guarantee.ts";
import { allowList, judgeAllowLists } from "./allow-list.ts";
import { apiInterrupted, judgeInterruption } from "./api-interrupted.ts";
import { apiServerName, judgeApiServerNames } from "./api-server-name.ts";
import { controlPlaneAddress, judgeControlPlaneAddresses } from "./control-plane-address.ts";
import { judgeHiddenKubeconfigs, kubeconfigInSecret } from "./kubeconfig-in-secret.ts";
import { judgeTokens, kubeconfigMustBeRenewed } from "./kubeconfig-must-be-renewed.ts";
import { API_ACCESS_NEEDS } from "./needs.ts";
import { judgeWebhooks, nodeAddressInWebhook } from "./node-address-in-webhook.ts";
import { judgePolicies, policyNamesControlPlane } from "./policy-names-control-plane.ts";

export const apiAccess: Guarantee = {
  id: "api-access",
  promise: "everything that speaks to the Kubernetes API still reaches it, and the API its webhooks",
  needs: API_ACCESS_NEEDS,
  causes: [
    controlPlaneAddress,
    apiServerName,
    nodeAddressInWebhook,
    policyNamesControlPlane,
    allowList,
    kubeconfigInSecret,
    kubeconfigMustBeRenewed,
    apiInterrupted,
  ],
  reads: (world) => [world.nodes, world.roll, world.api.endpoints, world.api.interrupted, world.objects],
  judge(before, now, context) {
    return [
      ...judgeControlPlaneAddresses(now, context),
      ...judgeApiServerNames(now, context),
      ...judgeWebhooks(now, context),
      ...judgePolicies(now, context),
      ...judgeAllowLists(before, now, context),
      ...judgeHiddenKubeconfigs(before, now, context),
      ...judgeTokens(before, now, context),
      ...judgeInterruption(now),
    ];
  },
};
