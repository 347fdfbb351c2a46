// The head brings in a file by the page: pieces of it, each with the line of names, a preview, refused rows with their reasons;
// and takes it back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Browser, REFUSALS, refused } from './desk.mjs';
import { Site, VALID } from './lib.mjs';

const site = await Site.up({ desk: true, expect: [...REFUSALS, /this is for the head/, /это для руководителя/, /brought in otherwise|уже загружен/, /too large body/] });
const nina = await Browser.of(site, 'nina');
const olga = await Browser.of(site, 'olga');
const KEY = '5f0e7a52-6c1d-4f6e-9a53-2b9c1d7e8f01';
const CSV = { 'Content-Type': 'text/csv; charset=utf-8' };

const send = (who, text, query = {}, form = 'cargo', headers = CSV) =>
    who.send('POST', `import/${form}?${new URLSearchParams(query)}`, { body: text, headers });
async function sent(text, query, form) {
    const answer = await send(nina, text, query, form);
    assert.equal(answer.status, 200, answer.text);
    return answer.json();
}
const HEAD = 'ФИО;Телефон;E-mail;Создан;Менеджер\n';
const imports = () => nina.rows('desk/imports');

test('a preview: columns, rows as they would be kept, what would be refused', async () => {
    const shown = await sent(`${HEAD}Иван;8 912 345-67-01;ivan@example.com;01.02.2020;Ольга\n"Анна\nКим";нет;;02.02.2020;\n`, { preview: 1 });
    assert.deepEqual(shown.columns.map((c) => [c.column, c.becomes]),
        [['ФИО', 'name'], ['Телефон', 'phone'], ['E-mail', 'email'], ['Создан', '@date'], ['Менеджер', '-']]);
    assert.deepEqual(shown.errors, []);
    assert.deepEqual(shown.first, [{ line: 2, answers: { name: 'Иван', phone: '+79123456701', email: 'ivan@example.com', '@date': '2020-02-01 12:00' } }]);
    assert.equal(shown.refused.length, 1);
    assert.deepEqual([shown.refused[0].line, shown.refused[0].cells], [3, ['Анна\nКим', 'нет', '', '02.02.2020', '']]);
    assert.match(shown.refused[0].why, /^Телефон: введите номер/);
    assert.equal(await site.count(), 0);
    assert.deepEqual(await imports(), []);
});

test('of a row that cannot be read, its whole text', async () => {
    const shown = await sent(`${HEAD}Иван;8 912 345-67-01;;;ООО "Ромашка"\nАнна;8 912 345-67-02;;;"ООО "Ромашка""\n`, { preview: 1 });
    assert.deepEqual([shown.taken, shown.refused.map((r) => [r.line, r.cells])], [1, [[3, ['Анна;8 912 345-67-02;;;"ООО "Ромашка""']]]]);
});

test('columns that do not do', async () => {
    const shown = await sent('Kunde,Fon\nAnna,+79123456701\n', { preview: 1 });
    assert.deepEqual(shown.errors, ['нет столбца с телефоном или почтой: назовите, какой из столбцов это']);
    assert.deepEqual((await sent('Kunde,Fon\nAnna,+79123456701\n', { preview: 1, map: 'Kunde=name,Fon=phone' })).taken, 1);
    assert.equal((await sent('', { preview: 1 })).errors.length, 1);
});

test('a first row that cannot be read is named, and what is wrong with it', async () => {
    const errors = async (text) => (await sent(text, { preview: 1 })).errors;
    assert.deepEqual(await errors(`phone${',x'.repeat(192)}\n`), ['ячеек больше 192']);
    assert.deepEqual(await errors('"phone\n+79123456701\n'), ['кавычка открыта и не закрыта']);
    assert.deepEqual(await errors('\n\n'), ['файл пуст: в первой строке должны стоять названия столбцов']);
});

test('a blank line in front, octets that got lost, and a line far down', async () => {
    const blank = await sent('\n \nИмя;Телефон\nА,Б;+79123456701\n', { preview: 1 });
    assert.deepEqual([blank.errors, blank.first], [[], [{ line: 4, answers: { name: 'А,Б', phone: '+79123456701' } }]]);
    const lost = Buffer.concat([Buffer.from('Имя;Телефон\nПёт'), Buffer.from([0xD1]), Buffer.from(';+79123456701\nП\ufffdтр;+79123456702\nАнна;+79123456703\n')]);
    const shown = await sent(lost, { preview: 1, line: 999_999_999_999 });
    assert.deepEqual(shown.first, [{ line: 1_000_000_000_001, answers: { name: 'Анна', phone: '+79123456703' } }]);
    assert.deepEqual(shown.refused.map((r) => [r.line, /символы|знаков/.test(r.why)]), [[999_999_999_999, true], [1_000_000_000_000, true]]);
});

