// touch: where a visitor came from, without any script: a form that is opened, put into a page or kept by
// a cache, and what is sent from it. And /f/touch.js as a file.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { ROOT, Site, VALID, receipt_of, until } from './lib.mjs';
import { controls } from './html.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
const HOSTS = 'own: [shop.example, пример.рф]\npayment: [pay.example]\nlogin: [login.example]\n';
writeFileSync(join(forms, 'hosts.yaml'), HOSTS);

const site = await Site.up({ env: { FIRSTLINE_FORMS: forms }, expect: [/definitions_refused|reload_refused/] });
const HOME = 'http://localhost/';
const AD = `${HOME}?utm_source=yandex&yclid=9`;
const ANNA = { from: '203.0.113.1', agent: 'Mozilla/5.0 (Anna)' };
const BORIS = { from: '203.0.113.2', agent: 'Mozilla/5.0 (Boris)' };
let number = 0;

/** Opens a page, coming from another; what its form has hidden in it. */
async function open(path, referer, who = ANNA) {
    const page = await site.request(path, { from: who.from, headers: { 'User-Agent': who.agent, ...(referer ? { Referer: referer } : {}) } });
    assert.equal(page.status, 200);
    return Object.fromEntries([...controls(page.text)].filter(([name]) => name.startsWith('_') && name !== '_submission' && name !== '_website')
        .map(([name, { value }]) => [name, value]));
}

/** Sends from a page; what was kept of the visit. */
async function send(hidden, page, who = ANNA, more = {}) {
    const fields = { ...VALID.callback, name: `Касание ${number += 1}`, phone: `8 912 347-${String(number).padStart(4, '0')}`, ...hidden, ...more };
    const answer = await site.post('callback', fields, { from: who.from, headers: { 'User-Agent': who.agent, ...(page ? { Referer: page } : {}) } });
    const id = /receipt=([0-9a-f-]{36})/.exec(answer.headers.location ?? '')?.[1] ?? /callback\.([0-9a-f-]{36})/.exec(answer.headers.location)?.[1] ?? receipt_of(answer);
    return (await site.lead(id)).touch;
}

const landing_of = ({ landing, referrer, seen, clicks }) => [landing, referrer, seen, Object.keys(clicks)];

test('a click from the landing page to the form keeps the tag', async () => {
    const hidden = await open('/f/callback', AD);
    assert.deepEqual(landing_of(await send(hidden, `${HOME}f/callback`)), [AD, null, true, ['yclid']]);
});

test('a second page without a tag is not known, and no direct visit', async () => {
    for (const from of [`${HOME}about`, HOME, 'https://www.shop.example/', 'https://xn--e1afmkfd.xn--p1ai/', 'https://pay.example/done', 'https://a.login.example/']) {
        const hidden = await open('/f/callback', from);
        assert.equal(hidden._landing, undefined, from);
        assert.deepEqual(landing_of(await send(hidden, `${HOME}f/callback`)), [null, null, false, []], from);
    }
});

test('whoever opens the form by itself came directly, or from where the browser says', async () => {
    assert.deepEqual(landing_of(await send(await open('/f/callback'), `${HOME}f/callback`)), [`${HOME}f/callback`, null, true, []]);
    const from_search = await send(await open('/f/callback', 'https://ya.ru/'), `${HOME}f/callback`);
    assert.deepEqual(landing_of(from_search), [`${HOME}f/callback`, 'https://ya.ru/', true, []]);
    assert.equal(from_search.referrer_host, 'ya.ru');
});

test('a form put in by SSI takes the address and the referrer of the page around it', async () => {
    const hidden = await open('/?utm_source=vk', 'https://vk.com/');
    assert.equal(hidden._landing, `${HOME}?utm_source=vk`);
    assert.equal(hidden._referrer, 'https://vk.com/');
    assert.deepEqual(landing_of(await send(hidden, `${HOME}?utm_source=vk`)), [`${HOME}?utm_source=vk`, 'https://vk.com/', true, []]);
    const second = await open('/', AD);
    assert.deepEqual(landing_of(await send(second, HOME)), [AD, null, true, ['yclid']]);
    const third = await open('/', `${HOME}about`);
    assert.deepEqual(landing_of(await send(third, HOME)), [null, null, false, []]);
});

