#!/usr/bin/env bash
# A Slurm of one controller and two nodes on this machine's loopback, for trying job arrays. Debian: slurm-wlm and munge.
#   slurm-loopback.sh start DIR   starts it; its files are kept in DIR. Then: export SLURM_CONF=DIR/slurm.conf
#   slurm-loopback.sh stop DIR    ends what was started, by the process ids noted in DIR; jobs with it.
set -euo pipefail
action=${1:?start or stop} dir=$(realpath -m "${2:?a folder for its files}")

stop() {
  if [ -f "$dir/slurmctld.pid" ]; then
    SLURM_CONF=$dir/slurm.conf timeout 5 scancel --quiet --state=RUNNING --user="$(id -un)" 2>/dev/null || true
  fi
  local name
  for name in node1 node2 slurmctld munged; do
    if [ -f "$dir/$name.pid" ]; then end "$(cat "$dir/$name.pid")"; fi
  done
  rm -f "$dir"/*.pid
}

# Asked to end, and ended if it does not within five seconds.
end() {
  kill "$1" 2>/dev/null || return 0
  for _ in $(seq 50); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$1" 2>/dev/null || true
}

start() {
  mkdir -p "$dir"/{state,node1,node2,munge}
  chmod 700 "$dir/munge"
  head -c 1024 /dev/urandom > "$dir/munge/key"
  chmod 400 "$dir/munge/key"
  munged --foreground --key-file="$dir/munge/key" --socket="$dir/munge/socket" --pid-file="$dir/munge/pid" \
    --log-file="$dir/munge/log" --seed-file="$dir/munge/seed" --force > "$dir/munge/out" 2>&1 &
  echo $! > "$dir/munged.pid"
  local cpus user
  cpus=$(nproc) user=$(id -un)
  cat > "$dir/slurm.conf" <<CONF
ClusterName=loopback
SlurmctldHost=localhost
SlurmctldPort=${SLURM_PORT:-26817}
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/%n
SlurmctldPidFile=$dir/slurmctld.own
SlurmdPidFile=$dir/%n.own
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SchedulerParameters=sched_interval=1
MpiDefault=none
NodeName=node1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((${SLURM_PORT:-26817} + 1)) CPUs=$cpus State=UNKNOWN
NodeName=node2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((${SLURM_PORT:-26817} + 2)) CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF=$dir/slurm.conf
  for _ in $(seq 50); do [ -S "$dir/munge/socket" ] && break; sleep 0.1; done
  slurmctld -D > "$dir/slurmctld.out" 2>&1 &
  echo $! > "$dir/slurmctld.pid"
  for node in node1 node2; do
    slurmd -D -N "$node" > "$dir/$node.out" 2>&1 &
    echo $! > "$dir/$node.pid"
  done
  for _ in $(seq 100); do
    [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ] && return
    sleep 0.2
  done
  echo "the nodes did not come up; look into $dir" >&2
  stop
  return 1
}

"$action"
