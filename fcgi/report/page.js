// page: the report as a file, with its data in it.
import { DATA, long_day, read, say } from './data.js';
import { el } from './parts.js';
import { report } from './report.js';

const root = document.getElementById('report');
report(root, read(document.getElementById('data').textContent));
root.firstChild.prepend(el('h1', {}, say('title')));
document.documentElement.lang = DATA.language;
document.title = `${say('title')}: ${say('days', { from: long_day(DATA.from), to: long_day(DATA.to) })}`;
