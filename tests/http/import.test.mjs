// import: the client base of another system comes in by one command: whatever its encoding and columns; once; who writes next is
// known; nothing waits and nothing is counted; and it is taken back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site, VALID } from './lib.mjs';

const site = await Site.up({ expect: [/has been brought in otherwise/, /there is no batch/, /deadlock/] });
const dir = mkdtempSync(join(site.dir, 'import-'));

/** The command as the superuser of the site, in a folder of its own. */
function command(args) {
    const { status, stdout, stderr } = spawnSync(BINARY, ['import', ...args], {
        env: { ...site.env, PGUSER: 'postgres' }, input: '', encoding: 'utf8', cwd: dir });
    return { status, stdout, stderr };
}

function bring(bytes, args = ['--yes'], { form = 'cargo', name = 'clients.csv' } = {}) {
    writeFileSync(join(dir, name), bytes);
    return command(['--form', form, '--csv', name, '--forms', join(ROOT, 'forms'), ...args]);
}

/** What a run has done, of a file or of --preview. */
function done(bytes, args = [], options = {}) {
    const { status, stdout, stderr } = bring(bytes, ['--json', ...(args.includes('--preview') ? [] : ['--yes']), ...args], options);
    assert.equal(stderr, '');
    return { status, ...JSON.parse(stdout) };
}

const counts = ({ rows, new: fresh, back, known, refused }) => [rows, fresh, back, known, refused];
const list = () => JSON.parse(command(['--list', '--json']).stdout);
const cp1251 = (text) => Buffer.from([...text].map((c) => {
    const code = c.codePointAt(0);
    return code < 128 ? code : code === 0x401 ? 0xA8 : code === 0x451 ? 0xB8 : code - 0x410 + 0xC0;
}));
const utf16 = (text) => Buffer.concat([Buffer.from([0xFF, 0xFE]), Buffer.from(text, 'utf16le')]);
const leads = (where = 'true') => site.count('intake.lead', where);
const reports = () => site.psql(`SELECT (SELECT coalesce(sum(leads), 0) FROM marketing.channel_daily), (SELECT coalesce(sum(leads), 0) FROM marketing.hours),
    (SELECT coalesce(sum(leads), 0) FROM marketing.speed_to_lead), (SELECT coalesce(sum(leads), 0) FROM marketing.balance)`);

const BASE = `Фамилия;Имя;Телефон;Электронная почта;Дата создания;Менеджер
Петров;Иван;8 912 345-67-01;Ivan@Example.com;01.05.2019 14:05;Ольга
Ким;Анна;"+7 (912) 345-67-02";;31.12.2020;
;;;;;
Сидоров;;нет;;02.05.2019;Пётр
`;

test('a preview says what would become of it, and does nothing', async () => {
    const shown = done(cp1251(BASE), ['--preview']);
    assert.deepEqual([shown.encoding, shown.separator, shown.dates, shown.rows, shown.taken, shown.refused, shown.all, shown.status],
        ['windows-1251', ';', 'unclear', 3, 2, 1, true, 65]);
    assert.deepEqual(shown.columns.map((c) => c.becomes), ['name', 'name', 'phone', 'email', '@date', '-']);
    assert.deepEqual(shown.first[0], { line: 2, answers: { name: 'Петров Иван', phone: '+79123456701', email: 'ivan@example.com', '@date': '2019-05-01 14:05' } });
    assert.match(shown.reasons[0].why, /^Телефон/);
    const people = bring(cp1251(BASE), ['--preview']);
    assert.match(people.stdout, /^ {2}phone +Телефон$/m);
    assert.match(people.stdout, /^All 3 rows: 2 would be taken, 1 refused:$/m);
    assert.equal(await leads(), 0);
    assert.equal(bring(cp1251(BASE), []).status, 64, 'without a terminal it wants --yes');
    assert.equal(await leads(), 0);
});

