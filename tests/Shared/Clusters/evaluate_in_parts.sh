#!/usr/bin/env bash
# Judges detectors in parts, each a job of GNU parallel or of Slurm, and puts the parts together: the file of one run.
#   evaluate_in_parts.sh parallel|slurm PARTS OUT.json ARGUMENTS OF anomaly evaluate...
# ANOMALY says how to start the command line. Slurm: the cluster that SLURM_CONF names (or the system's own), else one on
# loopback, started for this run. The parts stay in OUT.json.parts if something fails.
set -euo pipefail
engine=${1:?parallel or slurm} parts=${2:?number of parts} out=$(realpath -m "${3:?file}")
shift 3
here=$(dirname "$(realpath "$0")")
anomaly=${ANOMALY:-anomaly}
work=$out.parts
mkdir -p "$work"

if [ "$engine" = parallel ]; then
  parallel --jobs 2 --halt now,fail=1 "$anomaly evaluate ${*@Q} --part {}/$parts --json ${work@Q}/part{}.json" ::: $(seq "$parts")
else
  if [ -z "${SLURM_CONF:-}" ] && ! sinfo -h >/dev/null 2>&1; then
    trap '"$here/slurm-loopback.sh" stop "$work/slurm"' EXIT
    "$here/slurm-loopback.sh" start "$work/slurm"
    export SLURM_CONF=$work/slurm/slurm.conf
  fi
  task='$SLURM_ARRAY_TASK_ID'
  sbatch --wait --array="1-$parts" --output="$work/slurm-%a.log" \
    --wrap="$anomaly evaluate ${*@Q} --part $task/$parts --json ${work@Q}/part$task.json" || { cat "$work"/slurm-*.log; exit 1; } >&2
fi
$anomaly evaluate --merge "$work"/part*.json --json "$out"
[ "$engine" = parallel ] || { trap - EXIT; "$here/slurm-loopback.sh" stop "$work/slurm"; }
rm -rf "$work"
