// page: the form as a page: languages, fragment, hidden fields, what a person without eyes or
// JavaScript needs. How it looks is for tests/browser.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, VALID, day, metric } from './lib.mjs';
import { controls, summary, tags, text_of_id } from './html.mjs';

const site = await Site.up();

/** The text of a control's label, beside it or around it. */
function label_of(html, control) {
    for (const [, attributes, inside] of html.matchAll(/<label([^>]*)>(.*?)<\/label>/gs)) {
        const id = /\sfor="([^"]*)"/.exec(attributes)?.[1];
        if (id === control.attributes.id || inside.includes(`id="${control.attributes.id}"`)) {
            return inside.replace(/<[^>]*>/g, '').trim();
        }
    }
    return null;
}

const FIELDS = {
    cargo: ['name', 'phone', 'email', 'cargo', 'weight_kg', 'from', 'to', 'ready_on', 'comment', 'consent'],
    callback: ['name', 'phone', 'consent'],
    contact: ['name', 'email', 'message', 'consent'],
};

test('each form has its fields, in order, each with a label', async (t) => {
    for (const [form, fields] of Object.entries(FIELDS)) {
        await t.test(form, async () => {
            const page = await site.get(`/f/${form}`);
            assert.equal(page.status, 200);
            assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
            const found = controls(page.text);
            assert.deepEqual([...found.keys()].filter((name) => !name.startsWith('_')), fields);
            const ids = [...page.text.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]);
            assert.equal(new Set(ids).size, ids.length, 'an id occurs once');
            for (const name of fields) {
                assert.match(label_of(page.text, found.get(name)) ?? '', /[а-я]{2}/i, `${name} has a label`);
            }
            const [sent] = tags(page.text, 'form');
            assert.equal(sent.method.toLowerCase(), 'post');
            assert.equal(sent.action, `/f/${form}?lang=ru`);
            assert.ok(!('novalidate' in sent), 'what the browser can tell is told before sending');
        });
    }
});

test('controls have the types that phones bring the right keyboard up for', async () => {
    const found = controls((await site.get('/f/cargo')).text);
    assert.equal(found.get('phone').type, 'tel');
    assert.equal(found.get('email').attributes.inputmode, 'email');
    assert.equal(found.get('weight_kg').attributes.inputmode, 'decimal');
    assert.equal(found.get('ready_on').type, 'date');
    assert.equal(found.get('consent').type, 'checkbox');
    assert.equal(found.get('comment').kind, 'textarea');
    assert.equal(found.get('phone').attributes.autocomplete, 'tel');
    assert.equal(found.get('email').attributes.autocomplete, 'email');
    assert.equal(found.get('name').attributes.autocomplete, 'name');
    assert.ok(!found.get('consent').checked, 'consent is given, not taken');
});

test('firstline brings fields of its own', async () => {
    const page = (await site.get('/f/cargo?utm_source=vk', { Referer: 'https://vk.com/"x' })).text;
    const found = controls(page);
    for (const name of ['_submission', '_landing', '_referrer', '_website']) assert.ok(found.has(name), name);
    for (const name of ['_submission', '_landing', '_referrer']) assert.equal(found.get(name).type, 'hidden');
    assert.match(found.get('_landing').value, /^http:\/\/localhost\/f\/cargo\?utm_source=vk$/);
    assert.equal(found.get('_referrer').value, 'https://vk.com/"x');
    const trap = found.get('_website').attributes;
    assert.equal(trap.tabindex, '-1');
    assert.ok(['off', 'new-password'].includes(trap.autocomplete), 'browsers must not fill it');
    assert.equal(found.get('_website').value, '');
    const again = controls((await site.get('/f/cargo')).text);
    assert.match(found.get('_submission').value, /^[\w-]{60,}$/);
    assert.notEqual(again.get('_submission').value, found.get('_submission').value, 'each page has its own token');
});

