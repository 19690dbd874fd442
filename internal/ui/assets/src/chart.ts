// Draws a chart by ECharts in the page's colours and language.

import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import langZH from "echarts/lib/i18n/langZH.js";

echarts.use([
  BarChart,
  LineChart,
  PieChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  MarkLineComponent,
  AriaComponent,
  SVGRenderer,
]);
echarts.registerLocale("ZH", langZH as never);

/** mount draws the option that stands in the JSON script named by data-data. A
 *  point with an address leads there. */
export function mount(el: HTMLElement): () => void {
  const text = document.getElementById(el.dataset.data ?? "")?.textContent ?? "{}";
  const locale = document.documentElement.lang.startsWith("zh") ? "ZH" : "EN";
  let chart: echarts.ECharts;
  const draw = () => {
    chart?.dispose();
    chart = echarts.init(el, look(), { renderer: "svg", locale });
    const option = JSON.parse(text, coloured());
    chart.on("click", (e) => {
      const href = (e.data as { href?: string } | undefined)?.href;
      if (href) location.assign(href);
    });
    chart.setOption({ animation: false, grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true }, ...option });
    chart.setOption({ legend: option.legend ? { right: 0, top: 0, itemWidth: 18, ...option.legend } : undefined });
  };
  draw();
  const fit = new ResizeObserver(() => chart.resize());
  fit.observe(el);
  document.addEventListener("fugong:theme", draw);
  return () => {
    fit.disconnect();
    document.removeEventListener("fugong:theme", draw);
    chart.dispose();
  };
}

/** coloured puts the page's colours where an option names them: "--chart-2". */
function coloured(): (key: string, value: unknown) => unknown {
  const style = getComputedStyle(document.documentElement);
  return (_, value) => (typeof value === "string" && value.startsWith("--") ? style.getPropertyValue(value).trim() : value);
}

/** look takes the colours from the page's style sheet. */
function look(): object {
  const style = getComputedStyle(document.documentElement);
  const v = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    axisLine: { lineStyle: { color: v("--line-strong") } },
    axisTick: { show: false },
    axisLabel: { color: v("--ink-soft") },
    splitLine: { lineStyle: { color: v("--line") } },
  };
  return {
    color: [v("--chart-1"), v("--chart-2"), v("--chart-3"), v("--chart-4"), v("--chart-5")],
    backgroundColor: "transparent",
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: v("--ink") },
    legend: { textStyle: { color: v("--ink-soft") } },
    tooltip: { backgroundColor: v("--surface"), borderColor: v("--line-strong"), textStyle: { color: v("--ink") } },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
  };
}
