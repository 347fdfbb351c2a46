// origin: pages of other sites. JSON may be sent, and answers be read, only by the sites that the form's
// definition names. A plain form may come from anywhere, as browsers always could, until the definition
// names sites: from then on others' visitors get firstline's own page first.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, VALID, receipt_of } from './lib.mjs';
import { TYPE } from './encode.mjs';
import { controls } from './html.mjs';

const FRIEND = 'https://friend.example';
const STRANGER = 'https://stranger.example';

// The shipped forms, and one of them opened for a friend.
const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
for (const file of readdirSync(forms).filter((name) => name === 'callback.yaml')) {
    const text = readFileSync(join(forms, file), 'utf8').replace(/^origins:.*\n(?:[ -].*\n)*/m, '');
    writeFileSync(join(forms, file), `${text.trimEnd()}\n\norigins:\n  - ${FRIEND}\n`);
}
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
const site = await Site.up({ env: { FIRSTLINE_FORMS: forms } });

const from = (origin) => ({ headers: { Origin: origin } });

test('JSON from a page of a stranger is refused', async (t) => {
    const before = await site.count();
    for (const origin of [STRANGER, 'null', `${FRIEND}.evil.example`, 'http://friend.example', `${FRIEND}:8443`,
        'https://FRIEND.example.', 'https://not-friend.example', 'https://friend.example@evil.example', 'http://localhost.evil.example',
        'http://evil-localhost', 'http://localhost:8080', 'x']) {
        await t.test(origin, async () => {
            const answer = await site.post_json('callback', VALID.callback, from(origin));
            assert.equal(answer.status, 403);
            assert.equal(answer.json().ok, false);
            assert.equal(answer.headers['access-control-allow-origin'], undefined);
        });
    }
    assert.equal(await site.count(), before);
});

test('JSON of another form is refused to the friend too', async () => {
    const answer = await site.post_json('contact', VALID.contact, from(FRIEND));
    assert.equal(answer.status, 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
});

test('JSON from the site itself, and from no page at all, is taken', async () => {
    receipt_of(await site.post_json('callback', VALID.callback, from('http://localhost')));
    receipt_of(await site.post_json('callback', VALID.callback));
});

test('the friend may send and read every answer', async (t) => {
    const cases = {
        'taken': [201, await site.post_json('callback', VALID.callback, from(FRIEND))],
        'wrong': [422, await site.post_json('callback', { name: '' }, from(FRIEND))],
        'broken': [400, await site.request('/f/callback', {
            method: 'POST', body: '{', headers: { 'Content-Type': TYPE.json, Accept: TYPE.json, Origin: FRIEND },
        })],
        'no such type': [415, await site.request('/f/callback', {
            method: 'POST', body: '{', headers: { 'Content-Type': 'text/x', Accept: TYPE.json, Origin: FRIEND },
        })],
        'too large': [413, await site.request('/f/callback', {
            method: 'POST', body: 'a'.repeat(70_000),
            headers: { 'Content-Type': TYPE.json, Accept: TYPE.json, Origin: FRIEND },
        })],
        'no such method': [405, await site.request('/f/callback', {
            method: 'DELETE', headers: { Accept: TYPE.json, Origin: FRIEND },
        })],
    };
    for (const [name, [status, answer]] of Object.entries(cases)) {
        await t.test(name, () => {
            assert.equal(answer.status, status, answer.text);
            assert.equal(answer.headers['access-control-allow-origin'], FRIEND);
            assert.match(answer.headers.vary, /origin/i);
            assert.equal(answer.headers['access-control-allow-credentials'], undefined);
        });
    }
});

const named = (name) => ({ ...VALID.callback, name });
const stored = (name) => site.count('intake.lead', `answers->>'name' = '${name}'`);

test('a plain form from a page of another site', async (t) => {
    const anywhere = [STRANGER, 'null', `${FRIEND}:8443`, 'http://friend.example', 'x'];
    await t.test('is taken where the form lists no sites', async () => {
        for (const origin of anywhere) receipt_of(await site.post('contact', VALID.contact, from(origin)));
    });
    await t.test('is taken from a site on the list', async () => {
        receipt_of(await site.post('callback', named('Друг'), from(FRIEND)));
        receipt_of(await site.post('callback', named('Друг с файлом'), { ...from(FRIEND), type: 'multipart' }));
    });
    await t.test("is taken from the site's own pages, and where nobody says from where", async () => {
        receipt_of(await site.post('callback', named('Свой'), from('http://localhost')));
        receipt_of(await site.post('callback', named('Без')));
        receipt_of(await site.post('callback', named('Ссылка'), { headers: { Referer: `${STRANGER}/page.html` } }));
    });
    for (const origin of anywhere) {
        await t.test(`is asked back where others are on it: ${origin}`, async () => {
            const name = `Чужой ${origin}`;
            const page = await site.post('callback', named(name), from(origin));
            assert.equal(page.status, 422);
            assert.match(page.text, /со страницы другого сайта[^<]*отправьте отсюда/);
            assert.equal(page.headers['access-control-allow-origin'], undefined);
            assert.equal(page.headers['cache-control'], 'no-store');
            const fields = controls(page.text);
            assert.equal(fields.get('name').value, name, 'nothing is typed twice');
            assert.equal(await stored(name), 0);
            const again = Object.fromEntries([...fields].map(([key, { value }]) => [key, value ?? '']));
            // Even if a proxy in front has changed the host, so that our own page looks like a stranger's.
            for (const own of ['http://localhost', 'https://shop.example']) receipt_of(await site.post('callback', { ...again, consent: 'on' }, from(own)));
            assert.equal(await stored(name), 1);
        });
    }
    await t.test('a script is told as well', async () => {
        const answer = await site.post('callback', named('Сценарий'), { headers: { Origin: STRANGER, Accept: TYPE.json } });
        assert.equal(answer.status, 422);
        assert.deepEqual(answer.json().errors.map(({ field, code }) => [field, code]), [[null, 'origin']]);
    });
    await t.test('a key of its own does not help', async () => {
        const fields = { ...named('Ключ'), _submission: '01234567-89ab-7def-8123-456789abcdef' };
        assert.equal((await site.post('callback', fields, from(STRANGER))).status, 422);
        assert.equal(await stored('Ключ'), 0);
    });
});

test('a browser that asks first is told', async () => {
    const ask = (origin) => site.request('/f/callback', {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' },
    });
    const yes = await ask(FRIEND);
    assert.equal(yes.status, 204);
    assert.equal(yes.headers['access-control-allow-origin'], FRIEND);
    assert.match(yes.headers['access-control-allow-methods'], /POST/);
    assert.match(yes.headers['access-control-allow-headers'], /content-type/i);
    const no = await ask(STRANGER);
    assert.equal(no.headers['access-control-allow-origin'], undefined);
    const plain = await site.request('/f/callback', { method: 'OPTIONS' });
    assert.equal(plain.status, 204);
    assert.match(plain.headers.allow, /POST/);
});

site.check_at_end();
