// Draws a chart before each table that asks for one. The table stays: it is the chart's
// text for whoever cannot see it, and all there is when scripts are off.
//
//   <table data-chart="bar-horizontal" data-chart-title="…" data-chart-unit="ha">
//     data-chart="bar-horizontal | bar-vertical", "… stacked" to stack the series; "line": a curve a
//       series, told apart by mark and stroke as well as by colour
//     data-chart-label="0"      column of the names, from 0
//     data-chart-values="1,2"   columns of the numbers; their headings name the series
//   A cell may carry data-value="49.5"; else its text is read as Vietnamese: 1.234,5.
//   Rows with data-chart-skip (totals) are left out.
//
//   <script type="application/json" data-chart="bar-vertical">
//     {"title": "…", "unit": "ha", "labels": ["…"], "series": [{"name": "…", "values": [1, null]}]}
//   </script>
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, SVGRenderer]);

interface Data {
  title: string;
  unit: string;
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
}

const shown = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 2 });

function readNumber(cell: HTMLTableCellElement | undefined): number | null {
  const text = cell?.dataset.value ?? (cell?.textContent ?? "").replace(/\./g, "").replace(",", ".");
  const plain = text.replace(/[^\d.+-]/g, "");
  const value = plain === "" ? NaN : Number(plain);
  return Number.isFinite(value) ? value : null;
}

function readTable(table: HTMLTableElement): Data {
  const column = Number(table.dataset.chartLabel ?? 0);
  const columns = (table.dataset.chartValues ?? "1").split(",").map(Number);
  const heads = table.tHead?.rows[table.tHead.rows.length - 1]?.cells;
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const kept = rows.filter((row) => !row.hasAttribute("data-chart-skip"));
  return {
    title: table.dataset.chartTitle ?? table.caption?.textContent?.trim() ?? "",
    unit: table.dataset.chartUnit ?? "",
    labels: kept.map((row) => row.cells[column]?.textContent?.trim() ?? ""),
    series: columns.map((at) => ({
      name: heads?.[at]?.textContent?.trim() ?? "",
      values: kept.map((row) => readNumber(row.cells[at])),
    })),
  };
}

function readSource(source: HTMLElement): Data {
  if (source instanceof HTMLTableElement) return readTable(source);
  return { title: "", unit: "", labels: [], series: [], ...JSON.parse(source.textContent ?? "{}") };
}

/** What is heard instead of seen: the table has all the numbers. */
function description(data: Data, kind: string): string {
  const names = data.series.map((series) => series.name).filter(Boolean).join(", ");
  const what = [data.title || names, data.unit && `đơn vị ${data.unit}`].filter(Boolean).join(", ");
  const name = kind === "line" ? "Biểu đồ đường" : "Biểu đồ cột";
  return `${name}: ${what}; ${data.labels.length} mục. Số liệu đầy đủ ở bảng liền kề.`;
}

/** Marks and strokes that tell curves apart where colours do not. */
const marks = ["rect", "none", "circle", "triangle", "diamond"];
const strokes = ["solid", "dashed", "solid", "dotted", "dashed"] as const;

/** What stands for a curve without marks beside its name. */
const dashes = "path://M0 7h7v2H0z M10 7h7v2h-7z M20 7h7v2h-7z";

function lines(data: Data) {
  return data.series.map((series, at) => ({
    type: "line" as const,
    name: series.name,
    data: series.values,
    silent: true,
    showAllSymbol: true,
    symbol: marks[at % marks.length],
    symbolSize: 7,
    lineStyle: { width: 2, type: strokes[at % strokes.length] },
  }));
}

function bars(data: Data, kind: string, text: string) {
  const horizontal = kind.includes("horizontal");
  return data.series.map((series) => ({
    type: "bar" as const,
    name: series.name,
    data: series.values,
    silent: true,
    barMaxWidth: 28,
    stack: kind.includes("stacked") ? "all" : undefined,
    label: {
      show: !kind.includes("stacked") && data.labels.length * data.series.length <= 40,
      position: horizontal ? ("right" as const) : ("top" as const),
      color: text,
      formatter: ({ value }: { value: unknown }) => (typeof value === "number" ? shown.format(value) : ""),
    },
  }));
}

function option(data: Data, kind: string, box: HTMLElement) {
  const style = getComputedStyle(box);
  // light-dark() is resolved only where a colour is used, so it is used and read back.
  const probe = document.createElement("span");
  box.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const text = colour("--chart-text");
  const grid = colour("--chart-grid");
  const colours = [1, 2, 3, 4, 5].map((at) => colour(`--chart-${at}`));
  probe.remove();

  const horizontal = kind.includes("horizontal");
  const many = data.series.length > 1;
  const names = {
    type: "category" as const,
    data: data.labels,
    inverse: horizontal,
    axisLabel: { color: text, interval: 0, hideOverlap: !horizontal, width: Math.min(220, box.clientWidth * 0.36), overflow: "truncate" as const },
    axisLine: { lineStyle: { color: grid } },
    axisTick: { show: false },
  };
  const values = {
    type: "value" as const,
    name: data.unit,
    nameTextStyle: { color: text },
    axisLabel: { color: text, formatter: (value: number) => shown.format(value), hideOverlap: true },
    splitLine: { lineStyle: { color: grid } },
  };
  return {
    animation: false,
    textStyle: { fontFamily: style.fontFamily, color: text },
    color: colours,
    aria: { enabled: true, label: { description: description(data, kind) }, decal: { show: many } },
    // Where there is little room the names of the series take more lines.
    grid: { left: 8, right: 56, top: many ? (box.clientWidth < 480 ? 88 : 48) : 24, bottom: 8, containLabel: true },
    legend: many
      ? {
          top: 0,
          textStyle: { color: text },
          data: data.series.map(({ name }, at) => (kind === "line" && marks[at % marks.length] === "none" ? { name, icon: dashes } : { name })),
        }
      : undefined,
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? names : values,
    series: kind === "line" ? lines(data) : bars(data, kind, text),
  };
}

function draw(source: HTMLElement): void {
  if (source.dataset.chartDrawn) return;
  const data = readSource(source);
  if (data.labels.length === 0) return;
  source.dataset.chartDrawn = "yes";
  const kind = source.dataset.chart ?? "bar-horizontal";
  const box = document.createElement("div");
  box.className = "chart-drawn";
  const bars = kind.includes("stacked") ? 1 : data.series.length;
  const height = kind.includes("horizontal") ? 64 + data.labels.length * (8 + 20 * bars) : 320;
  box.style.height = `${height}px`;
  (source.closest(".table-responsive") ?? source).before(box);

  const chart: EChartsType = init(box, null, { renderer: "svg" });
  box.setAttribute("role", "img");
  const paint = () => chart.setOption(option(data, kind, box), { notMerge: true });
  paint();
  // Room for the names of the series depends on the width.
  new ResizeObserver(() => {
    chart.resize();
    paint();
  }).observe(box);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  matchMedia("print").addEventListener("change", () => {
    paint();
    chart.resize();
  });
}

function drawAll(): void {
  document.querySelectorAll<HTMLElement>("table[data-chart], script[data-chart]").forEach(draw);
}

document.addEventListener("htmx:after:swap", drawAll);
// Labels are measured: wait for the typeface.
void document.fonts.ready.then(drawAll);
