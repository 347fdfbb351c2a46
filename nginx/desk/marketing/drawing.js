// marketing/drawing: fetched when there is a chart to draw: the chart library, which names itself d3 and Plot, and what draws the
// page of "firstline report". Its style sheet comes with it; without one there is nothing to see.
import '../report/lib/d3.min.js';
import '../report/lib/plot.umd.min.js';

export { read } from '../report/data.js';
export { report, still_so } from '../report/report.js';

export const dressed = new Promise((resolve, reject) => {
    const sheet = document.createElement('link');
    Object.assign(sheet, { rel: 'stylesheet', href: new URL('../report/report.css', import.meta.url).href, onload: resolve, onerror: reject });
    document.head.append(sheet);
});
