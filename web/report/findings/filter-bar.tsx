import type { ReactElement } from "react";
import { visible } from "../../../src/report/escape.ts";
import { clip } from "../model/clip.ts";
import type { ReportModel } from "../model/report-model.ts";
import { STANDINGS } from "../model/verdict.ts";
import { capital, counted, formatCount } from "../model/words.ts";
import { Glyph } from "../parts/glyph.tsx";

/** Longer option texts make the select wider than a small screen in some browsers. */
const LONGEST_OPTION = 60;

/** The filters. They need the script, and are not shown without it. */
export function FilterBar({ model }: { readonly model: ReportModel }): ReactElement {
  const { assessment, counts, groups } = model;
  return (
    <search className="filters needs-script" aria-label="Filter the findings">
      <div className="filter-text">
        <label htmlFor="filter-text">Search</label>
        <input
          id="filter-text"
          type="search"
          data-filter-field="text"
          placeholder="Name, address, file, cause…"
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <Choice
        field="guarantee"
        label="Guarantee"
        options={groups.map(({ guarantee, count }) => [guarantee, `${guarantee} (${formatCount(count)})`])}
      />
      <Choice
        field="state"
        label="State"
        options={assessment.states.map((state, index) => [state.id, `${index + 1} ${capital(state.title)}`])}
      />
      <Choice field="namespace" label="Namespace" options={namespaceOptions(model)} />
      {/* biome-ignore lint/a11y/useSemanticElements: toggle buttons are no form fields */}
      <div className="filter-verdicts" role="group" aria-label="Verdict">
        {STANDINGS.filter((standing) => counts[standing] > 0).map((standing) => (
          <button key={standing} type="button" data-filter-verdict={standing} aria-pressed="false">
            <Glyph mark={standing} /> {standing}{" "}
            <span className="count">{formatCount(counts[standing])}</span>
          </button>
        ))}
      </div>
      <div className="filter-actions">
        <output aria-live="polite" data-filter-count>
          {counted(assessment.findings.length, "finding")}
        </output>
        <button type="button" data-filter-reset hidden>
          Show all
        </button>
        <button type="button" data-expand="open">
          Expand all
        </button>
        <button type="button" data-expand="closed">
          Collapse all
        </button>
      </div>
    </search>
  );
}

type Option = readonly [value: string, text: string];

interface ChoiceProps {
  readonly field: string;
  readonly label: string;
  readonly options: readonly Option[];
}

function Choice({ field, label, options }: ChoiceProps): ReactElement {
  const id = `filter-${field}`;
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select id={id} data-filter-field={field}>
        <option value="">All</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {clip(visible(text), LONGEST_OPTION)}
          </option>
        ))}
      </select>
    </div>
  );
}

function namespaceOptions(model: ReportModel): Option[] {
  const counts = new Map<string, number>();
  for (const { subject } of model.assessment.findings) {
    if (subject.namespace === undefined) continue;
    counts.set(subject.namespace, (counts.get(subject.namespace) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => [name, `${name} (${formatCount(count)})`]);
}
