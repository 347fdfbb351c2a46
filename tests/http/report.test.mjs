// report: what marketing gets by one command: a table, JSON, files for spreadsheets and networks, and what it says when it
// cannot. The demo's week, with links and costs of all kinds.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, Site, VALID } from './lib.mjs';

const site = await Site.up({ env: { FIRSTLINE_WEEK: 'yes' }, expect: [/permission denied/, /role "nobody-here" does not exist/, /canceling statement/, /"marketing\.office" does not exist/] });
const folder = mkdtempSync(join(tmpdir(), 'firstline-report-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function report(args, { env = {}, ...options } = {}) {
    const { status, stdout, stderr } = spawnSync(BINARY, ['report', ...args],
        { env: { ...site.env, PGUSER: 'marina', ...env }, encoding: 'utf8', cwd: folder, ...options });
    return { status, stdout, stderr };
}
/** What marketing sees of the views, for comparison. */
const views = (text) => site.sql(text, { user: 'marina' });
const sums = async () => (await views(`SELECT sum(leads)::int AS leads, sum(qualified)::int AS qualified, sum(won)::int AS won,
    sum(amount)::float AS amount FROM marketing.channel_daily WHERE day > (SELECT today FROM marketing.office) - 30`))[0];

const HOSTILE = '=HYPERLINK("http://evil.example","x");\u202e</script>';
const link = new URLSearchParams({ utm_source: 'yandex', utm_medium: 'cpc', utm_campaign: HOSTILE });
assert.equal((await site.post('callback', { ...VALID.callback, _landing: `https://example.ru/?${link}` })).status, 303);
await site.psql(`SET session_replication_role = replica;    -- a lead that is there already is given a click
    DELETE FROM intake.cost;    -- the demo's own
    INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
    SELECT c.source, c.medium, c.campaign, o.today, c.amount, 'RUB', 'marina' FROM marketing.office AS o,
           (VALUES ('yandex', '', '', 700.5), ('nowhere', '', '', 300)) AS c (source, medium, campaign, amount);
    UPDATE intake.lead AS l SET touch = l.touch || jsonb_build_object('clicks', k.clicks)
      FROM (SELECT d.lead, CASE n % 3 WHEN 0 THEN jsonb_build_object('yclid', '17' || n) WHEN 1 THEN jsonb_build_object('gclid', 'Cj0-_' || n)
                                      ELSE jsonb_build_object('gclid', '=cmd|' || n) END AS clicks
              FROM (SELECT d.lead, row_number() OVER (ORDER BY d.lead) AS n FROM intake.deal AS d WHERE d.outcome = 'won') AS d) AS k
     WHERE k.lead = l.id`);

test('a table on the terminal, whose sums are those of the views', async () => {
    const { status, stdout, stderr } = report([]);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const { leads, qualified, won, amount } = await sums();
    assert.match(stdout, /^channel +leads +repeats +red +green +qualified +won +amount +cost$/m);
    const total = /^total +(.*)$/m.exec(stdout)[1].split(/ {2,}/).map((x) => x.trim());
    assert.deepEqual([total[0], total[4], total[5], total[6], total[7]], [leads, qualified, won, amount, '1000.5 RUB'].map(String));
    assert.match(stdout, /^paid_search .* 700\.5 RUB$/m);
    assert.match(stdout, /^\(no channel\) +0 .* 300 RUB$/m);
    assert.match(stdout, new RegExp(`^${leads} leads = `, 'm'));
    assert.match(stdout, /^ {2}ok {2}balance +\d+ received = .*; difference 0$/m);
    assert.doesNotMatch(stdout, /\u001b/, 'colours are for terminals');
});

test('the same for programs', async () => {
    const { status, stdout } = report(['--json']);
    assert.equal(status, 0);
    const answer = JSON.parse(stdout);
    const total = answer.channels.at(-1);
    assert.equal(total.channel, 'total');
    const { leads, qualified, won, amount } = await sums();
    assert.deepEqual({ leads: total.leads, qualified: total.qualified, won: total.won, amount: total.amount }, { leads, qualified, won, amount });
    assert.equal(answer.channels.slice(0, -1).reduce((n, row) => n + row.leads, 0), leads);
    assert.deepEqual(total.cost, { RUB: 1000.5 });
    assert.equal(answer.funnel[0].unique_leads, leads);
    assert.equal(answer.balance[0].difference, 0);
    assert.equal(answer.zone, 'Europe/Moscow');
});

test('days: one, none, and the last thirty', async () => {
    const [{ today, yesterday, first }] = await views('SELECT today, today - 1 AS yesterday, today - 29 AS first FROM marketing.office');
    const days = (...args) => { const { from, to } = JSON.parse(report(['--json', ...args]).stdout); return [from, to]; };
    assert.deepEqual(days(), [first, today]);
    assert.deepEqual(days('--from', 'yesterday', '--to', 'yesterday'), [yesterday, yesterday]);
    assert.deepEqual(days('--from=today'), [today, today]);
    const empty = JSON.parse(report(['--json', '--from', '2020-01-01', '--to', '2020-01-31']).stdout);
    assert.deepEqual(empty.channels.map((row) => [row.channel, row.leads]), [['total', 0]]);
});

const VIEWS = ['balance', 'channel_daily', 'conversion', 'cost_daily', 'funnel', 'hours', 'rule_quality', 'source_daily', 'speed_to_lead', 'unassigned'];

test('a file for each view, that a spreadsheet takes and does not run', async () => {
    const dir = join(folder, 'csv');
    const { status, stdout, stderr } = report(['--csv', dir]);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /csv: 10 files, /);
    assert.deepEqual(readdirSync(dir).sort(), VIEWS.map((name) => `${name}.csv`));
    for (const name of VIEWS) {
        const text = readFileSync(join(dir, `${name}.csv`), 'utf8');
        assert.equal(text[0], '\ufeff', name);
        const columns = await views(`SELECT a.attname AS name FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = 'marketing.${name}'::regclass AND a.attnum > 0 ORDER BY a.attnum`);
        assert.equal(text.slice(1).split('\r\n')[0], columns.map((c) => c.name).join(';'));
        assert.ok(text.endsWith('\r\n'));
        assert.doesNotMatch(text, /(^|;)"?[=+@\t＝＋－＠]/m, `${name} has a formula`);
        assert.doesNotMatch(text, /[\u202a-\u202e]/, `${name} turns a line round`);
    }
    const rows = readFileSync(join(dir, 'channel_daily.csv'), 'utf8').trim().split('\r\n').slice(1).map((line) => line.split(';'));
    assert.equal(rows.reduce((n, row) => n + Number(row[2]), 0), (await sums()).leads);
    assert.equal(statSync(join(dir, 'balance.csv')).mode & 0o777, 0o666 & ~process.umask());
});

test('commas, without the mark, over what is there', () => {
    const dir = join(folder, 'csv');
    assert.equal(report(['--csv', dir, '--separator', ',', '--no-bom']).status, 0);
    assert.ok(readFileSync(join(dir, 'hours.csv'), 'utf8').startsWith('day,hour,leads\r\n'));
    assert.equal(readdirSync(dir).length, VIEWS.length, 'nothing is left beside them');
});

test('deals for Metrica and Google', async () => {
    const metrica = join(folder, 'metrica.csv'), google = join(folder, 'google.csv');
    const one = report(['--from', '2020-01-01', '--conversions', 'metrica', metrica]);
    assert.equal(one.status, 0, one.stderr);
    const lines = readFileSync(metrica, 'utf8').trim().split('\r\n');
    assert.equal(lines[0], 'ClientId,Yclid,Target,DateTime,Price,Currency');
    const [{ n }] = await views(`SELECT count(*)::int AS n FROM marketing.offline_conversions AS c WHERE network = 'metrica'`);
    assert.ok(n > 0);
    assert.equal(lines.length, n + 1);
    for (const line of lines.slice(1)) assert.match(line, /^,17\d+,deal_won,1[78]\d{8},\d+(\.\d+)?,RUB$/);
    const two = report(['--from', '2020-01-01', '--conversions', 'google', google]);
    assert.equal(two.status, 0);
    const [{ good, bad }] = await views(`SELECT count(*) FILTER (WHERE click_id LIKE 'Cj0%')::int AS good, count(*) FILTER (WHERE click_id LIKE '=%')::int AS bad
        FROM marketing.offline_conversions AS c WHERE network = 'google'`);
    assert.equal(two.stderr, bad > 0 ? `firstline report: left out, for ids that google does not give: ${bad}\n` : '');
    const rows = readFileSync(google, 'utf8').trim().split('\r\n');
    assert.equal(rows[0], 'Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency');
    assert.equal(rows.length, good + 1);
    for (const row of rows.slice(1)) assert.match(row, /^Cj0-_\d+,deal_won,20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00,\d+(\.\d+)?,RUB$/);
});

test('one page, whose data cannot end its script', () => {
    const file = join(folder, 'report.html');
    const { status, stdout } = report(['--html', file, '--language', 'en']);
    assert.equal(status, 0);
    assert.match(stdout, /^\S+report\.html: 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d\n$/);
    const page = readFileSync(file, 'utf8');
    const data = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page);
    assert.ok(data, 'there is a < in the data');
    const { language, campaigns } = JSON.parse(data[1]);
    assert.equal(language, 'en');
    assert.ok(campaigns.some((row) => row.campaign.includes('</script>')));
    assert.doesNotMatch(page, /<(script|link|img)[^>]* (src|href)="(?!data:)/);
});

const FOLDER = join(folder, 'not-there/report.html');
const REFUSED = [
    ['a day that is none', ['--from', '2026-02-30'], 64, /--from takes a day/],
    ['a day of another kind', ['--to', '01.11.2026'], 64, /--to takes a day/],
    ['the wrong way round', ['--from', 'today', '--to', 'yesterday'], 64, /--from is after --to/],
    ['more than ten years', ['--from', '2000-01-01'], 64, /ten years/],
    ['two things at once', ['--json', '--html', 'x'], 64, /not several/],
    ['an option of files without them', ['--no-bom'], 64, /go with --csv/],
    ['another separator', ['--csv', 'x', '--separator', '|'], 64, /';' or ','/],
    ['both marks', ['--csv', 'x', '--bom', '--no-bom'], 64, /not both/],
    ['a language of no page', ['--language', 'ru'], 64, /goes with --html/],
    ['another language', ['--html', 'x', '--language', 'de'], 64, /ru or en/],
    ['another network', ['--conversions', 'bing', 'x'], 64, /metrica or google/],
    ['a network without a file', ['--conversions', 'google'], 64, /needs a file/],
    ['a file of nothing', ['x.html'], 64, /goes with --conversions/],
    ['an unknown option', ['--htm', 'x'], 64, /did you mean "--html"/],
    ['a folder that is not there', ['--html', FOLDER], 73, /not-there\/report\.html: No such file/],
];
test('what is refused is told, with what to do', async (t) => {
    for (const [what, args, code, words] of REFUSED) {
        await t.test(what, () => {
            const { status, stdout, stderr } = report(args);
            assert.match(stderr, words);
            assert.equal(stdout, '');
            assert.equal(status, code);
        });
    }
    await t.test('who does not work in marketing', () => {
        const { status, stderr } = report([], { env: { PGUSER: 'olga' } });
        assert.equal(status, 77);
        assert.match(stderr, /permission denied.*\n.*firstline staff add LOGIN --works-in marketing/);
    });
    await t.test('a login that is none', () => {
        const { status, stderr } = report([], { env: { PGUSER: 'nobody-here' } });
        assert.equal(status, 69);
        assert.match(stderr, /nobody-here.*\nName the database by PGHOST/);
    });
    await t.test('no server', () => assert.equal(report([], { env: { PGHOST: folder } }).status, 69));
    await t.test('another database', () => {
        const { status, stderr } = report([], { env: { PGDATABASE: 'postgres', PGUSER: 'postgres' } });
        assert.equal(status, 78);
        assert.match(stderr, /Is it the right database/);
    });
    await t.test('a limit of time', () => {
        const { status, stderr } = report(['--json'], { env: { PGOPTIONS: '-c statement_timeout=1ms' } });
        assert.equal(status, 75, stderr);
        assert.match(stderr, /fewer days/);
    });
    assert.ok(!existsSync(join(folder, 'x')), 'something was written');
});

site.check_at_end({ whole: false });   // the week before came by no form
