// import-costs: a file of what was spent is loaded as a whole by who works in marketing; each error is told with its line, and
// nothing of such a file is there afterwards.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, Site } from './lib.mjs';

const site = await Site.up({ expect: [/permission denied/, /здесь никто не работает/, /nobody works here/, /this is for who works/,
    /это для тех, кто работает/, /role "nobody_here" does not exist/] });
const HEAD = 'source,medium,campaign,day,amount,currency\n';
const dir = mkdtempSync(join(site.dir, 'costs-'));

function psql(statement) {
    const { status, stdout, stderr } = spawnSync('psql', ['-XAtq', '-c', statement], { env: site.env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
}

/** As Marina of marketing unless env says another; the file lies in dir, or is standard input. */
function costs(args, { env = { PGUSER: 'marina' }, input = '' } = {}) {
    const { status, stdout, stderr } = spawnSync(BINARY, ['import-costs', ...args], { env: { ...site.env, ...env }, input, encoding: 'utf8', cwd: dir });
    return { status, stdout, stderr };
}

function load(text, args = [], options = {}) {
    writeFileSync(join(dir, 'costs.csv'), text);
    return costs(['costs.csv', ...args], options);
}

const rows = () => psql('SELECT source, medium, campaign, day, amount, loaded_by FROM intake.cost ORDER BY day, source, medium, campaign');

test('a good file', () => {
    const { status, stdout, stderr } = load(`\uFEFFamount;day;source;medium;campaign;currency\r
1 234,56;01.11.2026;Yandex;cpc;"осень; Москва";RUB\r
\r
100;2026-11-30;vk;target;;rub\r
;;;;;\r\n`);
    assert.equal(stderr, '');
    assert.equal(stdout, 'costs.csv: rows 2 new, 0 replaced, 0 as before; 2026-11-01 to 2026-11-30, 1334.56 RUB in all\n');
    assert.equal(status, 0);
    assert.equal(rows(), 'yandex|cpc|осень; Москва|2026-11-01|1234.56|marina\nvk|target||2026-11-30|100|marina'.replace('Москва', 'москва'));
});

test('the same key replaces, and what is the same stays', () => {
    const before = psql("SELECT loaded_at FROM intake.cost WHERE source = 'vk'");
    const text = `${HEAD}VK,Target,,2026-11-30,100.00,RUB\nyandex,cpc,Осень; москва,2026-11-01,1500,RUB\nvk,target,,2026-12-01,5,RUB\n`;
    const dry = load(text, ['--dry-run', '--json']);
    assert.deepEqual(JSON.parse(dry.stdout), { file: 'costs.csv', new: 1, replaced: 1, same: 1, since: '2026-11-01', until: '2026-12-01',
        sum: '1605.00', currency: 'RUB', dry_run: true });
    assert.match(rows(), /1234\.56/, 'a dry run has loaded');
    assert.match(load(text, ['--dry-run']).stdout, /^Nothing was loaded/m);
    const done = JSON.parse(costs(['-', '--json'], { input: text }).stdout);
    assert.deepEqual([done.file, done.new, done.replaced, done.same, done.dry_run], ['-', 1, 1, 1, false]);
    assert.equal(psql('SELECT sum(amount), count(*) FROM intake.cost'), '1605|3');
    assert.equal(psql("SELECT loaded_at FROM intake.cost WHERE source = 'vk' AND day = '2026-11-30'"), before);
});

const FAULTS = [
    ['a day that is none', 'a,b,c,2026-11-31,1,RUB', /^costs\.csv:3: day: "2026-11-31" is no day/m],
    ['an amount that is none', 'a,b,c,2026-11-01,12 руб,RUB', /^costs\.csv:3: amount: "12 руб" is no number/m],
    ['an amount that may be two', 'a,b,c,2026-11-01,"1,234",RUB', /^costs\.csv:3: amount: "1,234" may be a thousand/m],
    ['a negative one', 'a,b,c,2026-11-01,-1,RUB', /^costs\.csv:3: amount: "-1" is negative/m],
    ['another currency', 'a,b,c,2026-11-01,1,USD', /^costs\.csv:3: currency: "USD", and costs are kept in RUB/m],
    ['no source', '(none),b,c,2026-11-01,1,RUB', /^costs\.csv:3: source: none is there/m],
    ['a cell too few', 'a,b,2026-11-01,1,RUB', /^costs\.csv:3: 5 cells, and the first line has 6/m],
    ['an open quote', 'a,b,"c,2026-11-01,1,RUB', /^costs\.csv:3: a quote is opened here and not closed/m],
    ['the same twice', 'Fine,b,c,01.11.2026,1,RUB', /^costs\.csv:3: the same source, medium, campaign and day as in line 2/m],
];

test('of a file with an error nothing is loaded', async (t) => {
    const before = rows();
    for (const [what, line, words] of FAULTS) {
        await t.test(what, () => {
            const { status, stdout, stderr } = load(`${HEAD}fine,b,c,2026-11-01,1,RUB\n${line}\nfine,b,d,2026-11-01,1,RUB\n`);
            assert.match(stderr, words);
            assert.match(stderr, /^firstline import-costs: nothing was loaded$/m);
            assert.equal(stderr.split('\n').length, 3, stderr);
            assert.equal(stdout, '');
            assert.equal(status, 65);
        });
    }
    await t.test('all at once, and for programs', () => {
        const text = `${HEAD}${FAULTS.map(([, line], i) => line.replace(',b,', `,${i},`)).join('\n')}\n`;
        const { status, stdout, stderr } = load(text, ['--json']);
        assert.equal(stderr, '');
        assert.deepEqual(JSON.parse(stdout).errors.map((e) => e.line), [2, 3, 4, 5, 6, 7, 8, 9]);
        assert.equal(status, 65);
    });
    await t.test('an unknown column', () => {
        assert.match(load('sourse,medium,campaign,day,amount,currency\n').stderr, /^costs\.csv:1: unknown column "sourse", did you mean "source"\?$/m);
    });
    await t.test('UTF-16', () => assert.match(load(Buffer.from(`\uFEFF${HEAD}`, 'utf16le')).stderr, /^costs\.csv: saved as UTF-16/m));
    await t.test('as large as may be, and more', () => {
        const filler = (bytes) => `${HEAD}${'\n'.repeat(bytes - HEAD.length)}`;
        assert.match(load(filler(4 << 20)).stderr, /^costs\.csv: no row below the first line/m);
        assert.match(load(filler((4 << 20) + 1)).stderr, /more than 4 MiB/);
    });
    assert.equal(rows(), before);
});

test('ten thousand rows at once', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `yandex,cpc,campaign ${i},2026-11-01,0.01,RUB\n`).join('');
    assert.match(load(HEAD + many).stdout, /rows 10000 new, 0 replaced, 0 as before; 2026-11-01 to 2026-11-01, 100\.00 RUB in all/);
    psql("DELETE FROM intake.cost WHERE campaign LIKE 'campaign %'");
    assert.match(load(`${HEAD + many}a,b,c,2026-11-01,1,RUB\n`).stderr, /^costs\.csv:10002: more than 10000 rows: split the file$/m);
});

