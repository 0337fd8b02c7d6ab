#!/usr/bin/env bash
# The Ministry's page of a period: 34 provinces have sent Biểu số 04, each number with as many rows
# behind it as a province has clusters.
#
#   bench/provinces.sh                                  SQLite
#   BENCH_DATABASE=postgres://… bench/provinces.sh
#
# Prints seconds; the aim is 1 s.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v curl >/dev/null || {
    echo "bench: curl is missing: apt-get install curl" >&2
    exit 2
}

. bench/country
senders=${LONGAN_COUNTRY_REPORTS:-${CARGO_TARGET_DIR:-target}/release/examples/country_reports}
[ -x "$senders" ] || cargo build --release --package longan --example country_reports
period=$(date +%Y)
printf '[settings.sign_in]\none_time_passwords = "may_stay"\n' >"$folder/longan.toml"
password=$("$program" user add do-dac --name "Đo Đạc" --role ministry --place country:VN: --data "$folder" --database "$database" | grep -oE '[a-z0-9]{4}(-[a-z0-9]{4}){3}' | head -1)
case "$database" in sqlite:*) url="sqlite://${database#sqlite:}" ;; *) url=$database ;; esac
began=$(date +%s%N)
"$senders" "$folder" "$url" "$period" "${BENCH_CLUSTERS:-60}"
echo "receiving them one by one     $((($(date +%s%N) - began) / 1000000)) ms"
serve --config "$folder/longan.toml"
curl -sf -c "$folder/cookies" -o /dev/null -d "name=do-dac" --data-urlencode "password=$password" "$address/sign-in"

# Seconds of one request, the best of five.
timed() {
    for _ in 1 2 3 4 5; do
        curl -sf -b "$folder/cookies" -o "$folder/answer" -w '%{time_total}\n' "$address$1"
    done | sort -n | head -1
}

echo "${database%%:*}, 34 provinces, ${BENCH_CLUSTERS:-60} rows behind each number:"
echo "page of the country           $(timed "/exchange/provinces?period=$period") s"
echo "one number by province        $(timed "/exchange/provinces/rows/r04?period=$period") s"
echo "the whole as a workbook       $(timed "/exchange/provinces.xlsx?period=$period") s"
