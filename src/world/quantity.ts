/** Amounts by resource name: cpu in cores, memory and storage in bytes, anything else as counted. */
export type ResourceAmounts = Readonly<Record<string, number>>;

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

const SCALE: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity ("250m", "1.5Gi", "2e3", a bare number) as a number; undefined when it is none.
 * Grammar: k8s.io/apimachinery/pkg/api/resource/quantity.go.
 */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const match = QUANTITY.exec(value);
  if (match === null) return undefined;
  const [, mantissa = "", exponent, suffix] = match;
  if (exponent !== undefined) return Number(mantissa + exponent);
  return Number(mantissa) * (suffix === undefined ? 1 : (SCALE[suffix] ?? Number.NaN));
}

/** Every readable quantity of a resource list; unreadable ones are left out. */
export function parseAmounts(value: unknown): ResourceAmounts {
  const out: Record<string, number> = Object.create(null);
  if (typeof value !== "object" || value === null) return out;
  for (const [name, amount] of Object.entries(value)) {
    const parsed = parseQuantity(amount);
    if (parsed !== undefined) out[name] = parsed;
  }
  return out;
}