test('who may', () => {
    const text = `${HEAD}fine,b,c,2026-11-01,1,RUB\n`;
    const before = rows();
    const olga = load(text, [], { env: { PGUSER: 'olga' } });
    assert.match(olga.stderr, /permission denied .*\n.*firstline staff add olga --name NAME --works-in marketing\n/);
    assert.equal(olga.status, 77);
    psql('CREATE ROLE outsider LOGIN IN ROLE firstline_marketing');
    const outsider = load(text, [], { env: { PGUSER: 'outsider' } });
    assert.match(outsider.stderr, /nobody works here as outsider\nAn administrator adds people: firstline staff add outsider\n/);
    assert.equal(outsider.status, 77);
    psql('GRANT firstline_marketing TO olga');
    const granted = load(text, [], { env: { PGUSER: 'olga' } });
    assert.match(granted.stderr, /nothing was loaded: это для тех, кто работает в маркетинге, а вы — в первой линии\n/);
    assert.equal(granted.status, 65);
    const nobody = load(text, [], { env: { PGUSER: 'nobody_here' } });
    assert.match(nobody.stderr, /the database cannot be reached: .*nobody_here.*\nYour login and the server are told as for psql/);
    assert.equal(nobody.status, 69);
    assert.equal(rows(), before);
    const { PGHOST, PGPORT, PGDATABASE } = site.env;
    assert.equal(load(text, ['--database', `postgresql://marina@/${PGDATABASE}?host=${PGHOST}&port=${PGPORT}`], { env: { PGUSER: 'olga' } }).status, 0);
    assert.equal(load(text, [], { env: { PGUSER: 'postgres' } }).status, 0, 'an administrator may');
});

test('what was called wrongly', () => {
    assert.equal(costs([]).status, 64);
    assert.match(costs(['costs.csv', '--dry-rum']).stderr, /did you mean "--dry-run"/);
    assert.match(costs(['gone.csv']).stderr, /gone\.csv: No such file/);
    assert.equal(costs(['gone.csv']).status, 66);
    assert.match(costs(['.']).stderr, /\.: Is a directory/);
    assert.match(costs(['-']).stderr, /^standard input: the file is empty$/m);
});

site.check_at_end();
