// embed: a form inside a page of the site, by SSI: mistakes and thanks come back into that page, what
// was typed is in no address, and nobody else can choose where a visitor is sent.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, VALID, metric } from './lib.mjs';
import { controls, tags, text_of_id, visible_text } from './html.mjs';

const site = await Site.up();
const AT_HOME = '203.0.113.1';
const get = (path, from = AT_HOME) => site.request(path, { from });

/** What the form inside of a page sends besides its fields. */
async function own_fields(path = '/') {
    const page = await get(path);
    assert.equal(page.status, 200);
    const found = controls(page.text);
    return Object.fromEntries(['_submission', '_landing', '_around'].map((name) => [name, found.get(name)?.value]));
}

/** Sends from the page at path; what the redirect says. */
async function send(path, fields, from = AT_HOME) {
    const answer = await site.post('callback', { ...await own_fields(path), ...fields }, { from });
    assert.equal(answer.status, 303, answer.text);
    const { location } = answer.headers;
    const [, id] = /[?&]firstline=([^#&]*)/.exec(location) ?? [];
    return { location, id, path: location.split('#')[0], part: location.split('#')[1], headers: answer.headers };
}

const WRONG = { ...VALID.callback, name: 'Ошибка <b>', phone: '12' };

test('mistakes come back into the page', async (t) => {
    const before = metric((await site.get('/metrics')).text, 'firstline_submissions_invalid_total');
    const { location, path, part, id } = await send('/?utm_source=vk&a=b', WRONG);
    assert.match(location, /^\/\?utm_source=vk&a=b&firstline=callback\.[0-9a-f-]{36}#callback--messages$/);
    assert.doesNotMatch(location, /12$|Ошибка/);
    assert.equal(metric((await site.get('/metrics')).text, 'firstline_submissions_invalid_total'), before + 1);
    const page = await get(path);
    const found = controls(page.text);
    await t.test('with everything at its place', () => {
        assert.match(page.text, /<h1>Довезём груз/);
        assert.equal((page.text.match(/<html/g) ?? []).length, 1);
        assert.equal(found.get('name').value, WRONG.name);
        assert.equal(found.get('phone').value, '12');
        assert.ok(found.get('consent').checked);
        assert.ok(page.text.includes(`id="${part}"`), 'the address leads to the summary');
        assert.ok(text_of_id(page.text, 'callback-phone-error'));
        assert.doesNotMatch(page.text, / autofocus/, 'nothing takes the focus in somebody else\'s page');
    });
    await t.test('a reload shows the same', async () => assert.equal(controls((await get(path)).text).get('phone').value, '12'));
    await t.test('no cache between keeps it for others', () => assert.equal(page.headers['cache-control'], 'private, no-cache'));
    await t.test('to nobody else', async () => {
        const other = await get(path, '203.0.113.2');
        assert.equal(controls(other.text).get('name').value, '');
        assert.doesNotMatch(other.text, /Ошибка &lt;b/);
    });
    await t.test('in no other form', async () => {
        for (const other of [await get(`/f/cargo?embed=${id}`), await get(`/f/cargo?embed=${id.replace('callback', 'cargo')}`)])
            assert.equal(controls(other.text).get('name').value, '');
    });
    await t.test('and another form of that page is not said to have lost anything', async () => {
        assert.doesNotMatch((await get(`/f/cargo?embed=${id}`)).text, /firstline messages/);
    });
    await t.test('and corrected it is the same submission, thanked for in the page', async () => {
        const answer = await site.post('callback', {
            ...Object.fromEntries(['_submission', '_landing', '_around'].map((n) => [n, found.get(n).value])), ...VALID.callback,
        }, { from: AT_HOME });
        assert.equal(answer.status, 303);
        assert.match(answer.headers.location, /^\/\?utm_source=vk&a=b&firstline=callback\.[0-9a-f-]{36}\.[0-9a-f]{40}#callback--thanks$/);
        assert.equal(answer.headers.location.match(/firstline=/g).length, 1);
        const [receipt] = /[0-9a-f-]{36}/.exec(answer.headers.location);
        assert.equal(new URL((await site.lead(receipt)).touch.landing).search, '?utm_source=vk&a=b');
    });
});

test('thanks come back into the page', async (t) => {
    const { path, part, id } = await send('/', { ...VALID.callback, name: 'Внутри' });
    const page = await get(path);
    const [, receipt] = id.split('.');
    assert.match(page.text, /<h1>Довезём груз/);
    assert.equal(page.headers['set-cookie'], undefined);
    assert.ok(page.text.includes(`id="${part}"`));
    assert.ok(!controls(page.text).has('phone'), 'instead of the form');
    assert.match(visible_text(page.text), new RegExp(`Спасибо! Заявка принята Номер заявки: ${receipt.slice(-8, -4)}-${receipt.slice(-4)} .* Вы отправили Как к вам обращаться Внутри`));
    await t.test('others see that it is genuine, but not what was sent', async () => {
        const { text } = await get(path, '203.0.113.2');
        assert.match(text, /Спасибо! Заявка принята/);
        assert.doesNotMatch(text, /Внутри/);
    });
    await t.test('another form of that page stands there as before', async () => {
        const { text } = await get(`/f/cargo?embed=${id}`);
        assert.doesNotMatch(text, /Спасибо|firstline messages/);
        assert.ok(controls(text).has('phone'));
    });
    await t.test('a receipt that is not ours is none', async () => {
        const { text } = await get(path.replace(/.$/, (c) => (c === '0' ? '1' : '0')));
        assert.doesNotMatch(text, /Спасибо/);
        assert.ok(controls(text).has('phone'), 'the form is there');
    });
});

test('what is not kept any more is said, and the form is there', async () => {
    const { path } = await send('/', WRONG);
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    const { text } = await get(path);
    assert.match(text, /здесь уже не хранится. Вернитесь кнопкой «Назад»/);
    assert.equal(controls(text).get('name').value, '');
    assert.ok(controls(text).get('_submission').value);
});

test('only a page of this site that held the form is gone back to', async (t) => {
    const { _around: good } = await own_fields('/');
    const [proof] = good.split(' ');
    const fields = { ...WRONG };
    for (const bad of ['https://evil.example/', '//evil.example/', '/', `${proof} //evil.example/`, `${proof} /other`,
        `${proof} https://evil.example/`, `${'0'.repeat(40)} /`, `${good}x`, '', 'x'.repeat(5000)]) {
        await t.test(bad.slice(0, 60), async () => {
            const answer = await site.post('callback', { ...fields, _around: bad });
            assert.equal(answer.status, 422);
            assert.equal(answer.headers.location, undefined);
            assert.equal(controls(answer.text).get('name').value, fields.name, 'and nothing is lost');
        });
    }
    await t.test('nor for another form', async () => {
        assert.equal((await site.post('cargo', { ...VALID.cargo, name: '', _around: good })).status, 422);
    });
    await t.test('a program is answered as ever', async () => {
        const answer = await site.post_json('callback', { ...WRONG, _around: good });
        assert.equal(answer.status, 422);
        assert.equal(answer.json().errors[0].field, 'phone');
    });
});

test('a page whose address is no fit target gets answers as pages of their own', async () => {
    for (const path of ['//?a=b', '/f/callback?embed=']) {
        const { status, text } = await get(path);
        assert.equal(status, 200);
        assert.ok(controls(text).has('phone'), path);
        assert.ok(!controls(text).has('_around'), path);
    }
});

test('a form put in as before is answered as before', async () => {
    const fragment = await site.get('/f/callback?fragment');
    assert.ok(!controls(fragment.text).has('_around'));
    assert.equal((await site.post('callback', WRONG)).status, 422);
});

test('what is too much to keep comes back as a page of its own', async () => {
    const page = await own_fields('/');
    const pairs = [...Object.entries({ ...page, ...WRONG }), ...Array.from({ length: 5 }, (_, i) => [`x${i}`, 'x'])];
    pairs.find(([n]) => n === 'name')[1] = '&'.repeat(8000);
    pairs.find(([n]) => n === 'phone')[1] = '"'.repeat(8000);
    const answer = await site.post('callback', pairs, { from: AT_HOME });
    assert.equal(answer.status, 422);
    assert.equal(controls(answer.text).get('name').value.length, 8000);
});

test('the page is warned of nothing when it is opened', async () => {
    for (const path of ['/', '/?firstline=', '/?a=firstline']) {
        const { text } = await get(path);
        assert.doesNotMatch(text, /firstline messages/, path);
        assert.deepEqual(tags(text, 'form').map((f) => f.action), ['/f/callback?lang=ru']);
    }
    assert.match((await get('/?firstline=callback.%3Cscript%3E')).text, /firstline messages/);
    assert.doesNotMatch((await get('/?firstline=callback.%3Cscript%3E')).text, /<script>/);
});

site.check_at_end();
