import type { Comparison, Expression } from "./selector-parser.ts";

/** Looks a label up: its value, undefined where it is not there, null where that is not known. */
export interface LabelView {
  label(key: string): string | undefined | null;
  /** What `all()` and `global()` are here; undefined: not known. */
  readonly all: boolean | undefined;
  readonly global: boolean | undefined;
}

/** Whether the labels match: undefined where that hangs on a label nobody read. */
export function matchesExpression(expression: Expression, view: LabelView): boolean | undefined {
  switch (expression.kind) {
    case "all":
      return view.all;
    case "global":
      return view.global;
    case "has": {
      const value = view.label(expression.label);
      return value === null ? undefined : value !== undefined;
    }
    case "compare":
      return compare(view.label(expression.label), expression.operator, expression.value);
    case "in": {
      const value = view.label(expression.label);
      if (value === null) return undefined;
      return (value !== undefined && expression.values.includes(value)) !== expression.not;
    }
    case "not": {
      const inner = matchesExpression(expression.term, view);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
      return every(expression.terms.map((term) => matchesExpression(term, view)));
    case "or":
      return some(expression.terms.map((term) => matchesExpression(term, view)));
  }
}

/** A missing label is unlike every value, and contains, starts with and ends with nothing (ast.go). */
function compare(
  value: string | undefined | null,
  operator: Comparison,
  wanted: string,
): boolean | undefined {
  if (value === null) return undefined;
  switch (operator) {
    case "==":
      return value === wanted;
    case "!=":
      return value !== wanted;
    case "contains":
      return value?.includes(wanted) ?? false;
    case "starts with":
      return value?.startsWith(wanted) ?? false;
    case "ends with":
      return value?.endsWith(wanted) ?? false;
  }
}

/** Three-valued: one certain no decides. */
export function every(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

function some(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}
