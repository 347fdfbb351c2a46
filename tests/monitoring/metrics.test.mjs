// metrics: what the rules and the dashboard name is there in a real /metrics, what is there is used, a healthy
// machine rings no bell, and the commands that the manual gives at night do run.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { ROOT, Site, VALID, until } from '../http/lib.mjs';

const MONITORING = join(ROOT, 'fcgi/monitoring');
const rules = parse(readFileSync(join(MONITORING, 'firstline.rules.yaml'), 'utf8'));
const alarms = rules.groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(readFileSync(join(MONITORING, 'grafana.json'), 'utf8'));
const page = readFileSync(join(MONITORING, 'firstline-alarms.7'), 'utf8');

/** In /metrics and neither in a rule nor on the dashboard, on purpose. */
const NOBODY_USES = ['firstline_breaker_open']; // firstline_database_up, the other way round

const scratch = mkdtempSync(join(tmpdir(), 'firstline-monitoring-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const forms = join(scratch, 'forms');
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
chmodSync(scratch, 0o755);
const site = await Site.up({
    env: { FIRSTLINE_FORMS: forms },
    expect: [/ (definitions_refused|reload_refused|geo_file|database_away) /, / FATAL: .*(terminating connection due to administrator command|the database system is (shutting down|starting up))/],
});

const metrics = async () => (await site.get('/metrics')).text;
/** The lines of an answer as [series, value]. */
const samples = (text) => [...text.matchAll(/^(firstline_.*) (\S+)$/mg)].map(([, series, value]) => [series, Number(value)]);
const value_of = (text, name) => samples(text).find(([series]) => series === name)?.[1];
const base_of = (name) => name.replace(/_(bucket|sum|count)$/, '');
const named_in = (text) => new Set([...text.matchAll(/\bfirstline_[a-z_]+/g)].map(([name]) => name));
const every_panel = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
const every_target = every_panel.flatMap((panel) => panel.targets ?? []);

/** Of a machine that has answered this for an hour: which alarms went off after half of it. */
function alarms_after(text) {
    const series = [['up', 1], ...samples(text)].map(([name, value]) => {
        const [, bare, labels] = name.match(/^([a-z_]+)(?:\{(.*)\})?$/);
        return { series: `${bare}{job="firstline",instance="a"${labels ? `,${labels}` : ''}}`, values: `${value}x60` };
    });
    const file = join(scratch, 'real.yaml');
    writeFileSync(file, JSON.stringify({
        rule_files: [join(MONITORING, 'firstline.rules.yaml')],
        evaluation_interval: '1m',
        tests: [{
            interval: '1m', input_series: series,
            alert_rule_test: alarms.map(({ alert }) => ({ alertname: alert, eval_time: '30m' })), // none is expected
        }],
    }));
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
    const went_off = [...(stdout + stderr).matchAll(/alertname: (\w+), time/g)].map(([, name]) => name);
    assert.equal(status === 0, went_off.length === 0, stdout + stderr);
    return went_off;
}

test('rules and dashboard name only what is there', async () => {
    for (const form of ['cargo', 'callback', 'contact']) await site.receipt(form, VALID[form]);
    const text = await metrics();
    const there = new Set(samples(text).map(([series]) => series.replace(/\{.*/, '')));
    for (const [what, source] of [['rules', JSON.stringify(rules)], ['dashboard', JSON.stringify(dashboard)]]) {
        assert.deepEqual([...named_in(source)].filter((name) => !there.has(name)), [], what);
    }
});

test('what is there is used', async () => {
    const used = new Set([...named_in(JSON.stringify(rules)), ...named_in(JSON.stringify(dashboard))].map(base_of));
    const there = new Set([...(await metrics()).matchAll(/^# TYPE (\S+)/mg)].map(([, name]) => name));
    assert.deepEqual([...there].filter((name) => !used.has(name)), NOBODY_USES);
});

test('labels that the dashboard shows are there', async () => {
    const there = new Set(['job', 'instance', ...[...(await metrics()).matchAll(/[{,](\w+)="/g)].map(([, label]) => label)]);
    const shown = every_target.flatMap((target) => [...target.legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label));
    const summed = [...JSON.stringify(rules).matchAll(/ by \(([a-z_, ]+)\)/g)].flatMap(([, list]) => list.split(', '));
    assert.deepEqual([...shown, ...summed].filter((label) => !there.has(label)), []);
});

test('the dashboard is one that Grafana 9 and later take', () => {
    const ids = every_panel.map((panel) => panel.id);
    assert.equal(new Set(ids).size, ids.length, 'ids of panels');
    assert.ok(ids.every((id) => Number.isInteger(id) && id > 0));
    assert.equal(dashboard.id, null, 'it is given one by Grafana');
    assert.ok(dashboard.uid && dashboard.title && dashboard.schemaVersion >= 36);
    const variables = new Map(dashboard.templating.list.map((variable) => [variable.name, variable]));
    assert.deepEqual([variables.get('datasource').type, variables.get('datasource').query], ['datasource', 'prometheus']);
    const own = { type: 'prometheus', uid: '${datasource}' };
    for (const panel of every_panel) {
        const { x, y, w, h } = panel.gridPos;
        assert.ok(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24, panel.title);
        if (panel.type === 'row') continue;
        assert.ok(['stat', 'timeseries', 'table'].includes(panel.type), panel.type);
        assert.ok(panel.title && panel.description, `panel ${panel.id} says what it is`);
        assert.deepEqual(panel.datasource, own);
        const letters = panel.targets.map((target) => target.refId);
        assert.ok(letters.length > 0 && new Set(letters).size === letters.length, `refIds of ${panel.title}`);
        for (const target of panel.targets) assert.deepEqual(target.datasource, own);
    }
    for (const [, name] of JSON.stringify(dashboard).matchAll(/\$\{?(\w+)/g)) {
        assert.ok(variables.has(name) || name.startsWith('__'), `the variable ${name}`);
    }
});

test('no panel lies on another', () => {
    const taken = new Map();
    for (const { title, gridPos } of dashboard.panels) {
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
            for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
                assert.equal(taken.get(`${x},${y}`), undefined, `${title} at ${x},${y}`);
                taken.set(`${x},${y}`, title);
            }
        }
    }
});

test('Prometheus can read what the dashboard asks', () => {
    const file = join(scratch, 'dashboard.rules.yaml');
    const asked = every_target.map((target, i) => ({
        record: `asked:${i}`,
        expr: target.expr.replaceAll(/\$__(rate_interval|range)/g, '5m').replaceAll(/\$\w+/g, '.*'),
    }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: asked }] }));
    execFileSync('promtool', ['check', 'rules', file], { stdio: 'pipe' });
});

test('a healthy machine rings no bell', async () => {
    let text = await metrics();
    if (value_of(text, 'firstline_spool_room_bytes') < 2 ** 28) { // the disk of whoever runs the tests
        text = text.replace(/^(firstline_spool_room_bytes) .*/m, '$1 1000000000');
    }
    assert.deepEqual(alarms_after(text), []);
    assert.match(text, /^firstline_build_info\{version="[^"]+"\} 1$/m);
    assert.match(text, /^firstline_definitions_info\{rule_set="[0-9a-f]+"\} 1$/m);
    const started = value_of(text, 'firstline_start_time_seconds');
    assert.ok(started <= Date.now() / 1000 && started > Date.now() / 1000 - 3600);
});

test('a refused reload is told until one is taken', async () => {
    const broken = join(forms, 'broken.yaml');
    writeFileSync(broken, 'title: [\n');
    await site.part('reload', 'firstline');
    const text = await until('it is told', async () => {
        const now = await metrics();
        return value_of(now, 'firstline_definitions_refused') === 1 && now;
    });
    assert.deepEqual(alarms_after(text).filter((name) => name !== 'FirstlineSpoolRoomLow'), ['FirstlineDefinitionsRefused']);
    rmSync(broken);
    await site.part('reload', 'firstline');
    await until('it is taken back', async () => value_of(await metrics(), 'firstline_definitions_refused') === 0);
});

test('a geo database that is none is told', async () => {
    const before = site.env.FIRSTLINE_GEO;
    site.env.FIRSTLINE_GEO = join(scratch, 'none.mmdb');
    writeFileSync(site.env.FIRSTLINE_GEO, 'none');
    assert.equal(value_of(await metrics(), 'firstline_geo_missing'), 0);
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    assert.equal(value_of(await metrics(), 'firstline_geo_missing'), 1);
    if (before === undefined) delete site.env.FIRSTLINE_GEO;
    else site.env.FIRSTLINE_GEO = before;
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    assert.equal(value_of(await metrics(), 'firstline_geo_missing'), 0);
});

test('the SQL that the manual gives at night runs', async () => {
    const commands = [...page.replaceAll('\\-', '-').matchAll(/psql firstline -c "([^"]+)"/g)].map(([, sql]) => sql);
    assert.ok(commands.length >= 4);
    await site.receipt('callback', { ...VALID.callback, name: 'Ольга', shoe_size: '42' });
    for (const sql of commands) {
        const rows = await site.sql(sql);
        if (sql.includes('json_array_elements')) assert.deepEqual(rows, [{ form: 'callback', field: 'shoe_size', count: 1 }]);
    }
});

test('a database that is away rings one bell, and what waits is told', async () => {
    await site.part('stop', 'postgres');
    await site.receipt('callback', { ...VALID.callback, name: 'Wartet' });
    const text = await metrics();
    assert.equal(value_of(text, 'firstline_spool_records'), 1);
    assert.deepEqual(alarms_after(text).filter((name) => name !== 'FirstlineSpoolRoomLow'), ['FirstlineDatabaseAway']);
    await site.part('start', 'postgres');
    await until('it is delivered', async () => value_of(await metrics(), 'firstline_spool_records') === 0);
});

site.check_at_end();
