import type { ReactElement, ReactNode } from "react";
import type { Assessment } from "../../src/report/assessment.ts";
import { formatCount, listed } from "./model/words.ts";
import { Name, Prose } from "./parts/name.tsx";

/** What was assessed, against what. */
export function Facts({ assessment }: { readonly assessment: Assessment }): ReactElement {
  const { cluster, profile, target } = assessment;
  const first = cluster.minorsToPassFirst;
  return (
    <dl className="facts">
      {cluster.name === undefined ? null : (
        <Fact term="Cluster">
          <Name>{cluster.name}</Name>
        </Fact>
      )}
      <Fact term="Kubernetes">
        {cluster.version === undefined ? "not known" : <Name>{cluster.version}</Name>}
        {assessment.outcome === "not-affected" ? null : (
          <span className="to">
            {" "}
            to <Name>{target.version}</Name>
            {first.length === 0 ? null : <Prose>{`, by way of ${listed(first)}`}</Prose>}
          </span>
        )}
      </Fact>
      {cluster.platform === "unknown" ? (
        <Fact term="Platform">
          not recognised{" "}
          <span className="quiet">
            taken for <Name>{profile.source}</Name>
          </span>
        </Fact>
      ) : null}
      <Fact term="Nodes">{formatCount(cluster.nodes)}</Fact>
      <Fact term="Workloads">{formatCount(cluster.workloads)}</Fact>
      <Fact term="Objects read">{formatCount(cluster.objects)}</Fact>
      <Fact term="Move">
        <Name>{profile.title}</Name>{" "}
        <span className="quiet">
          as described on <time dateTime={profile.described}>{profile.described}</time>
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
