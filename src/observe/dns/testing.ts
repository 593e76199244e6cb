import fc from "fast-check";

/** A zone file, and the records it holds as `name ttl type value`. */
export interface WrittenZone {
  readonly text: string;
  readonly records: readonly string[];
}

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
const owner = fc.oneof(
  fc.constant(""),
  label,
  fc.tuple(label, label).map(([a, b]) => `${a}.${b}`),
  label.map((rest) => `*.${rest}`),
);
const address4 = fc.nat(255).map((last) => ({ type: "A", value: `192.0.2.${last}` }));
const address6 = fc
  .nat(0xfff)
  .map((last) => ({ type: "AAAA", value: `2001:db8::${(last + 1).toString(16)}` }));
const target = label.map((name) => ({ type: "CNAME", value: `${name}.shop.example` }));

/** How one record is written: every way the format has to say the same. */
const style = fc.record({
  absolute: fc.boolean(),
  upper: fc.boolean(),
  withClass: fc.boolean(),
  classFirst: fc.boolean(),
  ttl: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
  comment: fc.boolean(),
  parentheses: fc.boolean(),
  gap: fc.constantFrom(" ", "\t", "  \t "),
  omitOwner: fc.boolean(),
  spelledTarget: fc.boolean(),
});

/** Zones of shop.example that BIND would load, in any style. */
export const writtenZones: fc.Arbitrary<WrittenZone> = fc
  .uniqueArray(
    fc.tuple(
      owner,
      fc.oneof(
        fc.uniqueArray(fc.oneof(address4, address6), {
          minLength: 1,
          maxLength: 3,
          selector: ({ value }) => value,
        }),
        target.map((alias) => [alias]),
      ),
      fc.array(style, { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 0, max: 100_000 }),
    ),
    { maxLength: 8, selector: ([name]) => name },
  )
  .map((sets) => {
    const lines = [
      "$ORIGIN shop.example.",
      "$TTL 1h",
      "@ SOA ns hostmaster 1 2h 10m 4w 60",
      "  NS ns.elsewhere.test.",
    ];
    const records: string[] = [];
    let above: string | undefined;
    for (const [name, data, styles, ttl] of sets) {
      // The apex has an SOA already, so no CNAME may stand beside it.
      if (name === "" && data.some(({ type }) => type === "CNAME")) continue;
      const full = name === "" ? "shop.example" : `${name}.shop.example`;
      for (const [index, { type, value }] of data.entries()) {
        const how = styles[index] as (typeof styles)[number];
        // One set has one TTL (RFC 2181, section 5.2), given or by $TTL.
        const given = styles[0]?.ttl === undefined ? undefined : ttl;
        const written = above === full && how.omitOwner ? undefined : name;
        lines.push(line({ ...how, ttl: given }, written, type, value));
        above = full;
        records.push(`${full} ${given ?? 3600} ${type} ${value}`);
      }
    }
    return { text: `${lines.join("\n")}\n`, records };
  });

type Style = typeof style extends fc.Arbitrary<infer Value> ? Value : never;

/** `name` is relative to the zone, its own name being ""; undefined: left out, as it is that of the record before. */
function line(how: Style, name: string | undefined, type: string, value: string): string {
  const spelled = name === undefined ? "" : spelledOwner(how, name);
  const ttl = how.ttl === undefined ? [] : [String(how.ttl)];
  const inClass = how.withClass ? ["IN"] : [];
  const between = how.classFirst ? [...inClass, ...ttl] : [...ttl, ...inClass];
  const data =
    type !== "CNAME" ? value : how.spelledTarget ? `${value}.` : value.replace(/\.shop\.example$/, "");
  const words = [spelled, ...between, type];
  const end = how.parentheses ? `( ; here\n${how.gap}${data}${how.gap})` : data;
  return `${words.join(how.gap)}${how.gap}${end}${how.comment ? ' ; ( not " counted' : ""}`;
}

function spelledOwner(how: Style, name: string): string {
  const full = name === "" ? "shop.example." : `${name}.shop.example.`;
  const spelled = how.absolute ? full : name === "" ? "@" : name;
  return how.upper ? spelled.toUpperCase() : spelled;
}
