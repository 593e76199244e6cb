#!/usr/bin/env bash
# Loads an example cluster into the API server that kubectl talks to: one made for it (docs/examples.md).
#
#   scripts/examples/load.sh examples/shop
#
# KUBECTL and KUBECONFIG are honoured.
set -euo pipefail

[ $# -eq 1 ] && [ -d "$1" ] || {
  printf 'usage: %s DIRECTORY\n' "$0" >&2
  exit 1
}
kubectl=${KUBECTL:-kubectl}

shopt -s nullglob
for file in "$1"/*.yaml; do
  case ${file##*/} in
    *-crds.yaml)
      "$kubectl" apply --validate=true -f "$file"
      "$kubectl" wait --for=condition=Established --timeout=60s -f "$file"
      ;;
    # The server made the first by itself; the others carry a last-applied configuration of another version, which
    # `apply` and `create` would write over. Server-side apply under a name of its own sends both as they are.
    *-system-namespaces.yaml | *-applied-long-ago.yaml)
      "$kubectl" apply --server-side --field-manager=load-example --validate=true -f "$file"
      ;;
    # Empty lists say that there is nothing to load.
    none-of-these.yaml) ;;
    *) "$kubectl" apply --validate=true -f "$file" ;;
  esac
done

# A server that knows no kubelets takes new nodes for not ready (admission plugin TaintNodesByCondition).
"$kubectl" taint nodes --all node.kubernetes.io/not-ready:NoSchedule- 2>/dev/null || true