test('each encoding and separator: the same leads', async () => {
    const first = done(cp1251(BASE));
    assert.deepEqual([first.status, ...counts(first)], [65, 3, 2, 0, 0, 1]);
    for (const [name, bytes] of Object.entries({
        'utf-8': BASE, 'with a mark': `\uFEFF${BASE}`, 'utf-16': utf16(BASE), tabs: BASE.replaceAll(';', '\t'),
        commas: BASE.replaceAll(';', ','), 'CR LF': BASE.replaceAll('\n', '\r\n'),
    })) {
        assert.deepEqual(counts(done(bytes, [], { name: `${name}.csv` })), [3, 0, 0, 2, 1], name);
    }
    assert.equal(await leads(), 2);
    assert.deepEqual(await site.sql(`SELECT l.channel, l.received_at AT TIME ZONE 'Europe/Moscow' AS at, l.answers ->> 'name' AS name, l.marks
        FROM intake.lead AS l ORDER BY l.received_at`), [
        { channel: 'import', at: '2019-05-01T14:05:00', name: 'Петров Иван', marks: ['imported'] },
        { channel: 'import', at: '2020-12-31T12:00:00', name: 'Ким Анна', marks: ['imported'] }]);
    assert.match(await site.psql(`SELECT raw FROM intake.lead ORDER BY received_at LIMIT 1`), /\["Менеджер","Ольга"\]/, 'all columns are kept');
});

test('an octet that got lost costs its row alone', () => {
    const [before, behind] = ['Имя;Телефон\nПёт', ';8 912 345-67-04\nАнна;8 912 345-67-05\n'].map((s) => Buffer.from(s));
    const shown = done(Buffer.concat([before, Buffer.from([0xD1]), behind]), ['--preview'], { name: 'lost.csv' });
    assert.deepEqual([shown.encoding, shown.taken, shown.refused, shown.first[0].answers.name], ['utf-8', 1, 1, 'Анна']);
});

test('refused rows are in a file of their own, and come in when they are mended', () => {
    const path = join(dir, 'clients.csv.refused.csv');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const refused = readFileSync(path, 'utf8').slice(1);
    assert.match(refused, /^Фамилия;Имя;Телефон;Электронная почта;Дата создания;Менеджер;firstline: line;firstline: refused\r\n/);
    assert.match(refused, /\r\nСидоров;;нет;;02\.05\.2019;Пётр;5;Телефон.*\r\n$/);
    const mended = done(refused.replace('нет', '8 912 345-67-03'), [], { name: 'mended.csv' });
    assert.deepEqual(counts(mended), [1, 1, 0, 0, 0]);
    assert.equal(existsSync(join(dir, 'mended.csv.refused.csv')), false);
});

test('the same file again changes nothing', async () => {
    const before = list();
    assert.deepEqual(counts(done(cp1251(BASE))), [3, 0, 0, 2, 1]);
    assert.equal(await leads(), 3);
    assert.deepEqual(list().map(({ last_at, ...b }) => b), before.map(({ last_at, ...b }) => b));
    const otherwise = bring(cp1251(BASE), ['--yes', '--count']);
    assert.match(otherwise.stderr, /has been brought in otherwise/);
    assert.match(otherwise.stderr, /firstline import --withdraw 1/);
});

test('nothing waits, nothing is counted; who writes next is known', async () => {
    assert.equal(await reports(), '0|0|0|0');
    assert.equal(await site.count('intake.waiting'), 0);
    const receipt = await site.receipt('callback', { ...VALID.callback, phone: '+7 912 345-67-01' });
    assert.deepEqual((await site.sql(`SELECT l.repeat, w.repeat AS first, l.client = o.id AS hers FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id
        JOIN intake.lead AS o ON o.answers ->> 'name' = 'Петров Иван' WHERE l.id = '${receipt}'`))[0], { repeat: true, first: true, hers: true });
    assert.equal(await reports(), '1|1|1|1');
});

test('columns that are told, dates that are not guessed', () => {
    const text = 'Kunde;Angelegt;Fon\nAnna;03/04/2021;+79123456710\nIvan;05/06/2021;+79123456711\n';
    const unknown = bring(text, ['--yes'], { name: 'told.csv' });
    assert.equal(unknown.status, 65);
    assert.match(unknown.stderr, /^told\.csv:1: no column is a phone or an e-mail/m);
    const map = ['--map', 'Kunde=name,3=phone,Angelegt=@date'];
    const two = done(text, map, { name: 'told.csv' });
    assert.deepEqual([...counts(two), two.reasons[0].why], [2, 0, 0, 0, 2, '«…» — две возможные даты: укажите, что стоит первым, день или месяц']);
    assert.equal(done(text, [...map, '--dates', 'month-first', '--preview'], { name: 'told.csv' }).first[0].answers['@date'], '2021-03-04 12:00');
    const proved = done(`${text}Olga;25/06/2021;+79123456712\n`, [...map, '--preview'], { name: 'told2.csv' });
    assert.deepEqual([proved.dates, proved.first[0].answers['@date']], ['day-first', '2021-04-03 12:00']);
    const wrong = bring(text, ['--yes', '--map', 'Kunde=nam'], { name: 'told.csv' });
    assert.match(wrong.stderr, /the form has no field "nam", did you mean name\?/);
});

