#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests: no service manager, nothing durable, nothing that outlives `stop`.
#
#   PGROOT=/tmp/folder PGPORT=55432 tests/pg.sh start|stop|kill
#
# `start` prints the server's address without a database name. `kill` ends it the way a power cut does.
# Root may run it: the server then runs as the user `postgres` that Debian's package makes.
set -euo pipefail

PGROOT=${PGROOT:?folder for the cluster}
PGPORT=${PGPORT:?port for the server}

newest() { ls /usr/lib/postgresql 2>/dev/null | sort -n | tail -1 || true; }
BIN=/usr/lib/postgresql/$(newest)/bin
if [ ! -x "$BIN/initdb" ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "PostgreSQL is missing: install Debian's package postgresql (initdb is looked for in /usr/lib/postgresql)" >&2
    exit 1
  fi
  echo "installing PostgreSQL from Debian" >&2
  # Debian's package would make and start a cluster of its own.
  mkdir -p /etc/postgresql-common
  grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf ||
    echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql postgresql-contrib; } >/dev/null 2>&1 ||
    { echo "PostgreSQL could not be installed with apt-get" >&2; exit 1; }
  BIN=/usr/lib/postgresql/$(newest)/bin
fi

as_owner() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups env -C / HOME="$PGROOT" LC_ALL=C.UTF-8 "$@"
  else
    "$@"
  fi
}

case ${1:?start, stop or kill} in
start)
  if [ ! -f "$PGROOT/PG_VERSION" ]; then
    mkdir -p "$PGROOT"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$PGROOT"
    chmod 700 "$PGROOT"
    as_owner "$BIN/initdb" -D "$PGROOT" -U app -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    # Commits reach the operating system before they are told (synchronous_commit stays on), because tests kill this server and count
    # on what it said; the disk need not have them, because the machine stays up.
    as_owner sh -c "cat >>'$PGROOT/postgresql.conf'" <<CONF
listen_addresses = '127.0.0.1'
port = $PGPORT
unix_socket_directories = '$PGROOT'
max_connections = 400
fsync = off
full_page_writes = off
shared_buffers = 64MB
logging_collector = off
CONF
  fi
  # Without the redirections the server would keep the caller's pipe open for ever.
  as_owner "$BIN/pg_ctl" -D "$PGROOT" -l "$PGROOT/log" -w -t 60 -s start </dev/null >/dev/null 2>&1 ||
    { tail -5 "$PGROOT/log" >&2; exit 1; }
  echo "postgres://app@127.0.0.1:$PGPORT"
  ;;
stop) as_owner "$BIN/pg_ctl" -D "$PGROOT" -m fast -w -s stop </dev/null >/dev/null 2>&1 ;;
kill) as_owner "$BIN/pg_ctl" -D "$PGROOT" -m immediate -w -s stop </dev/null >/dev/null 2>&1 ;;
*) echo "start, stop or kill" >&2; exit 2 ;;
esac