test('dates: the file proves their order, or the page tells it', async () => {
    const text = 'name,phone,date\nA,+79123456730,03/04/2021\n';
    assert.match((await sent(text, { preview: 1 })).refused[0].why, /две возможные даты/);
    assert.equal((await sent(text, { preview: 1, dates: 'month-first' })).first[0].answers['@date'], '2021-03-04 12:00');
    const proved = await sent(`${text}B,+79123456731,25/04/2021\n`, { preview: 1 });
    assert.deepEqual([proved.dates, proved.first[0].answers['@date']], ['day-first', '2021-04-03 12:00']);
});

test('a file in two pieces, one of them sent twice', async () => {
    const one = Array.from({ length: 300 }, (_, i) => `Клиент ${i};+7913${String(i).padStart(7, '0')};;03.03.2020;`).join('\n');
    const about = { key: KEY, file: 'base.csv' };
    const first = await sent(`${HEAD}${one}\n`, about);
    assert.deepEqual([first.rows, first.taken, first.new, first.refused], [300, 300, 300, []]);
    assert.deepEqual([(await sent(`${HEAD}${one}\n`, about)).new, await site.count()], [0, 300]);
    assert.deepEqual((({ state, rows, stored, leads, begun_by }) => [state, rows, stored, leads, begun_by])((await imports())[0]), ['open', 300, 300, 300, 'nina']);
    const last = await sent(`${HEAD};нет;;;\nЕщё;+79139999999;;;\n`, { ...about, line: 302, rows: 300, refused: 0, last: 1 });
    assert.deepEqual([last.batch, last.new, last.refused.map((r) => r.line)], [first.batch, 1, [302]]);
    assert.deepEqual((({ state, rows, stored, refused: no, known }) => [state, rows, stored, no, known])((await imports())[0]), ['done', 302, 301, 1, 0]);
    assert.equal(await site.count('intake.waiting'), 0);
    assert.equal(await site.count('intake.lead', "entered_by = 'nina' AND channel = 'import'"), 301);
    const receipt = await site.receipt('callback', { ...VALID.callback, phone: '+79139999999' });
    assert.equal((await site.lead(receipt)).repeat, true, 'who writes next is known');
});

test('another encoding', async () => {
    const bytes = Buffer.concat([Buffer.from('name;phone\n'), Buffer.from([0xC8, 0xE2, 0xE0, 0xED]), Buffer.from(';+79123456740\n')]);
    assert.equal((await sent(bytes, { preview: 1 })).first[0].answers.name, 'Иван');
});

test('what is not taken', async () => {
    const row = 'name,phone\nA,+79123456750\n';
    assert.deepEqual(refused(await send(olga, row, { preview: 1 })), [403, '42501']);
    assert.deepEqual(refused(await send(olga, row, { key: KEY, file: 'x' })), [403, '42501']);
    assert.deepEqual(refused(await send(nina, row, { preview: 1 }, 'nothing')), [404, 'form']);
    assert.deepEqual(refused(await send(nina, row, {})), [422, '22023']);
    assert.deepEqual(refused(await send(nina, row, { key: KEY, file: 'x', line: 'one' })), [422, '22003']);
    assert.deepEqual(refused(await send(nina, row, { preview: 1 }, 'cargo', { 'Content-Type': 'application/json' })), [415, 'type']);
    assert.deepEqual(refused(await send(nina, row, { preview: 1 }, 'cargo', { ...CSV, Origin: 'https://example.org' })), [403, 'other_site']);
    assert.equal((await send(nina, Buffer.alloc(5 * 1024 * 1024, 'x'), { preview: 1 })).status, 413);
    assert.equal((await nina.get('import/cargo')).status, 405);
    assert.equal((await new Browser(site).send('POST', 'import/cargo?preview=1', { body: row, headers: CSV })).status, 401);
    assert.deepEqual(refused(await send(nina, row, { key: KEY, file: 'x', queue: 1 })), [409, '55000']);
    assert.deepEqual(refused(await olga.get('api/desk/imports')), [403, '42501']);
});

test('taken back', async () => {
    const [batch] = await imports();
    assert.deepEqual(refused(await olga.call('desk/withdraw_import', { batch: batch.batch, reason: 'x' })), [403, '42501']);
    assert.deepEqual(await nina.done('desk/withdraw_import', { batch: batch.batch, reason: 'не тот файл' }), [{ withdrawn: 301, remaining: 0, kept: 0 }]);
    assert.deepEqual((({ state, why, withdrawn_by }) => [state, why, withdrawn_by])((await imports())[0]), ['withdrawn', 'не тот файл', 'nina']);
    const receipt = await site.receipt('callback', { ...VALID.callback, phone: '+79130000007' });
    assert.equal((await site.lead(receipt)).repeat, false);
});

site.check_at_end({ whole: false });
