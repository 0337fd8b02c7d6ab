#!/usr/bin/env bash
# Measures the program of a release build and writes what it found into bench/README.md.
#
#   make bench                     everything (needs wrk, curl and PostgreSQL; about ten minutes)
#   BENCH_SECONDS=3 make bench     shorter loads; BENCH_SCALE=0.5 also a smaller list
#
# The country is `longan seed`: scale 1 for figures, scale 5 (10,000 clusters) for lists.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${LONGAN:-${CARGO_TARGET_DIR:-target}/release/longan}
seconds=${BENCH_SECONDS:-10}
scale=${BENCH_SCALE:-5}
for tool in wrk curl node; do
    command -v "$tool" >/dev/null || {
        echo "bench: $tool is missing: apt-get install $tool" >&2
        exit 2
    }
done

folder=$(mktemp -d)
results="$folder/results"
server=
stop_server() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
    server=
}
finish() {
    stop_server
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# One line of the table: what, on which database, result, aim.
tell() {
    printf '| %s | %s | %s | %s |\n' "$1" "$2" "$3" "$4" | tee -a "$results"
}

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

# The middle of numbers on standard input.
median() {
    sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

# start DATA [options]: runs `serve`, sets `server` and `address`.
start() {
    local data=$1 output="$folder/output"
    shift
    : >"$output"
    "$program" serve --data "$data" --listen 127.0.0.1:0 "$@" >"$output" 2>"$folder/log" &
    server=$!
    address=
    until [ -n "$address" ]; do
        address=$(sed -n 's/^Địa chỉ: //p' "$output")
        kill -0 "$server" || {
            cat "$folder/log" >&2
            exit 3
        }
        sleep 0.002
    done
}

# sign_in DATA [options]: an account for this run; sets `cookie`.
sign_in() {
    local data=$1 password
    shift
    # A database that was copied has the account already.
    password=$({
        "$program" user add do-luong --name "Đo lường" --role reader --place country:VN: --data "$data" "$@" 2>/dev/null ||
            "$program" user reset do-luong --data "$data" "$@" 2>/dev/null
    } | awk '{ print $2 }')
    cookie=$(curl -s -o /dev/null -D - --data-urlencode "name=do-luong" --data-urlencode "password=$password" "$address/sign-in" |
        tr -d '\r' | sed -n 's/^set-cookie: \([^;]*\).*/\1/pI')
    [ -n "$cookie" ] || {
        echo "bench: nobody could sign in" >&2
        exit 3
    }
}

memory_mb() {
    awk -v key="$1:" '$1 == key { printf "%.0f", $2 / 1024 }' "/proc/$server/status"
}

# load PATH: requests/s and the 99th percentile with 16 connections.
load() {
    local code
    code=$(curl -s -o "$folder/page" -w '%{http_code} %{size_download}' -H "Cookie: $cookie" "$address$1")
    [ "${code% *}" = 200 ] || {
        echo "bench: $1 answers $code" >&2
        exit 3
    }
    wrk -t2 -c16 -d"${seconds}s" --latency -H "Cookie: $cookie" "$address$1" >"$folder/wrk"
    grep -q 'Non-2xx' "$folder/wrk" && {
        cat "$folder/wrk" >&2
        exit 3
    }
    awk '/Requests\/sec/ { rate = $2 } $1 == "99%" { slow = $2 } END { printf "%.0f requests/s, p99 %s", rate, slow }' "$folder/wrk"
}

# took REPEATS COMMAND…: the median of milliseconds.
took() {
    local repeats=$1 began
    shift
    for _ in $(seq "$repeats"); do
        began=$(now_ms)
        "$@" >/dev/null 2>&1 || true
        echo $(($(now_ms) - began))
    done | median
}

get() {
    curl -s -o /dev/null -H "Cookie: $cookie" "$address$1"
}

list_html='/clusters?place=VN&on=2025-12-31'
list_json='/api/clusters?place=VN&on=2025-12-31'

lists() {
    local name=$1
    tell "list of 50 of 10,000 clusters, HTML" "$name" "$(load "$list_html")" "≥ 2,000/s, p99 ≤ 20 ms"
    tell "list of 50 of 10,000 clusters, JSON" "$name" "$(load "$list_json")" "≥ 2,000/s, p99 ≤ 20 ms"
    tell "the same list drawn anew (another address each time)" "$name" "$(took 31 get_anew "$list_html") ms" ""
}

# Asks with an address nobody asked with before, so that the page is not remembered.
get_anew() {
    get "$1&anew=$(now_ms)"
}

figures() {
    local name=$1 code
    for code in clusters.count clusters.occupancy tenants.workers; do
        tell "figure $code of the country" "$name" "$(took 15 get "/api/figures/$code?place=VN&on=2025-12-31") ms" "≤ 50 ms"
        tell "figure $code of the country with its rows" "$name" "$(took 5 get "/api/figures/$code?place=VN&on=2025-12-31&why=rows") ms" ""
    done
}

# ---- The synthetic countries.
small="$folder/small" large="$folder/large" officer="$folder/officer"
tell "growing a country (seed --scale 1, 430,000 rows)" SQLite "$(took 1 "$program" seed --scale 1 --data "$small") ms" "≤ 60 s"
"$program" seed --scale "$scale" --data "$large" >/dev/null 2>&1

# ---- Start and memory, on a register with 2,000 clusters.
for _ in 1 2 3 4 5; do
    began=$(now_ms)
    start "$small"
    until curl -s -o /dev/null "$address/sign-in"; do sleep 0.002; done
    echo $(($(now_ms) - began)) >>"$folder/starts"
    stop_server
done
tell "start to first page" SQLite "$(median <"$folder/starts") ms" "≤ 500 ms"
start "$small"
sign_in "$small"
get "/sign-in"
sleep 3
tell "memory, idle" SQLite "$(memory_mb VmRSS) MB" "≤ 60 MB"
figures SQLite
for code in clusters.occupancy tenants.workers; do
    ask=("$program" figure "$code" --place VN --on 2025-12-31 --json --data "$small")
    tell "command: figure $code" SQLite "$(took 5 "${ask[@]}") ms" ""
    tell "command: figure $code --why" SQLite "$(took 5 "${ask[@]}" --why) ms" ""
done
tell "command: check of the whole register" SQLite "$(took 3 "$program" check --data "$small") ms" ""
stop_server

# ---- Lists of 50 of 10,000.
start "$large"
sign_in "$large"
lists SQLite
first=$(memory_mb VmRSS)
load "$list_html" >/dev/null
load "$list_html" >/dev/null
tell "memory, after the lists and after three times the load" SQLite "$first MB, $(memory_mb VmRSS) MB" "flat"
stop_server

# ---- Reading 10,000 rows.
cargo build --release --quiet --package longan --example large_workbook
examples=$(dirname "$program")/examples
"$examples/large_workbook" 10000 "$folder/large.xlsx"
"$program" import clusters seed/ccn_long_an_2013.xlsx --accept --data "$officer" >/dev/null 2>&1 || true
began=$(now_ms)
"$program" import tenants "$folder/large.xlsx" --accept --json --data "$officer" >"$folder/import.json" 2>/dev/null || true
ended=$(now_ms)
accepted=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).accepted' "$folder/import.json")
tell "import of 10,000 rows from xlsx ($accepted taken)" SQLite "$((ended - began)) ms" "≤ 3 s"
tell "backup of that register" SQLite "$(took 1 "$program" backup -o "$folder/backup" --data "$officer") ms" ""

# ---- A thousand communes of 2025 changed by one file: of four, one is renamed, two become one,
# one is divided.
change_file() {
    awk -F, 'NR > 1 && $2 == "commune" && $8 == "" { print $6 "," $1 "," $4 }' data/admin/units_2025.csv | sort |
        awk -F, '
            function line(kind, old, new, name, chosen) {
                print kind ",commune," old ",commune," new "," name ",,phường," $1 "," chosen ",2027-01-01,9/NQ,"
            }
            BEGIN { print "kind,old_level,old_code,new_level,new_code,name,full_name,type,parent_code,default,effective_on,decree,decree_issued_on" }
            $1 != parent { parent = $1; n = 0 }
            { n++; code[n] = $2; name[n] = $3 }
            n == 4 {
                n = 0; spare = 90000 + ++groups
                line("renamed", code[1], code[1], name[1] " Mới", "")
                line("merged", code[2], code[2], name[2], "")
                line("merged", code[3], code[2], name[2], "")
                line("divided", code[4], code[4], name[4] " Đông", "yes")
                line("divided", code[4], spare, name[4] " Tây", "no")
                if (groups == 250) exit
            }'
}

# thousand NAME [options]: the file looked at and applied, on a register with 2,000 clusters.
thousand() {
    local name=$1 began ended
    shift
    tell "a file that changes 1,000 communes, looked at only" "$name" "$(took 3 "$program" import places "$folder/changes.csv" --dry-run --data "$small" "$@") ms" ""
    began=$(now_ms)
    "$program" import places "$folder/changes.csv" --accept --json --data "$small" "$@" >"$folder/changes.json" 2>/dev/null || true
    ended=$(now_ms)
    tell "a file that changes 1,000 communes, applied ($(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).impact.clusters' "$folder/changes.json") of 2,000 clusters follow)" "$name" "$((ended - began)) ms" ""
}
change_file >"$folder/changes.csv"

# ---- The same on PostgreSQL.
postgresql() {
    local url="$TEST_DATABASE_URL"
    "$program" copy-database --from "sqlite:$small/longan.db" --to "$url" >/dev/null 2>&1
    start "$folder/pg" --database "$url"
    sign_in "$folder/pg" --database "$url"
    figures PostgreSQL
    stop_server
    thousand PostgreSQL --database "$url"
    local more="${url%/*}/longan_large"
    psql --quiet "$url" --command 'create database longan_large' >/dev/null
    "$program" copy-database --from "sqlite:$large/longan.db" --to "$more" >/dev/null 2>&1
    psql --quiet "$more" --command 'vacuum analyze' >/dev/null
    start "$folder/pg" --database "$more"
    sign_in "$folder/pg" --database "$more"
    lists PostgreSQL
    tell "memory, after the lists" PostgreSQL "$(memory_mb VmRSS) MB" ""
    stop_server
}
export program folder results seconds small large list_html list_json
export -f tell now_ms median start stop_server sign_in memory_mb load took get lists figures thousand postgresql
# A checkpoint would fall into the measurement otherwise.
scripts/with-postgresql bash -euo pipefail -c 'server=; postgresql'
thousand SQLite

# ---- Into the README.
{
    sed '/<!-- measured: begin -->/q' bench/README.md
    printf '\n%s, %s cores, %s GB of memory, Linux %s; %s; `make bench`, %s s a load.\n\n' \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
        "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" "$(uname -r | cut -d- -f1)" \
        "$(date +%Y-%m-%d)" "$seconds"
    printf '| what | database | measured | aim |\n|---|---|---|---|\n'
    cat "$results"
    printf '\n'
    sed -n '/<!-- measured: end -->/,$p' bench/README.md
} >"$folder/README.md"
cp "$folder/README.md" bench/README.md
