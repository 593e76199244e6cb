# Debian packages without side effects: no service is started, the machine's own list of sources stays as it is.
# Sourced by ../testbench.sh.

package_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

apt_updated=no
apt_update_once() {
  [ "$apt_updated" = no ] || return 0
  command -v apt-get >/dev/null ||
    die "this is no Debian: put the parts named above on the PATH, and the control plane in KUBEBUILDER_ASSETS"
  [ "$(id -u)" = 0 ] || die "installing needs root: run it as root, once"
  apt-get -q update
  apt_updated=yes
}

# Debian packages start their daemon when they are installed, unless this file says no (invoke-rc.d(8)).
# The file goes when the script ends; one that a killed run left behind is known by its mark.
policy_file=/usr/sbin/policy-rc.d
policy_mark='# replatform testbench'
forbid_services() {
  if [ -e "$policy_file" ] && ! grep -qxF "$policy_mark" "$policy_file"; then
    say "$policy_file is there already, and decides whether a service starts"
    return
  fi
  on_exit allow_services
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy_file"
  chmod 755 "$policy_file"
}
allow_services() {
  rm -f "$policy_file"
}

apt_install() {
  apt_update_once
  forbid_services
  local before
  before=$(enabled_units)
  DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" </dev/null
  leave_units_off "$before"
}

# A daemon that is not started now would be at the next boot. Units that were enabled before are not ours to judge.
enabled_units() {
  find /etc/systemd/system -type l -path '*.wants/*' -printf '%f\n' 2>/dev/null | sort -u
}
leave_units_off() {
  local before=$1 unit
  command -v systemctl >/dev/null || return 0
  for unit in $(comm -13 <(printf '%s\n' "$before") <(enabled_units)); do
    say "leaves $unit off at boot"
    systemctl --quiet disable "$unit"
  done
}

# apt_fetch_binary PACKAGE DIR: unpacks a package into DIR without installing it, so no user, unit or service appears.
apt_fetch_binary() {
  local package=$1 into=$2
  apt_update_once
  mkdir -p "$into/.deb"
  (cd "$into/.deb" && apt-get -q -o APT::Sandbox::User=root download "$package")
  dpkg-deb -x "$into/.deb/"*.deb "$into"
}

# apt_fetch_source PACKAGE DIR: unpacks a source package into DIR/source. The machine's own entries rarely say deb-src:
# a list of their own is derived from them, so the same mirror, keys and proxies serve, and nothing of it stays.
apt_fetch_source() {
  local package=$1 into=$2
  local -a options=(
    -o "Dir::Etc::sourcelist=/dev/null"
    -o "Dir::Etc::sourceparts=$into/apt/sources.list.d"
    -o "Dir::State::lists=$into/apt/lists"
    -o "Dir::Cache=$into/apt/cache"
    -o "APT::Sandbox::User=root"
  )
  mkdir -p "$into/apt/sources.list.d" "$into/apt/lists/partial" "$into/apt/cache/archives/partial"
  debian_source_entries "$into/apt/sources.list.d"
  # A third party's entry may have no sources and fail: what counts is whether the package can be had.
  apt-get -q "${options[@]}" update || true
  (cd "$into" && apt-get -q "${options[@]}" source --download-only "$package") ||
    die "no entry of this machine's apt sources has the source package '$package'"
  dpkg-source --no-check -x "$into/${package}"_*.dsc "$into/source"
}

# debian_source_entries DIR: the machine's entries for its Debian release, as deb-src entries.
debian_source_entries() {
  local into=$1 codename
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  local suites="(${codename:-stable}|(old)*stable)([-/](updates|security))?/?"
  cat /dev/null $(compgen -G '/etc/apt/sources.list.d/*.sources') | awk -v RS= -v ORS='\n\n' -v suites="$suites" '
    $0 ~ "(^|\n)Suites:[^\n]*[ \t]" suites "([ \t\n]|$)" {
      sub(/(^|\n)Types:[^\n]*/, "\nTypes: deb-src")
      print
    }' >"$into/debian.sources"
  cat /dev/null $(compgen -G '/etc/apt/sources.list') $(compgen -G '/etc/apt/sources.list.d/*.list') |
    sed -nE "s@^[[:space:]]*deb([[:space:]]+\[[^]]*\])?[[:space:]]+([^[:space:]]+[[:space:]]+$suites[[:space:]].*)@deb-src\1 \2@p" \
      >"$into/debian.list"
  [ -s "$into/debian.sources" ] || [ -s "$into/debian.list" ] ||
    die "this machine's apt sources have no entry for its Debian release"
}