test('a cached page: nobody is given what another has brought', async (t) => {
    const hidden = await open('/?utm_source=vk&yclid=1', 'https://vk.com/', ANNA);
    for (const [what, page, want] of [
        ['from the same page without tags', HOME, [null, null, false, []]],
        ['by his own advertisement', AD, [AD, null, true, ['yclid']]],
        ['by the same link', `${HOME}?utm_source=vk&yclid=1`, [`${HOME}?utm_source=vk&yclid=1`, null, true, ['yclid']]],
        ['with a browser that tells no page', undefined, [null, null, false, []]],
    ]) await t.test(what, async () => assert.deepEqual(landing_of(await send(hidden, page, BORIS)), want));
    await t.test('and the one for whom it was made has it still', async () => {
        assert.equal((await send(hidden, HOME, ANNA)).referrer, 'https://vk.com/');
    });
    await t.test('a page by search is not search for the next', async () => {
        const found = await open('/', 'https://ya.ru/', ANNA);
        assert.deepEqual(landing_of(await send(found, HOME, BORIS)), [null, null, false, []]);
    });
    await t.test('the same of a page of the form alone', async () => {
        assert.deepEqual(landing_of(await send(await open('/f/callback', AD, ANNA), `${HOME}f/callback`, BORIS)), [null, null, false, []]);
    });
    await t.test('and of what the owner\'s own program has written into it', async () => {
        assert.deepEqual(landing_of(await send({ _landing: AD, _referrer: 'https://ya.ru/' }, `${HOME}about`)), [null, null, false, []]);
        assert.deepEqual(landing_of(await send({ _landing: AD, _referrer: 'https://ya.ru/' }, AD)), [AD, 'https://ya.ru/', true, ['yclid']]);
    });
});

test('a form that comes back with mistakes keeps what it came with', async (t) => {
    for (const [what, hidden, page] of [['a page of its own', await open('/f/callback', AD), `${HOME}f/callback`],
        ['a page of the owner\'s', { _landing: AD }, AD]]) {
        await t.test(what, async () => {
            const { _around, ...rest } = hidden;
            const back = await site.post('callback', { ...VALID.callback, phone: '1', ...rest }, { from: ANNA.from, headers: { 'User-Agent': ANNA.agent, Referer: page } });
            assert.equal(back.status, 422);
            const again = Object.fromEntries(['_landing', '_visitor'].map((name) => [name, controls(back.text).get(name)?.value]));
            assert.equal((await send(again, `${HOME}f/callback?lang=ru`)).landing, AD);
        });
    }
});

test('what the script knows is best, and as it came', async (t) => {
    const note = { landing: `${HOME}#utm_source=tg`, referrer: 'https://t.me/', at: Math.floor(Date.now() / 1000) - 60, touches: 2,
        first_landing: AD, first_referrer: 'https://ya.ru/', first_at: Math.floor(Date.now() / 1000) - 86400, ym_uid: '17000000001' };
    const hidden = await open('/?utm_source=vk', 'https://vk.com/');
    const touch = await send({ ...hidden, _touch: JSON.stringify(note) }, `${HOME}?utm_source=vk`);
    assert.deepEqual([touch.landing, touch.referrer, touch.utm_source, touch.touches], [note.landing, note.referrer, 'tg', 2]);
    assert.deepEqual([touch.first.landing, touch.first.referrer], [note.first_landing, note.first_referrer]);
    assert.deepEqual([Date.parse(touch.at), Date.parse(touch.first.at)], [note.at * 1000, note.first_at * 1000]);
    assert.deepEqual(touch.clicks, { ym_uid: '17000000001' });
    await t.test('in JSON, too', async () => {
        const answer = await site.post_json('callback', { ...VALID.callback, phone: '8 912 348-00-01', consent: true, _touch: JSON.stringify(note) });
        assert.equal((await site.lead(receipt_of(answer))).touch.landing, note.landing);
    });
    await t.test('as much of it as can be is within the bounds of the database', async () => {
        const long = (head) => `${head}${'\\'.repeat(2048)}`.slice(0, 2048);
        const most = { ...note, landing: long(HOME), referrer: long('https://t.me/').slice(0, 1024), first_landing: long(HOME), first_referrer: long('https://t.me/') };
        const tags = Object.fromEntries(['source', 'medium', 'campaign', 'term', 'content'].map((name) => [`utm_${name}`, '\\'.repeat(2048)]));
        const clicks = Object.fromEntries(['yclid', 'ymclid', 'yadclid', 'yadordid', 'ysclid', 'etext', 'gclid', 'gbraid', 'wbraid', 'srsltid', 'msclkid', 'fbclid',
            'igshid', 'rb_clickid', 'twclid', 'gad_campaignid'].map((name) => [name, '\\'.repeat(2048)]));
        const answer = await site.post('callback', { ...VALID.callback, phone: '8 912 348-00-02', _touch: JSON.stringify(most), ...tags, ...clicks }, { type: 'multipart' });
        assert.equal((await site.lead(receipt_of(answer))).touch.first.landing, most.first_landing);
    });
    await t.test('and whatever else stands there costs no lead', async () => {
        for (const odd of ['', 'x', '{', '[]', '{"landing":"javascript:alert(1)"}', '{"landing":[]}', `{"landing":"${'x'.repeat(20_000)}"}`, '\u0000'])
            assert.equal((await send({ ...hidden, _touch: odd }, `${HOME}?utm_source=vk`)).utm_source, 'vk', odd.slice(0, 40));
    });
    await t.test('no word of it is an answer of the form', async () => {
        const before = Number(/^firstline_fields_unknown_total (\d+)/m.exec((await site.get('/metrics')).text)?.[1] ?? 0);
        await send({ ...hidden, _touch: JSON.stringify(note) }, HOME);
        assert.equal(Number(/^firstline_fields_unknown_total (\d+)/m.exec((await site.get('/metrics')).text)?.[1] ?? 0), before);
    });
});

