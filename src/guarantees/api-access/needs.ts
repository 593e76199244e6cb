import type { ResourceNeed } from "../guarantee.ts";

export const API_ACCESS_NEEDS: readonly ResourceNeed[] = [
  {
    kind: "Node",
    weight: "all",
    why: "which addresses are the control plane's would not be known",
  },
  ...(
    [
      ["ConfigMap", "kubeconfigs in ConfigMaps would not be seen"],
      ["Deployment.apps", "API addresses in environment variables and arguments would not be seen"],
      ["StatefulSet.apps", "API addresses in environment variables and arguments would not be seen"],
      ["DaemonSet.apps", "API addresses in environment variables and arguments would not be seen"],
      ["CronJob.batch", "API addresses in jobs, and jobs that miss their time, would not be seen"],
      [
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        "a webhook the API server reaches by a node's address would not be seen",
      ],
      [
        "MutatingWebhookConfiguration.admissionregistration.k8s.io",
        "a webhook the API server reaches by a node's address would not be seen",
      ],
      [
        "CustomResourceDefinition.apiextensions.k8s.io",
        "a conversion webhook the API server reaches by a node's address would not be seen",
      ],
      ["NetworkPolicy.networking.k8s.io", "policies that admit only the old API servers would not be seen"],
      ["Secret", "tokens made for use from outside the cluster would not be seen"],
    ] as const
  ).map(([kind, why]): ResourceNeed => ({ kind, weight: "part", why })),
];
