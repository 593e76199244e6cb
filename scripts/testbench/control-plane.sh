# etcd, kube-apiserver, kube-controller-manager and kubectl of the old platform's age. Sourced by ../testbench.sh.
# The directory this makes has the shape KUBEBUILDER_ASSETS has, and test/support/parts.ts looks there.

control_plane_version=1.20.2
control_plane_recipe=r1 # count up when the build below changes what it makes
control_plane_root=$cache/control-plane
control_plane_dir=$control_plane_root/$control_plane_version-$control_plane_recipe
control_plane_packages=(golang-go jq rsync make dpkg-dev)
control_plane_binaries=(etcd kube-apiserver kube-controller-manager kubectl)

control_plane_state() {
  local name
  control_plane_missing=no
  if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
    for name in etcd kube-apiserver kubectl; do
      [ -x "$KUBEBUILDER_ASSETS/$name" ] || die "KUBEBUILDER_ASSETS is set, and has no $name: $KUBEBUILDER_ASSETS"
    done
    say "control plane: $KUBEBUILDER_ASSETS (KUBEBUILDER_ASSETS)"
    [ -x "$KUBEBUILDER_ASSETS/kube-controller-manager" ] ||
      say "  without kube-controller-manager: the tests that need one will say so"
    return
  fi
  for name in "${control_plane_binaries[@]}"; do
    if [ ! -x "$control_plane_dir/$name" ]; then
      control_plane_missing=yes
      return
    fi
  done
  say "control plane: $control_plane_dir"
}

# Removes what a killed run left of its build, unless one is at it.
control_plane_sweep() {
  (
    flock -n 9 || exit 0
    rm -rf "$control_plane_root"/.build.*
  ) 9>>"$control_plane_root/.lock"
}

control_plane_build() {
  exec 9>>"$control_plane_root/.lock"
  if ! flock -n 9; then
    say "another run is building: waiting for it"
    flock 9
  fi
  control_plane_state
  [ "$control_plane_missing" = yes ] || return 0

  control_plane_work=$(mktemp -d "$control_plane_root/.build.XXXXXX")
  on_exit control_plane_clean
  local free_kb
  free_kb=$(df -Pk "$control_plane_work" | awk 'NR == 2 { print $4 }')
  [ "$free_kb" -ge 5000000 ] || die "building needs 5 GB free in $control_plane_root"

  apt_update_once
  mkdir "$control_plane_work/out"
  apt_fetch_binary etcd-server "$control_plane_work/etcd"
  cp "$control_plane_work/etcd/usr/bin/etcd" "$control_plane_work/out/"
  apt_fetch_source kubernetes "$control_plane_work"
  control_plane_mend "$control_plane_work/source"
  control_plane_compile "$control_plane_work/source"
  cp "$control_plane_work/source/_output/bin/"{kube-apiserver,kube-controller-manager,kubectl} "$control_plane_work/out/"

  local built
  built=$("$control_plane_work/out/kube-apiserver" --version)
  [ "$built" = "Kubernetes v$control_plane_version" ] ||
    die "Debian's source package now builds '$built': change control_plane_version"
  rm -rf "${control_plane_root:?}/$control_plane_version"* # earlier recipes' too
  mv "$control_plane_work/out" "$control_plane_dir" # same file system: whole, or not there at all
  say "control plane: $control_plane_dir"
}

# The vendored reflect2 1.0.1 reaches into the map iteration of Go before 1.18: built with a later one, the server dies at
# the first object of a custom resource (github.com/modern-go/reflect2/issues/24). Debian has 1.0.2, which is mended.
control_plane_mend() {
  local reflect2=github.com/modern-go/reflect2
  apt_fetch_binary golang-github-modern-go-reflect2-dev "$control_plane_work/reflect2"
  rm "$1/vendor/$reflect2/"*.go
  cp "$control_plane_work/reflect2/usr/share/gocode/src/$reflect2/"*.go "$1/vendor/$reflect2/"
}

# As the package's debian/rules does: a GOPATH layout, Debian's Go, no cgo. GOPROXY=off: everything is vendored.
control_plane_compile() {
  local source=$1
  mkdir -p "$source/.go/src/k8s.io"
  ln -sfn ../../.. "$source/.go/src/k8s.io/kubernetes"
  (
    cd "$source"
    unset GOFLAGS GOROOT GOBIN GO111MODULE GOWORK MAKEFLAGS KUBE_BUILD_PLATFORMS
    export GOPATH=$source/.go GOCACHE=$control_plane_work/gocache GOPROXY=off CGO_ENABLED=0
    export HOME=$control_plane_work TMPDIR=$control_plane_work PATH=/usr/lib/go/bin:$PATH
    make WHAT="cmd/kube-apiserver cmd/kube-controller-manager cmd/kubectl"
  ) 9>&- </dev/null
}

control_plane_clean() {
  # Go makes what it caches read-only.
  chmod -R u+w "$control_plane_work" 2>/dev/null || true
  rm -rf "$control_plane_work"
}
