import { describe, expect, it } from "vitest";
import { setsRealIp, snippetUses } from "./snippet.ts";

const lines = (text: string) =>
  snippetUses(text).map(({ directive, whenHidden, looksAt, list }) =>
    [directive, whenHidden, looksAt, ...(list === undefined ? [] : [list.does])].join(" | "),
  );

describe("what a snippet does by the client's address", () => {
  it.each([
    ["deny 192.0.2.66;", "deny 192.0.2.66 | open | client | refuses"],
    ["allow 10.0.0.0/8; deny all;", "allow 10.0.0.0/8; deny all | closed | client | admits"],
    [
      "if ($remote_addr = 198.51.100.77) { return 403; }",
      "if ($remote_addr = 198.51.100.77) | depends | client",
    ],
    [
      "limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;",
      "limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s | closed | client",
    ],
    [
      `limit_conn_zone \${realip_remote_addr} zone=a:1m;`,
      `limit_conn_zone \${realip_remote_addr} zone=a:1m | closed | peer`,
    ],
    ["geo $office { default 0; 192.0.2.0/24 1; }", "geo $office | depends | client"],
    ["map $proxy_protocol_addr $x { default 1; }", "map $proxy_protocol_addr $x | depends | header"],
    ["if ($geoip2_country_code = SE) { return 403; }", "if ($geoip2_country_code = SE) | depends | client"],
    [
      "proxy_set_header X-Client $remote_addr;",
      "proxy_set_header X-Client $remote_addr | application | client",
    ],
    [
      "access_by_lua_block { if ngx.var.remote_addr == '192.0.2.1' then ngx.exit(403) end }",
      "access_by_lua_block | depends | client",
    ],
  ])("%s", (text, expected) => {
    expect(lines(text)).toEqual([expected]);
  });

  it.each([
    "# deny 192.0.2.66;",
    'add_header X-Note "deny 192.0.2.66; allow $host";',
    "deny all;",
    "allow all;",
    "geo $http_x_client $office { default 0; }",
    "limit_req_zone $server_name zone=a:1m rate=1r/s;",
    "rewrite ^/remote_addr /x;",
    "set $x $remote_addressee;",
    "if ($http_x_forwarded_for) { return 403; }",
    "access_by_lua_block { -- ngx.var.remote_addr\n ngx.exit(403) }",
  ])("nothing: %s", (text) => {
    expect(lines(text)).toEqual([]);
  });

  it("reads the lists of different blocks apart", () => {
    const text = "location /a { allow 192.0.2.1; deny all; } location /b { deny 192.0.2.2; }";
    expect(lines(text)).toHaveLength(2);
  });

  it("tells where it decides itself whose statement is believed", () => {
    expect(setsRealIp("set_real_ip_from 10.0.0.0/8;\nreal_ip_header X-Forwarded-For;")).toBe(true);
    expect(setsRealIp("# set_real_ip_from 10.0.0.0/8;")).toBe(false);
  });
});