test('the language is the browser\'s, or the address\'s, or the form\'s', async (t) => {
    const cases = [
        ['/f/cargo', undefined, 'ru'],
        ['/f/cargo', 'en', 'en'],
        ['/f/cargo', 'en-GB,en;q=0.9,ru;q=0.8', 'en'],
        ['/f/cargo', 'ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
        ['/f/cargo', 'en;q=0.1, ru;q=0.9', 'ru'],
        ['/f/cargo', 'de-DE,de;q=0.9', 'ru'],
        ['/f/cargo', 'de, en;q=0.5', 'en'],
        ['/f/cargo', 'ru;q=0, en', 'en'],
        ['/f/cargo', ';;;q=,,', 'ru'],
        ['/f/cargo?lang=en', 'ru', 'en'],
        ['/f/cargo?lang=ru', 'en', 'ru'],
        ['/f/cargo?lang=xx', 'en', 'en'],
        ['/f/cargo?lang=%3Cb%3E', undefined, 'ru'],
    ];
    for (const [path, accept, expected] of cases) {
        await t.test(`${path} ${JSON.stringify(accept)}`, async () => {
            const page = await site.get(path, accept === undefined ? {} : { 'Accept-Language': accept });
            assert.equal(page.status, 200);
            assert.equal(tags(page.text, 'html')[0].lang, expected);
            assert.equal(page.headers['content-language'], expected);
            const label = label_of(page.text, controls(page.text).get('name'));
            assert.match(label, expected === 'ru' ? /^[а-яё *]+$/i : /^[a-z *]+$/i);
            assert.match(page.headers.vary ?? '', /accept-language/i);
        });
    }
});

test('the wrong form comes back in the language it was sent from', async () => {
    const english = await site.post('cargo', { name: '' }, { path: '/f/cargo?lang=en' });
    assert.equal(english.status, 422);
    assert.equal(tags(english.text, 'html')[0].lang, 'en');
    const russian = await site.post('cargo', { name: '' }, { headers: { 'Accept-Language': 'ru' } });
    assert.equal(tags(russian.text, 'html')[0].lang, 'ru');
});

test('the fragment is the form alone, ready to be included', async () => {
    const fragment = await site.get('/f/callback?fragment');
    assert.equal(fragment.status, 200);
    assert.doesNotMatch(fragment.text, /<(html|head|body|title)\b/i);
    const found = controls(fragment.text);
    for (const name of [...FIELDS.callback, '_submission']) assert.ok(found.has(name), name);
    assert.equal(tags(fragment.text, 'form')[0].action, '/f/callback?lang=ru');
});

test('the demo page of nginx has the callback form in it', async () => {
    const page = await site.get('/');
    assert.equal(page.status, 200);
    assert.ok(controls(page.text).has('phone'), 'the include brought the form');
    assert.ok(!page.text.includes('<!--#'), 'every include is carried out');
});

test('the page needs no script and nothing from elsewhere', async () => {
    for (const form of Object.keys(FIELDS)) {
        const { text } = await site.get(`/f/${form}`);
        for (const { src } of [...tags(text, 'script'), ...tags(text, 'img')]) assert.match(src, /^\/(?!\/)/);
        for (const { href } of tags(text, 'link')) assert.match(href, /^\/(?!\/)|^data:/);
        assert.doesNotMatch(text, /\son\w+=/i, 'no inline handlers: the policy forbids them');
        assert.ok(tags(text, 'meta').some((m) => m.name === 'viewport'));
    }
});

test('required fields say so to a screen reader', async () => {
    const page = (await site.get('/f/callback')).text;
    for (const name of FIELDS.callback) {
        const { attributes } = controls(page).get(name);
        assert.ok('required' in attributes || attributes['aria-required'] === 'true', name);
    }
});

test('a wrong form has a message at each field and keeps what was typed', async (t) => {
    const typed = { ...VALID.cargo, name: '', phone: '12', weight_kg: 'много', ready_on: '2026-02-30', consent: '' };
    delete typed.consent;
    const answer = await site.post('cargo', typed);
    assert.equal(answer.status, 422);
    const found = controls(answer.text);
    for (const name of ['name', 'phone', 'weight_kg', 'ready_on', 'consent']) {
        await t.test(`${name} is marked`, () => {
            const { attributes } = found.get(name);
            assert.equal(attributes['aria-invalid'], 'true');
            const said = (attributes['aria-describedby'] ?? '').split(' ')
                .map((id) => text_of_id(answer.text, id)).join(' ');
            assert.match(said, /[а-я]{3}/i);
        });
    }
    for (const name of ['cargo', 'from', 'to', 'email', 'comment']) {
        await t.test(`${name} is not`, () => assert.notEqual(found.get(name).attributes['aria-invalid'], 'true'));
    }
    for (const [name, value] of Object.entries(typed)) {
        await t.test(`${name} is kept`, () => assert.equal(found.get(name).value, value));
    }
    await t.test('the summary links to each field', () => {
        const links = tags(answer.text, 'a').map((a) => a.href);
        for (const name of ['name', 'phone', 'weight_kg', 'ready_on', 'consent']) {
            assert.ok(links.includes(`#${found.get(name).attributes.id}`), `${name}: ${links}`);
        }
    });
});

test('the browser checks only what the program would refuse, too', async () => {
    const found = controls((await site.get('/f/cargo')).text);
    for (const name of ['name', 'cargo', 'weight_kg', 'from', 'to', 'consent']) assert.ok('required' in found.get(name).attributes, name);
    for (const name of ['phone', 'email', 'ready_on', 'comment', '_website', '_submission']) assert.ok(!('required' in found.get(name).attributes), name);
    const { min, max } = found.get('ready_on').attributes;
    assert.deepEqual([min, max], [day(0), day(366)], 'a day more for a page left open');
    for (const [name, { attributes, type }] of found) {
        for (const key of ['maxlength', 'minlength', 'pattern', 'step']) assert.ok(!(key in attributes), `${name} has no ${key}`);
        assert.ok(!['email', 'number', 'url'].includes(type), name);
    }
});

test('the summary says what the fields say, under a heading, and has the focus', async (t) => {
    for (const [lang, heading, title] of [
        ['ru', 'Проверьте заполнение', 'Ошибка: Заявка на перевозку'], ['en', 'There is a problem', 'Error: Transport request'],
    ]) {
        await t.test(lang, async () => {
            const { text } = await site.post('cargo', { ...VALID.cargo, name: '', weight_kg: 'x', phone: '1' }, { path: `/f/cargo?lang=${lang}` });
            assert.equal(/<title>([^<]*)/.exec(text)[1], title);
            assert.doesNotMatch(/<h1>([^<]*)/.exec(text)[1], /Ошибка|Error/, 'the heading stays as it is');
            assert.match(text, new RegExp(`<h2>${heading}</h2>`));
            const [box] = tags(text, 'div').filter((div) => div.class === 'firstline messages');
            assert.ok(box.tabindex === '-1' && 'autofocus' in box && !('role' in box));
            assert.equal((text.match(/ autofocus/g) ?? []).length, 1, 'no field takes the focus away');
            const said = summary(text);
            assert.deepEqual(said.map(([href]) => href), ['#cargo-name', '#cargo-phone', '#cargo-weight_kg']);
            for (const [href, words] of said) {
                assert.equal(text_of_id(text, `${href.slice(1)}-error`), words);
                assert.ok(text.includes(`id="${href.slice(1)}"`), 'the link leads to the control');
            }
        });
    }
    await t.test('a fresh page warns of nothing', async () => {
        const { text } = await site.get('/f/cargo');
        assert.equal(/<title>([^<]*)/.exec(text)[1], 'Заявка на перевозку');
        assert.doesNotMatch(text, /class="firstline messages"|autofocus/);
    });
});

test('that no contact was given is said once', async () => {
    const { text } = await site.post('cargo', { ...VALID.cargo, phone: '', email: '' });
    const said = summary(text);
    assert.equal(said.length, 1);
    assert.equal(said[0][0], '#cargo-phone');
    assert.equal(text.split(said[0][1]).length - 1, 2, 'in the summary and at the first of the contacts');
});

test('a page with mistakes can be had in the other language, and nothing is sent by that', async (t) => {
    const typed = { ...VALID.cargo, name: '', comment: 'строка\r\nещё <одна>', _landing: 'http://localhost/?utm_source=vk' };
    const wrong = await site.post('cargo', typed, { path: '/f/cargo?lang=ru' });
    const [button] = tags(wrong.text, 'button').filter((b) => b.lang === 'en');
    assert.equal(button.formaction, '/f/cargo?lang=en&unsent');
    assert.ok('formnovalidate' in button, 'also while something is missing');
    assert.ok(wrong.text.indexOf('<button type="submit">') < wrong.text.indexOf(`id="${button.id}"`), 'Enter sends');
    assert.ok(tags(wrong.text, 'label').some((l) => l.for === button.id && l.lang === 'en'), 'and at the head of the page');
    const before = [await site.count(), await metric_now('firstline_submissions_invalid_total')];
    for (const [what, fields] of [['with mistakes', typed], ['with none', { ...typed, name: 'Анна' }]]) {
        await t.test(what, async () => {
            const page = await site.post('cargo', fields, { path: button.formaction });
            assert.equal(page.status, 200);
            assert.equal(page.headers['cache-control'], 'no-store');
            assert.equal(tags(page.text, 'html')[0].lang, 'en');
            const found = controls(page.text);
            for (const [name, value] of Object.entries(fields).filter(([n]) => n !== 'consent')) assert.equal(found.get(name).value.replace(/\r/g, ''), value.replace(/\r/g, ''), name);
            assert.ok(found.get('consent').checked);
            assert.equal(summary(page.text).length, what === 'with mistakes' ? 1 : 0);
            assert.equal(tags(page.text, 'form')[0].action, '/f/cargo?lang=en', 'the next button sends');
        });
    }
    assert.deepEqual([await site.count(), await metric_now('firstline_submissions_invalid_total')], before);
    await t.test('a program that sends JSON there has sent it', async () => {
        assert.equal((await site.post_json('callback', { ...VALID.callback, consent: true }, { path: '/f/callback?unsent' })).status, 201);
    });
});

async function metric_now(series) {
    return metric((await site.get('/metrics')).text, series);
}

site.check_at_end();
