#!/usr/bin/env bash
# Loads an example cluster into the API server that kubectl talks to: an empty one, made for it (docs/examples.md).
#
#   scripts/examples/load.sh examples/shop
#
# KUBECTL and KUBECONFIG are honoured. Objects are created, not applied: `kubectl apply` would write its own annotation
# over the last-applied configuration that some of them carry.
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
      "$kubectl" create --validate=true -f "$file"
      "$kubectl" wait --for=condition=Established --timeout=60s -f "$file"
      ;;
    # The server made these by itself; only their labels are new.
    *-system-namespaces.yaml) "$kubectl" apply --validate=true -f "$file" ;;
    # Empty lists say that there is nothing to create.
    none-of-these.yaml) ;;
    *) "$kubectl" create --validate=true -f "$file" ;;
  esac
done

# A server that knows no kubelets takes new nodes for not ready (admission plugin TaintNodesByCondition).
"$kubectl" taint nodes --all node.kubernetes.io/not-ready:NoSchedule- 2>/dev/null || true
