#!/usr/bin/env bash
# Fifteen years of promotion, a hundred projects a province and year, in 34 provinces:
#
#   bench/promotion.sh                                  SQLite
#   BENCH_DATABASE=postgres://… bench/promotion.sh
#
# Prints milliseconds, the middle of 21 different questions (10 of the country). The aims: plan board
# ≤ 50 ms, earlier support ≤ 20 ms, report of a year ≤ 300 ms.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export BENCH_SCALE=${BENCH_SCALE:-0.25}
. bench/country
years=$(dirname "$program")/examples/promotion_years
[ -x "$years" ] || cargo build --release --package longan --example promotion_years
url=$database
case $url in sqlite:*) url="sqlite://${url#sqlite:}" ;; esac
began=$(date +%s%N)
"$years" grow "$url" "${BENCH_PROJECTS:-100}" "${BENCH_YEARS:-15}"
echo "growing them                  $((($(date +%s%N) - began) / 1000000)) ms"
echo "${database%%:*}:"
"$years" measure "$url"
