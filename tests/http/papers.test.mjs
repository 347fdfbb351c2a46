// papers: firstline-metrics(7) against what a running program answers: each metric with its type and its help, each member
// of /healthz, and no other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site } from './lib.mjs';

const site = await Site.up();
const [of_metrics, of_health] = readFileSync(join(ROOT, 'fcgi/firstline-metrics.7'), 'utf8').split('.SH HEALTHZ');

/** The entries of a part of a page: what stands in bold, and the words below it. */
function entries(part) {
    return part.split('\n.TP\n').slice(1).map((entry) => {
        const [tag, ...words] = entry.split('\n.SH ')[0].replaceAll('\\-', '-').split('\n');
        return { tag: tag.replace(/^\.[A-Z]+ /, '').replaceAll('"', '').replace(/ +/g, ' '), words: words.join(' ') };
    });
}

/** Nothing missing, nothing invented. */
function same(page, program) {
    assert.deepEqual({ missing: program.filter((x) => !page.includes(x)), invented: page.filter((x) => !program.includes(x)) },
        { missing: [], invented: [] });
}

test('each metric stands in the page with its type and its help', async () => {
    const text = (await site.get('/metrics')).text;
    const help = new Map([...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name, words]) => [name, words]));
    const type = new Map([...text.matchAll(/^# TYPE (\S+) (.*)$/gm)].map(([, name, words]) => [name, words]));
    const page = new Map(entries(of_metrics).map(({ tag, words }) => [tag, words]));
    assert.ok(help.size > 30);
    same([...page.keys()], [...help.keys()].map((name) => `${name} ${type.get(name)}`));
    for (const [name, words] of help) {
        assert.ok(page.get(`${name} ${type.get(name)}`).startsWith(words), `${name}: "${words}" stands first`);
    }
});

test('each member of /healthz stands in the page', async () => {
    const health = (await site.get('/healthz')).json();
    const named = entries(of_health).flatMap(({ tag }) => tag.split(/,\s*/).map((name) => name.trim()));
    same(named, Object.keys(health));
    for (const member of Object.keys(health.remembered)) assert.match(of_health, new RegExp(`^\\.I ${member}$`, 'm'));
});

site.check_at_end();
