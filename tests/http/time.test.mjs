// time: a field for a time of day, from the page to the card, and a rule that asks for the evening.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { controls } from './html.mjs';
import { ROOT, Site, receipt_of } from './lib.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
chmodSync(forms, 0o755);
writeFileSync(join(forms, 'visit.yaml'), `title: {ru: Визит, en: Visit}
languages: [ru, en]
default_category: other
fields:
  - {name: phone, type: phone, label: {ru: Телефон, en: Phone}, required: true}
  - {name: call_at, type: time, label: {ru: Когда позвонить, en: When to call}, min: 09:00, max: 20:00}
  - {name: late_at, type: time, label: {ru: Другое время, en: Another time}}
rules:
  - name: in the evening
    category: high-margin
    when:
      - {field: call_at, min: 18:00}
    expect: [{call_at: 18:00}, {call_at: в 7}]
    not: [{call_at: 17:59}, {call_at: 9 утра}, {late_at: 19:00}]
`);
const site = await Site.up({ env: { FIRSTLINE_FORMS: forms } });
const VISIT = { phone: '8 912 345-67-89' };
const send = (fields, language = 'ru') => site.post('visit', { ...VISIT, ...fields },
    { headers: { Accept: 'application/json', 'Accept-Language': language } });

test('what is typed is kept as hours and minutes, and shown beside it where it said more', async (t) => {
    const cases = [
        ['9:30', '09:30'], ['18.30', '18:30'], ['９：３０', '09:30'], ['в 9', '09:00'], ['7 часов', '19:00'], ['12 pm', '12:00'],
        ['6 вечера', '18:00', '18:00 («6 вечера»)'], ['18 ч 45 мин', '18:45', '18:45 («18 ч 45 мин»)'],
    ];
    for (const [call_at, kept, card] of cases) {
        await t.test(call_at, async () => {
            const receipt = receipt_of(await send({ call_at }));
            const { id, answers, rule } = await site.lead(receipt);
            assert.equal(answers.call_at, kept);
            assert.equal(rule, kept >= '18:00' ? 'in the evening' : null);
            const [row] = await site.sql(`SELECT answers, why FROM intake.card('${id}')`);
            if (card) assert.ok(row.answers.includes(`call_at: ${card}`), row.answers);
            if (rule) assert.equal(row.why, `call_at is ${kept}`);
        });
    }
});

test('what is no time, may be two, or lies outside is asked back', async (t) => {
    const cases = [
        ['call_at', 'после 18', 'unread', 'Когда позвонить: не удалось прочитать. Введите, например, 9:30.'],
        ['call_at', '9-18', 'unread', 'When to call: this could not be read. Enter, for example, 9:30.', 'en'],
        ['late_at', 'в 9', 'ambiguous', 'Другое время: это 09:00 или 21:00? Введите так, как написано здесь.'],
        ['late_at', 'at 9', 'ambiguous', 'Another time: is it 09:00 or 21:00? Enter it the way it is written here.', 'en'],
        ['call_at', '8:59', 'too_early', 'Когда позвонить: можно указать начиная с 09:00.'],
        ['call_at', '8 pm 1', 'unread', 'When to call: this could not be read. Enter, for example, 9:30.', 'en'],
        ['call_at', '20:01', 'too_late', 'When to call: choose up to 20:00.', 'en'],
    ];
    for (const [field, typed, code, message, language] of cases) {
        await t.test(typed, async () => {
            const answer = await send({ [field]: typed }, language);
            assert.equal(answer.status, 422);
            assert.deepEqual(answer.json().errors, [{ field, code, message }]);
        });
    }
});

test('the page has a picker, and gives back what a picker could not show', async () => {
    const { text } = await site.get('/f/visit');
    assert.match(text, /<input type="time" id="visit-call_at" name="call_at" min="09:00" max="20:00">/);
    assert.match(text, /<input type="time" id="visit-late_at" name="late_at">/);
    for (const [typed, type, value] of [['6 вечера', 'time', '18:00'], ['20:30', 'time', '20:30'], ['после 18', 'text', 'после 18']]) {
        const back = controls((await site.post('visit', { phone: '', call_at: typed })).text).get('call_at');
        assert.deepEqual([back.type, back.value], [type, value], typed);
    }
});

site.check_at_end();
