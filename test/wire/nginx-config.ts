import type { Listener } from "../../src/entry/listener.ts";
import type { Subject } from "./listeners.ts";
import { ECHO_AT, listenerAt } from "./places.ts";
import { RULES, type RuleCase } from "./rules.ts";

/**
 * nginx set up as ingress-nginx would set it up for each listener. What stands here follows, in our words,
 * rootfs/etc/nginx/template/nginx.tmpl of v1.5 and of v1.13: `real_ip_header`, `real_ip_recursive`, `set_real_ip_from`;
 * the maps `$full_x_forwarded_for` and, of 1.13, `$forwarded_for_proxy_protocol` with its `more_set_input_headers`;
 * X-Real-IP and X-Forwarded-For of a location; `allow` and `deny` of a location, and BlockCIDRs outside of it. What the
 * template puts into `http` for the one listener there is stands in `server` here, for there are many; nginx inherits
 * it alike. Nothing of the model is used: what it got wrong would be wrong here too.
 */
export function nginxConfig(subjects: readonly Subject[], port: number, headersMore: string): string {
  return `
load_module ${headersMore};
daemon off;
master_process off;
pid nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path tmp;
  proxy_temp_path tmp;
  fastcgi_temp_path tmp;
  scgi_temp_path tmp;
  uwsgi_temp_path tmp;
  ssl_certificate listener.crt;
  ssl_certificate_key listener.key;
  upstream echo {
    server ${ECHO_AT}:${port};
    keepalive 32;
  }
  server {
    listen ${ECHO_AT}:${port};
    add_header X-Told-For "$http_x_forwarded_for";
    add_header X-Told-Real "$http_x_real_ip";
    return 200 "ok";
  }
  map $http_x_forwarded_for $whole_from_peer {
    '' "$realip_remote_addr";
    default "$http_x_forwarded_for, $realip_remote_addr";
  }
  map $http_x_forwarded_for $whole_from_proxy {
    '' "$proxy_protocol_addr";
    default "$http_x_forwarded_for, $proxy_protocol_addr";
  }
${subjects.map((subject, index) => server(subject, index, port)).join("")}
}
`;
}

function server({ listener, tls }: Subject, index: number, port: number): string {
  const options = `${tls ? " ssl" : ""}${listener.proxyProtocol ? " proxy_protocol" : ""}`;
  return `${behindProxy(listener, index)}
  server {
    listen ${listenerAt(index)}:${port}${options};
    ${realIp(listener, index)}
    add_header X-Seen $remote_addr always;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For ${forwardedFor(listener)};
    ${RULES.map(location).join("\n    ")}
  }`;
}

function realIp(listener: Listener, index: number): string {
  const { forwardedHeaders, proxyProtocol, realIp: enabled } = listener;
  if (!forwardedHeaders && !proxyProtocol && !enabled) return "";
  const behind = isBoth(listener);
  const header = behind
    ? "X-Forwarded-For-Proxy-Protocol"
    : listener.proxyProtocol
      ? "proxy_protocol"
      : listener.header;
  return [
    `real_ip_header ${header};`,
    "real_ip_recursive on;",
    ...listener.trusted.map((peer) => `set_real_ip_from ${peer};`),
    ...(behind ? [`more_set_input_headers "${header}: $stated_${index}";`] : []),
  ].join(" ");
}

/** The template has the two maps from 1.13.0 on; every listener here is of a 1.x. */
function isBoth({ forwardedHeaders, proxyProtocol, version }: Listener): boolean {
  return forwardedHeaders && proxyProtocol && (version?.[1] ?? 0) >= 13;
}

function behindProxy(listener: Listener, index: number): string {
  if (!isBoth(listener)) return "";
  const trusted = listener.trusted.map((peer) => `${peer} 1;`).join(" ");
  const header = `$http_${listener.header.toLowerCase().replaceAll("-", "_")}`;
  return `
  geo $proxy_protocol_addr $trusted_${index} { default 0; ${trusted} }
  map $trusted_${index} $stated_${index} { default $proxy_protocol_addr; 1 ${header}; }`;
}

function forwardedFor({ forwardedHeaders, appends, proxyProtocol }: Listener): string {
  if (!forwardedHeaders || !appends) return "$remote_addr";
  return proxyProtocol ? "$whole_from_proxy" : "$whole_from_peer";
}

/** block-cidrs stands outside of the location, which inherits it only without rules of its own. */
function location({ path, rules }: RuleCase): string {
  const own = [
    ...rules.deny.map((block) => `deny ${block};`),
    ...rules.allow.map((block) => `allow ${block};`),
    ...(rules.allow.length > 0 ? ["deny all;"] : []),
  ].join(" ");
  const inner = `location = ${path} { ${own} proxy_pass http://echo; }`;
  if (rules.blocked.length === 0) return inner;
  const outer = rules.blocked.map((block) => `deny ${block};`).join(" ");
  return `location ${path} { ${outer} ${inner} }`;
}