test('into the queue, and into the numbers, when asked', async () => {
    const waiting = await site.count('intake.waiting');
    assert.deepEqual(counts(done('name,phone,date\nA,+79123456720,2020-01-01\n', ['--queue'], { name: 'queue.csv' })), [1, 1, 0, 0, 0]);
    assert.equal(await site.count('intake.waiting'), waiting + 1);
    assert.equal(await leads("received_at > now() - interval '1 hour' AND contacts::text LIKE '%+79123456720%'"), 1, 'it is of now');
    assert.equal(await reports(), '1|1|1|1');
    assert.deepEqual(counts(done('name,phone,date\nB,+79123456721,2020-01-01\n', ['--count'], { name: 'count.csv' })), [1, 1, 0, 0, 0]);
    assert.equal(await reports(), '2|2|2|2');
});

test('a batch is withdrawn: nobody is known by it any more, and it may come back', async () => {
    const batch = list().find((b) => b.file === 'mended.csv').batch;
    assert.equal(command(['--withdraw', String(batch)]).status, 64, 'without a terminal it wants --yes');
    assert.match(command(['--withdraw', '999', '--yes']).stderr, /there is no batch 999/);
    assert.deepEqual(JSON.parse(command(['--withdraw', String(batch), '--reason', 'a test', '--yes', '--json']).stdout), { batch, withdrawn: 1, kept: 0 });
    const row = list().find((b) => b.batch === batch);
    assert.deepEqual([row.state, row.leads, row.why], ['withdrawn', 0, 'a test']);
    const receipt = await site.receipt('callback', { ...VALID.callback, phone: '+7 912 345-67-03' });
    assert.equal((await site.lead(receipt)).repeat, false);
    assert.equal(await leads("answers ->> 'name' = 'Сидоров'"), 1, 'nothing is deleted');
    const back = bring(readFileSync(join(dir, 'mended.csv')), ['--yes'], { name: 'mended.csv' });
    assert.match(back.stdout, /rows 1; 0 new, 0 known already, 0 refused, 1 back that had been withdrawn$/m);
    assert.match(command(['--list']).stdout, /mended\.csv +withdrawn/);
});

test('quotes within a text are text; of a row that cannot be read the refused rows have all of it', async () => {
    const text = 'ФИО клиента;Тел.;Менеджер\nИван;8 912 345-67-61;ООО "Ромашка"\nАнна;8 912 345-67-62;"ООО "Ромашка""\nПётр;нет;Ольга;ещё\n';
    const shown = done(text, [], { name: 'quotes.csv' });
    assert.deepEqual(counts(shown), [3, 1, 0, 0, 2]);
    assert.match(await site.psql("SELECT raw FROM intake.lead WHERE contacts::text LIKE '%+79123456761%'"), /\["Менеджер","ООО \\"Ромашка\\""\]/);
    const [, whole, cells] = readFileSync(join(dir, 'quotes.csv.refused.csv'), 'utf8').split('\r\n');
    assert.match(whole, /^"Анна;8 912 345-67-62;""ООО ""Ромашка""""";;;3;/);
    assert.match(cells, /^Пётр;нет;Ольга;4;.*;ещё$/, 'what stands behind the last column, too');
    JSON.parse(command(['--withdraw', String(shown.batch), '--yes', '--json']).stdout);
});

test('a large file, of which a part was stored before', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `Клиент ${i};+7913${String(i).padStart(7, '0')};c${i}@example.com;2021-0${i % 9 + 1}-11`);
    const head = 'ФИО;Телефон;E-mail;Создан\n';
    const before = await leads();
    assert.deepEqual(counts(done(head + rows.slice(0, 700).join('\n'), [], { name: 'part.csv' })), [700, 700, 0, 0, 0]);
    assert.deepEqual(counts(done(head + rows.join('\n'), [], { name: 'whole.csv' })), [3000, 2300, 0, 700, 0]);
    assert.equal(await leads(), before + 3000);
    const withdrawn = JSON.parse(command(['--withdraw', String(list().find((b) => b.file === 'whole.csv').batch), '--yes', '--json']).stdout);
    assert.deepEqual([withdrawn.withdrawn, withdrawn.kept], [2300, 0]);
    assert.equal(await reports(), '3|3|3|3', 'the two visitors, and the one that was to count');
});

site.check_at_end({ whole: false });
