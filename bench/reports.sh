#!/usr/bin/env bash
# Who owes a report in a country of 40,000 enterprises, and a workbook of 1,000 of them:
#
#   bench/reports.sh                                  SQLite
#   BENCH_DATABASE=postgres://… bench/reports.sh
#
# Prints seconds. The workbook is the template of the program with a number in each cell.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for tool in curl python3; do
    command -v "$tool" >/dev/null || {
        echo "bench: $tool is missing: apt-get install $tool" >&2
        exit 2
    }
done

. bench/country
printf '[settings.sign_in]\none_time_passwords = "may_stay"\n' >"$folder/longan.toml"
password=$("$program" user add do-dac --name "Đo Đạc" --role officer --place country:VN: --data "$folder" --database "$database" | grep -oE '[a-z0-9]{4}(-[a-z0-9]{4}){3}' | head -1)
serve --config "$folder/longan.toml"
curl -sf -c "$folder/cookies" -o /dev/null -d "name=do-dac" --data-urlencode "password=$password" "$address/sign-in"

# Seconds of one request, the best of three.
timed() {
    for _ in 1 2 3; do
        curl -sf -b "$folder/cookies" -o "$folder/answer" -w '%{time_total}\n' "$address$1"
    done | sort -n | head -1
}

period=$(($(date +%Y)))
echo "${database%%:*}, $(curl -sf -b "$folder/cookies" "$address/api/reports/owed?form=bieu-01&period=$period" | python3 -c 'import json, sys; print(json.load(sys.stdin)["count"]["owed"])') enterprises owe Biểu 01:"
echo "overview of the period        $(timed "/reports?period=$period") s"
echo "first page of who owes        $(timed "/reports/owed?form=bieu-01&period=$period") s"
echo "export of all of them         $(timed "/reports/owed.xlsx?form=bieu-01&period=$period") s"
echo "template of all of them       $(timed "/reports/workbook?form=bieu-01&period=$period") s"
python3 - "$folder/answer" "$folder" "${BENCH_ROWS:-1000}" <<'PY'
import re, sys, zipfile

source, folder, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])


def write(target, wrong):
    filled = 0

    def fill(row):
        nonlocal filled
        text = row.group(0)
        if not re.search(r'<c r="F\d+"[^>]*/>', text):
            return text
        if filled >= wanted:
            return ""
        filled += 1
        number = -1 if wrong and filled == wanted else 9
        return re.sub(r'<c r="([FHJL]\d+)"((?: s="\d+")?)/>', rf'<c r="\1"\2><v>{number}</v></c>', text)

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(r"<row .*?</row>", fill, data.decode(), flags=re.S).encode()
            new.writestr(name, data)


write(folder + "/wrong.xlsx", True)
write(folder + "/right.xlsx", False)
PY
# Brings a workbook; says how long that took and what came of it.
brought() {
    local answer
    answer=$(curl -sf -b "$folder/cookies" -o /dev/null -w '%{time_total} %{redirect_url}' -F form=bieu-01 -F "period=$period" -F "file=@$folder/$1.xlsx" "$address/reports/uploads")
    echo "${answer%% *} s, $(curl -sf -b "$folder/cookies" "${answer#* }" | grep -oE 'Đã gửi [0-9]+ báo cáo|tệp có [0-9]+ lỗi' || true)"
}
echo "workbook of ${BENCH_ROWS:-1000}, one row wrong  $(brought wrong)"
echo "the same, right, all sent     $(brought right)"
