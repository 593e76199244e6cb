import { type AddressList, listOfTexts } from "./address-list.ts";
import type { LooksAt, WhenHidden } from "./consumer.ts";
import { type Directive, nginxDirectives } from "./nginx-lexer.ts";
import { looksIn } from "./variables.ts";

/** What a piece of nginx configuration does by the client's address. */
export interface SnippetUse {
  /** "deny 192.0.2.66", "if ($remote_addr = 198.51.100.77)". */
  readonly directive: string;
  readonly looksAt: LooksAt;
  readonly whenHidden: WhenHidden;
  readonly words: string;
  readonly list: AddressList | undefined;
}

/** Everything in it that goes by the client's address, a list of `allow` or `deny` as one. */
export function snippetUses(text: string): readonly SnippetUse[] {
  const directives = nginxDirectives(text);
  return [...accessUses(directives), ...directives.flatMap(usesOf)];
}

/** Whether it decides itself from whom a statement of the client's address is believed. */
export function setsRealIp(text: string): boolean {
  return nginxDirectives(text).some(({ name }) => REAL_IP.has(name));
}

const REAL_IP = new Set(["set_real_ip_from", "real_ip_header", "real_ip_recursive"]);

/** `allow` and `deny` of one block are a list: with `deny all` it admits, without it refuses. */
function accessUses(directives: readonly Directive[]): readonly SnippetUse[] {
  const blocks = new Map<number, Directive[]>();
  for (const directive of directives) {
    if (directive.name !== "allow" && directive.name !== "deny") continue;
    const there = blocks.get(directive.block);
    if (there === undefined) blocks.set(directive.block, [directive]);
    else there.push(directive);
  }
  return [...blocks.values()].flatMap((rules) => {
    const allowed = addressesOf("allow", rules);
    const denied = addressesOf("deny", rules);
    const shut = rules.some(({ name, words }) => name === "deny" && words[0] === "all");
    // What only shuts or only opens, it does for everybody.
    if (shut && allowed.length > 0) {
      return [use(rules, "closed", "everybody gets 403", listOfTexts("admits", allowed))];
    }
    if (shut || denied.length === 0) return [];
    return [use(rules, "open", "whom it kept out comes in", listOfTexts("refuses", denied))];
  });
}

function addressesOf(name: string, rules: readonly Directive[]): readonly string[] {
  return rules
    .filter((rule) => rule.name === name)
    .map(({ words }) => words[0] ?? "all")
    .filter((word) => word !== "all" && word !== "unix:");
}

function use(
  rules: readonly Directive[],
  whenHidden: WhenHidden,
  words: string,
  list: AddressList,
): SnippetUse {
  return { directive: rules.map(written).join("; "), looksAt: "client", whenHidden, words, list };
}

const LIMITED = "all users share one client's limit";

function usesOf(directive: Directive): readonly SnippetUse[] {
  const { name, words, lua } = directive;
  if (lua !== undefined) return luaUses(name, lua);
  // `geo $x { }` looks the client's address up without naming it; `geo $y $x { }` looks at $y.
  const looks =
    name === "geo" && words.length === 1 ? new Set<LooksAt>(["client"]) : looksIn(words.join(" "));
  const closed = /^limit_(?:req|conn)_zone$/.test(name);
  return [...looks].map((looksAt) => ({
    directive: written(directive),
    looksAt,
    whenHidden: closed ? "closed" : /^(?:proxy|grpc|fastcgi|uwsgi)_/.test(name) ? "application" : "depends",
    words: closed ? LIMITED : "what it does by the address it does for all clients alike",
    list: undefined,
  }));
}

const LUA_VARIABLE = /\b(?:ngx\.var\.|var\[["'])((?:binary_|realip_)?remote_addr|proxy_protocol_addr)\b/g;

function luaUses(name: string, lua: string): readonly SnippetUse[] {
  const code = lua.replace(/--[^\n]*/g, "");
  const looks = new Set([...code.matchAll(LUA_VARIABLE)].flatMap(([, found]) => [...looksIn(`$${found}`)]));
  return [...looks].map((looksAt) => ({
    directive: name,
    looksAt,
    whenHidden: "depends",
    words: "what its Lua code does by the address it does for all clients alike",
    list: undefined,
  }));
}

const LONGEST = 80;

function written({ name, words }: Directive): string {
  const text = [name, ...words].join(" ");
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
