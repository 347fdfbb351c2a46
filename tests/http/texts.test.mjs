// texts: a language that the program does not know, brought by a file: pages, errors and thanks
// speak it; and an error is said in the same words at its field, above the form and in JSON.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { controls, summary, tags, text_of_id } from './html.mjs';
import { BINARY, ROOT, Site, receipt_of, until } from './lib.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
const GERMAN = join(forms, 'texts/de.yaml');
copyFileSync(join(ROOT, 'tests/fixtures/texts/de.yaml'), GERMAN);
writeFileSync(join(forms, 'anfrage.yaml'), `
languages: [de, en]
title: {de: Transportanfrage, en: Transport request}
default_category: other
phone_region: DE
one_of: [phone]
fields:
  - {name: name, type: text, label: {de: Name, en: Name}, required: true, ask: {de: Bitte nennen Sie Ihren Namen, en: Enter your name}}
  - {name: phone, type: phone, label: {de: Telefon, en: Phone}}
  - {name: cargo, type: text, label: {de: Fracht, en: Cargo}, required: true, max_length: 10}
  - {name: weight_kg, type: number, label: {de: Gewicht, en: Weight}, max: 2500.5, unit: kg}
  - {name: ready_on, type: date, label: {de: Abholung, en: Collection}, from_days: 2}
  - {name: consent, type: consent, label: {de: Ich stimme zu, en: I agree}, required: true}
`);
const site = await Site.up({ env: { FIRSTLINE_FORMS: forms }, expect: [/error (definitions_refused|reload_refused) /] });

const VALID = { name: 'Jürgen Groß', phone: '030 1234567', cargo: 'Maschinen', weight_kg: '2,5', consent: 'on' };
const WRONG = {
    name: '', phone: '', cargo: 'viel zu viel Fracht', weight_kg: '2500,6', ready_on: '2020-01-01',
};
const SAID = {
    null: 'Bitte hinterlassen Sie eine Telefonnummer oder eine E-Mail-Adresse, damit wir antworten können.',
    name: 'Bitte nennen Sie Ihren Namen',
    cargo: 'Fracht: Bitte geben Sie höchstens 10 Zeichen ein.',
    weight_kg: 'Gewicht: Bitte geben Sie höchstens 2 500,5 kg an.',
    ready_on: 'Abholung: Bitte wählen Sie einen anderen Tag, frühestens in 2 Tagen.',
    consent: 'Zum Absenden kreuzen Sie bitte „Ich stimme zu“ an.',
};

test('a page in German', async (t) => {
    const cases = [[undefined, 'de'], ['de-AT,de;q=0.9,en;q=0.5', 'de'], ['en', 'en'], ['ru', 'de']];
    for (const [accept, expected] of cases) {
        await t.test(`${accept}`, async () => {
            const page = await site.get('/f/anfrage', accept ? { 'Accept-Language': accept } : {});
            assert.equal(page.status, 200);
            assert.equal(page.headers['content-language'], expected);
            assert.equal(tags(page.text, 'html')[0].lang, expected);
            assert.match(page.text, expected === 'de' ? />Absenden</ : />Send</);
            assert.match(page.text, expected === 'de' ? />In English</ : />Auf Deutsch</);
        });
    }
});

test('its errors, in the same words everywhere', async () => {
    const page = await site.post('anfrage', WRONG);
    assert.equal(page.status, 422);
    assert.equal(page.headers['content-language'], 'de');
    const found = controls(page.text);
    const above = new Map(summary(page.text));
    assert.match(page.text, /<h2>Bitte prüfen Sie Ihre Angaben/);
    for (const [name, message] of Object.entries(SAID)) {
        const { id } = found.get(name === 'null' ? 'phone' : name).attributes;
        assert.equal(text_of_id(page.text, `${id}-error`), message);
        assert.equal(above.get(`#${id}`), message);
    }
    const json = (await site.post_json('anfrage', WRONG)).json();
    assert.deepEqual(Object.fromEntries(json.errors.map((e) => [e.field, e.message])), SAID);
});

test('its thanks, and the lead says which language it came in', async () => {
    const sent = await site.post('anfrage', VALID);
    assert.equal(sent.status, 303);
    const thanks = await site.get(sent.headers.location);
    assert.equal(thanks.status, 200);
    assert.equal(tags(thanks.text, 'html')[0].lang, 'de');
    assert.match(thanks.text, /Vielen Dank! Ihre Anfrage ist da/);
    assert.match(thanks.text, /Wir melden uns an unserem nächsten Arbeitstag/);
    const lead = await site.lead(receipt_of(sent));
    assert.equal(lead.language, 'de');
    assert.equal(lead.answers.weight_kg, 2.5);
});

test('what ends early is said in it, too', async () => {
    const missing = await site.get('/f/nichts', { 'Accept-Language': 'de' });
    assert.equal(missing.status, 404);
    assert.match(missing.text, /Diese Seite gibt es nicht/);
    const json = await site.post_json('nichts', {}, { headers: { 'Accept-Language': 'de' } });
    assert.match(json.json().errors[0].message, /Diese Seite gibt es nicht/);
});

test('the forms that do not name it do not speak it', async () => {
    const page = await site.get('/f/cargo', { 'Accept-Language': 'de' });
    assert.equal(tags(page.text, 'html')[0].lang, 'ru');
});

test('five errors of a shipped form are five sentences', async (t) => {
    for (const form of ['cargo', 'callback', 'contact']) {
        for (const language of form === 'contact' ? ['ru'] : ['ru', 'en']) {
            await t.test(`${form}, ${language}`, async () => {
                const page = await site.post(form, {}, { headers: { 'Accept-Language': language } });
                assert.equal(page.status, 422);
                const said = summary(page.text).map(([, message]) => message);
                assert.ok(said.length >= 3);
                assert.equal(new Set(said).size, said.length, said.join('\n'));
            });
        }
    }
    const page = await site.post('cargo', {});
    assert.equal(summary(page.text).find(([id]) => id === '#cargo-name')[1], 'Введите имя');
});

test('a broken language is reported with its line, and the old one stays', async () => {
    const good = readFileSync(GERMAN, 'utf8');
    writeFileSync(GERMAN, good.replace('{label}: {hint}', '{lable}: {hint}').replace(/^ {2}send: .*\n/m, ''));
    const check = spawnSync(BINARY, ['check', forms], { encoding: 'utf8' });
    assert.equal(check.status, 78);
    const line = good.split('\n').findIndex((l) => l.includes('{hint}')) + 1;
    assert.match(check.stderr, new RegExp(`texts/de\\.yaml:${line}: unknown name in braces "lable", did you mean "label"\\?`));
    assert.match(check.stderr, /texts\/de\.yaml:\d+: pages without "send"/);
    await site.part('reload', 'firstline');
    await until('it says so', () => site.log('firstline.log').includes('reload_refused'));
    assert.match((await site.get('/f/anfrage')).text, />Absenden</);

    writeFileSync(GERMAN, good.replace('send: Absenden', 'send: Abschicken'));
    assert.match(execFileSync(BINARY, ['check', forms], { encoding: 'utf8' }), /anfrage .* de en\n/);
    await site.part('reload', 'firstline');
    await until('the new words', async () => />Abschicken</.test((await site.get('/f/anfrage')).text));
});

site.check_at_end();
