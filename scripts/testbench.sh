#!/usr/bin/env bash
# Provides the real parts that the tests use: `npm run testbench` (docs/testing.md).
#
# Debian 12, as root where something has to be installed. Says what it is going to do before it does it, and does
# nothing where everything is there. Nothing it installs is left running.
#
#   KUBEBUILDER_ASSETS   a directory with etcd, kube-apiserver and kubectl (the envtest convention): used as it is
#   REPLATFORM_CACHE     where built parts are kept (default: $XDG_CACHE_HOME/replatform or ~/.cache/replatform)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${REPLATFORM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/replatform}

# shellcheck source=testbench/common.sh
. "$here/testbench/common.sh"
# shellcheck source=testbench/apt.sh
. "$here/testbench/apt.sh"
# shellcheck source=testbench/control-plane.sh
. "$here/testbench/control-plane.sh"

# Parts that are Debian packages and nothing more, as `command:package` or `/file:package`. A part that a later test
# needs is a line here and a name in test/support/parts.ts. Still to come, with the tests that use it:
#   nsupdate:bind9-dnsutils
# Debian's nginx has realip and the PROXY protocol built in, stream and headers-more as modules of their own.
packaged_parts=(
  chromium:chromium
  haproxy:haproxy
  nginx:nginx
  /usr/lib/nginx/modules/ngx_stream_module.so:libnginx-mod-stream
  /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so:libnginx-mod-http-headers-more-filter
  named:bind9
  named-compilezone:bind9-utils
  script:bsdutils
)
# Where Debian keeps daemons, which is not on everybody's PATH. findPart in test/support/parts.ts looks there too.
PATH=$PATH:/usr/local/sbin:/usr/sbin

# Path of a command or, for what nobody runs, of a file named by its full path.
part_path() {
  case $1 in
    /*) [ -e "$1" ] && printf '%s\n' "$1" ;;
    *) command -v "$1" ;;
  esac
}

missing_packages=()
for part in "${packaged_parts[@]}"; do
  if found=$(part_path "${part%%:*}"); then
    say "${part%%:*}: $found"
  else
    missing_packages+=("${part#*:}")
  fi
done

mkdir -p "$control_plane_root"
control_plane_sweep
control_plane_state # sets control_plane_missing, and says where a present one is
if [ "$control_plane_missing" = yes ]; then
  for package in "${control_plane_packages[@]}"; do
    package_installed "$package" || missing_packages+=("$package")
  done
fi

if [ ${#missing_packages[@]} -gt 0 ]; then
  say "will install from Debian (no recommended packages, no service started): ${missing_packages[*]}"
fi
if [ "$control_plane_missing" = yes ]; then
  say "will build kube-apiserver, kube-controller-manager and kubectl $control_plane_version from Debian's source"
  say "  package 'kubernetes' (about 5 minutes on two cores, 4 GB while it lasts), and take etcd from 'etcd-server',"
  say "  into $control_plane_dir"
fi

if [ ${#missing_packages[@]} -gt 0 ]; then
  apt_install "${missing_packages[@]}"
fi
if [ "$control_plane_missing" = yes ]; then
  control_plane_build
fi
say "ready: the tests find every part (set REPLATFORM_REQUIRE_BENCH=1 to make a missing one a failure)"
