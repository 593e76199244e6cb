# What every file of the test bench uses. Sourced by ../testbench.sh.

say() {
  printf 'testbench: %s\n' "$*"
}

die() {
  printf 'testbench: %s\n' "$*" >&2
  exit 1
}

# Clean-up runs last added first, however the script ends (SIGKILL excepted: see control_plane_sweep).
cleanups=()
on_exit() {
  cleanups+=("$1")
}
run_cleanups() {
  local status=$? i
  [ $status = 0 ] || printf 'testbench: stopped before it was done (status %s)\n' $status >&2
  for ((i = ${#cleanups[@]} - 1; i >= 0; i--)); do
    ${cleanups[$i]} || true
  done
}
trap run_cleanups EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
