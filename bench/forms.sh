#!/usr/bin/env bash
# Biểu số 04 of each of the 34 provinces of a grown country, as a workbook and as PDF, each by its own
# `longan report`, with the start of the program in it:
#
#   bench/forms.sh                                  SQLite
#   BENCH_DATABASE=postgres://… bench/forms.sh
#
# Prints milliseconds. The aims: a province ≤ 300 ms, all of them ≤ 5 s.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/country
period=$(date +%Y)
provinces=$(tail -n +2 data/admin/province_changes_2025.csv | cut -d, -f3 | sort -u)

report() {
    "$program" report tt14-bieu-04 --place "$1" --period "$period" --data "$folder" --database "$database" -o "$folder/report.$2" 2>>"$folder/log"
}

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

echo "${database%%:*}, Biểu 04 of $(wc -w <<<"$provinces") provinces, one after another:"
for ending in xlsx pdf; do
    took=()
    began=$(now_ms)
    for province in $provinces; do
        before=$(now_ms)
        report "$province" "$ending"
        took+=($(($(now_ms) - before)))
    done
    whole=$(($(now_ms) - began))
    sorted=($(printf '%s\n' "${took[@]}" | sort -n))
    printf '%-5s all %5d ms, middle %4d ms, slowest %4d ms\n' "$ending" "$whole" "${sorted[$((${#sorted[@]} / 2))]}" "${sorted[-1]}"
done
