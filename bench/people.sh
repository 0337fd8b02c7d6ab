#!/usr/bin/env bash
# Five hundred people at work at once in a grown country, reads and writes nine to one:
#
#   bench/people.sh                                   500 people, 60 s, 10 s of thought in the mean, SQLite
#   BENCH_DATABASE=postgres://… BENCH_PEOPLE=200 BENCH_THINK_MS=2000 bench/people.sh
#
# The people run on the same cores as the program. Prints what `examples/load.rs` found; fails on an
# error or a lost write.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/country
load=$(dirname "$program")/examples/load
[ -x "$load" ] || cargo build --release --package longan --example load
people=${BENCH_PEOPLE:-500}
seconds=${BENCH_SECONDS:-60}
think_ms=${BENCH_THINK_MS:-10000}

url=$database
case $url in sqlite:*) url="sqlite://${url#sqlite:}" ;; esac
"$load" prepare "$url" "$people" "$folder/people.json"
serve
echo "$people people, $think_ms ms of thought, $seconds s, ${database%%:*}:"
"$load" drive "$address" "$folder/people.json" "$seconds" "$think_ms"
awk '/RssAnon/ { print "memory of the program, without the mapped file: " int($2 / 1024) " MB" }' "/proc/$server/status"