test('/f/touch.js as a file', async (t) => {
    const script = await site.get('/f/touch.js');
    assert.equal(script.status, 200);
    await t.test('is a script that is kept for minutes, like the style', async () => {
        assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
        assert.equal(script.headers['x-content-type-options'], 'nosniff');
        const style = await site.get('/f/firstline.css');
        for (const name of ['cache-control', 'vary']) assert.equal(script.headers[name], style.headers[name]);
        assert.match(script.headers['cache-control'], /public, max-age=600/);
        assert.equal(script.headers['set-cookie'], undefined);
    });
    await t.test('can only be read', async () => {
        assert.equal((await site.request('/f/touch.js', { method: 'HEAD' })).status, 200);
        for (const method of ['POST', 'PUT', 'DELETE']) {
            const answer = await site.request('/f/touch.js', { method });
            assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET, HEAD']);
        }
    });
    await t.test('has the owner\'s hosts', () => {
        assert.match(script.text, /\}\)\n\(\["shop\.example","xn--e1afmkfd\.xn--p1ai"\],\["pay\.example","login\.example"\],"ask",90\);\n$/);
        assert.doesNotMatch(script.text, /\/\*|^\s/m);
    });
    await t.test('names no search engine', () => {
        assert.doesNotMatch(script.text.replace(/\}\)\n\(.*$/s, ''), /yandex|google|bing|vk\.com/);
    });
});

/** The hosts that the rules of channels in the database go by. */
const noted = async () => (await site.sql(`SELECT why, host FROM intake.site_host WHERE why <> 'service' ORDER BY why, host`)).map(({ why, host }) => `${why} ${host}`);

test('the database is told the hosts', async () => {
    await until('it has them', async () => (await noted()).length === 4);
    assert.deepEqual(await noted(), ['login login.example', 'own shop.example', 'own пример.рф', 'payment pay.example']);
    const [{ channel }] = await site.sql(`SELECT channel FROM marketing.channel_of('${HOME}', 'https://www.shop.example/')`);
    assert.equal(channel, 'direct');
});

/** Puts definitions in force. */
async function reload(files) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(forms, name), text);
    await site.part('reload', 'firstline');
}

test('hosts and settings are loaded anew', async (t) => {
    const told = () => site.log('firstline.log').split('reload_refused').length;
    await reload({ 'hosts.yaml': 'own: new.example\n', 'site.yaml': 'touch_consent: never\ntouch_days: 7\n' });
    await until('the new hosts are in force', async () => (await site.get('/f/touch.js')).text.endsWith('(["new.example"],[],"never",7);\n'));
    await t.test('in the database, too', async () => {
        await until('it has them', async () => (await noted()).join() === 'own new.example');
    });
    await t.test('but not those that are none', async () => {
        const before = told();
        await reload({ 'hosts.yaml': 'own: [https://new.example/]\n' });
        await until('it is refused', () => told() > before);
        assert.match(site.log('firstline.log'), /hosts\.yaml:1: expected a host such as shop\.example/);
        assert.match((await site.get('/f/touch.js')).text, /new\.example/);
    });
    await t.test('without the file they are those that are shipped, and that is small', async () => {
        rmSync(join(forms, 'hosts.yaml'));
        await site.part('reload', 'firstline');
        await until('they are in force', async () => (await site.get('/f/touch.js')).text.includes('"yookassa.ru"'));
        const { bytes, text } = await site.get('/f/touch.js');
        assert.match(text, /"accounts\.google\.com"/);
        assert.ok(gzipSync(bytes).length < 2048, `${gzipSync(bytes).length} octets`);
    });
});

site.check_at_end();
