# Keeps a guard running. $1: the guard's folder; the rest: how it is started.
# MUSTER_ADOPT: a guard that runs already, whose keeper was killed.
# While there is no guard, nobody answers for what programs are run: so workloads are frozen until the next one looks.
folder=$1; shift
freeze() {
  [ -r "$folder/freeze" ] || return 0
  while read -r file word; do [ -w "$file" ] && echo "$word" > "$file"; done < "$folder/freeze" 2>/dev/null
}
child=${MUSTER_ADOPT:-}
trap '[ -n "$child" ] && kill -TERM "$child" 2>/dev/null; ended=yes' TERM INT HUP
ended=
# Whoever started us for a while holds our standard input.
if [ -n "${KEEPER_WITH_PARENT:-}" ]; then
  exec 3<&0
  (cat <&3 >/dev/null; kill -TERM $$) 2>/dev/null &
  unset KEEPER_WITH_PARENT
  exec </dev/null 3<&-
fi
if [ -n "$child" ]; then
  while kill -0 "$child" 2>/dev/null; do sleep 0.2; done
  [ -n "$ended" ] && exit 0
  freeze
fi
unset MUSTER_ADOPT
apart=
unshare --net true 2>/dev/null && apart="unshare --net --"
while [ -z "$ended" ]; do
  MUSTER_KEEPER=$$ $apart "$@" &
  child=$!
  wait "$child"
  status=$?
  # A signal to us ends a wait early: the guard may take a while to end what it started.
  if [ -n "$ended" ]; then
    while kill -0 "$child" 2>/dev/null; do wait "$child"; done
    exit 0
  fi
  [ "$status" -eq 0 ] && exit 0
  # 64: wrong usage. Trying again would not help.
  [ "$status" -eq 64 ] && exit 64
  [ -d "$folder" ] || exit 1
  freeze
  sleep 0.2
done
