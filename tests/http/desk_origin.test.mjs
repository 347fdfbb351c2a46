// desk_origin: what other sites can make a browser of the staff do, and what stands in every answer. Names of tests begin with the
// requirement of OWASP ASVS 5.0.0 that they hold (SECURITY.md).
import assert from 'node:assert/strict';
import test from 'node:test';
import { Browser, REFUSALS, refused } from './desk.mjs';
import { Site, VALID } from './lib.mjs';

const site = await Site.up({ desk: true, expect: [...REFUSALS, /FATAL: {2}password authentication failed/, /ERROR: {2}(permission denied|cannot execute|column|функц)/,
    /ERROR: .*(22P02|invalid input)/, /client intended to send too large body/, /warn desk_refused/] });
await site.psql(`CREATE TABLE intake.zz_done (n int);
    CREATE FUNCTION desk.zz_act(n int DEFAULT 1) RETURNS int LANGUAGE sql VOLATILE SECURITY DEFINER AS 'INSERT INTO intake.zz_done VALUES (n) RETURNING n';
    CREATE VIEW desk.zz_acts AS SELECT desk.zz_act() AS n;
    GRANT SELECT ON desk.zz_acts TO firstline_qualifier; GRANT EXECUTE ON FUNCTION desk.zz_act(int) TO firstline_qualifier`);
const olga = await Browser.of(site, 'olga');
const acts = () => site.count('intake.zz_done');
const lead = { channel: 'phone', fields: { ...VALID.callback, consent: true } };
/** All that changes something, with what the browser has to be. */
const UNSAFE = [['POST', 'api/desk/zz_act', {}], ['POST', 'lead/callback', lead], ['POST', 'read/callback', { fields: {} }],
    ['POST', 'session', { login: 'olga', password: 'demo-olga' }], ['DELETE', 'session', undefined]];

async function nothing_done(act) {
    const counted = async () => [await acts(), await site.count(), await site.count('intake.desk_session')];
    const before = await counted();
    await act();
    assert.deepEqual(await counted(), before);
    assert.equal((await olga.get('session')).status, 200);
}

test('V3.5.1 what changes something must come from our own page', async (t) => {
    const none = { Origin: undefined, 'Sec-Fetch-Site': undefined };
    const FOREIGN = {
        'nothing says where from': none,
        'another origin': { ...none, Origin: 'https://evil.example' },
        'no origin': { ...none, Origin: 'null' },
        'a name that begins like ours': { ...none, Origin: 'https://localhost.evil.example' },
        'a name that ends like ours': { ...none, Origin: 'https://evil-localhost' },
        'ours in a path': { ...none, Origin: 'https://evil.example/localhost' },
        'ours as a user': { ...none, Origin: 'https://localhost@evil.example' },
        'another port': { ...none, Origin: 'https://localhost:8443' },
        'no scheme': { ...none, Origin: 'a/blocalhost' },
        'an empty one': { ...none, Origin: '' },
        'another site': { ...none, 'Sec-Fetch-Site': 'cross-site' },
        'another host of the site': { ...none, 'Sec-Fetch-Site': 'same-site' },
        'an address that was typed': { ...none, 'Sec-Fetch-Site': 'none' },
        'ours, but from another site': { 'Sec-Fetch-Site': 'cross-site' },
        'ours, but of another origin': { Origin: 'https://evil.example' },
        'only a referer': { ...none, Referer: 'https://localhost/desk/' },
    };
    for (const [name, headers] of Object.entries(FOREIGN)) {
        await t.test(name, () => nothing_done(async () => {
            for (const [method, path, body] of UNSAFE) {
                const answer = await olga.send(method, path, { body, headers });
                assert.deepEqual([...refused(answer), answer.headers['set-cookie']], [403, 'other_site', undefined], `${method} ${path}`);
            }
        }));
    }
});

test('either of both headers is enough, for old browsers and for programs', async () => {
    const before = await acts();
    await olga.done('desk/zz_act', {}, { Origin: undefined });
    await olga.done('desk/zz_act', {}, { 'Sec-Fetch-Site': undefined });
    await olga.done('desk/zz_act', {}, { Origin: 'http://localhost' });      // TLS ends before nginx
    assert.equal(await acts(), before + 3);
});

test('V3.5.2 no body that a form of another site can send', async (t) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain; application/json', 'application/jsonp', '', undefined]) {
        await t.test(String(type), () => nothing_done(async () => {
            for (const [method, path, body] of UNSAFE.filter(([m]) => m === 'POST')) {
                assert.deepEqual(refused(await olga.send(method, path, { body, headers: { 'Content-Type': type } })), [415, 'type'], path);
            }
        }));
    }
    assert.equal((await olga.post('api/desk/zz_act', {}, { 'Content-Type': 'Application/JSON; charset=utf-8' })).status, 200);
    assert.deepEqual(refused(await olga.post('api/desk/zz_act', '{}', { 'Content-Encoding': 'gzip' })), [415, 'type']);
});

test('V3.5.3 a GET changes nothing, whatever it asks for', async () => {
    await nothing_done(async () => {
        for (const path of ['api/desk/zz_act', 'api/desk/zz_act?n=1', 'lead/callback', 'session?login=olga&password=x', 'api/desk/queue?_method=POST']) {
            await olga.get(path, { 'X-HTTP-Method-Override': 'POST', 'X-HTTP-Method': 'DELETE' });
        }
        for (const method of ['GET', 'HEAD']) assert.equal((await olga.send(method, 'api/desk/zz_acts')).status, 503, 'a view that writes is refused');
    });
});

test('V4.1.4 methods that there are not', async () => {
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
        for (const path of ['session', 'api/desk/queue', 'api/desk/zz_act', 'lead/callback']) {
            const answer = await olga.send(method, path);
            assert.equal(answer.status, 405, `${method} ${path}`);
            assert.equal(answer.headers['access-control-allow-origin'], undefined);
        }
    }
});

/** An answer of each kind. */
const answers = async () => ({
    200: await olga.get('api/desk/queue'), who: await olga.get('session'), forms: await olga.get('forms'), described: await olga.get('api/'),
    204: await new Browser(site).try_password('olga', 'demo-olga'), 401: await new Browser(site).get('session'), 403: await olga.get('api/marketing/funnel'),
    404: await olga.get('api/desk/nothing'), 405: await olga.send('PUT', 'session'), 413: await olga.post('api/desk/zz_act', `{"n":"${'x'.repeat(129 * 1024)}"}`),
    415: await olga.post('api/desk/zz_act', 'x', { 'Content-Type': 'text/plain' }), 422: await olga.call('desk/zz_act', { n: 'x' }), 400: await olga.post('api/desk/zz_act', '{'),
});

test('V3.2.1 V3.4.3 V3.4.4 V3.4.5 V3.4.6 V3.5.8 every answer: kept by nobody, framed by nobody, no page, no other type, no other site', async () => {
    for (const [kind, answer] of Object.entries(await answers())) {
        const h = answer.headers;
        if (Number(kind)) assert.equal(answer.status, Number(kind), `${kind}: ${answer.text}`);
        assert.equal(h['cache-control'], 'no-store', kind);
        assert.equal(h['x-content-type-options'], 'nosniff', kind);
        assert.match(h['content-security-policy'], /default-src 'none'; frame-ancestors 'none'/, kind);
        if (kind !== '413') {   // nginx's own
            assert.equal(h['referrer-policy'], 'no-referrer', kind);
            assert.equal(h['cross-origin-resource-policy'], 'same-origin', kind);
        }
        if (answer.text) assert.match(h['content-type'], /^application\/json; ?charset=utf-8$/, kind);
    }
});

test('V3.4.3 V3.4.6 V3.4.8 the page itself runs nothing but its own parts, and stands in no window of others', async () => {
    const { status, headers: h } = await site.get('/desk/');
    assert.equal(status, 200);
    for (const part of ['default-src \'none\'', 'script-src \'self\'', 'base-uri \'none\'', 'frame-ancestors \'none\'']) assert.ok(h['content-security-policy'].split('; ').includes(part), part);
    assert.ok(!/object-src|unsafe|https?:|\*/.test(h['content-security-policy']), 'objects are what default-src says');
    assert.equal(h['cross-origin-opener-policy'], 'same-origin');
    assert.deepEqual([h['cache-control'], h['referrer-policy'], h['x-content-type-options']], ['no-store', 'no-referrer', 'nosniff']);
});

test('V3.4.2 no other site is told anything', async () => {
    for (const path of ['session', 'api/desk/queue', 'api/']) {
        const answer = await olga.get(path, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' });
        for (const name of Object.keys(answer.headers)) assert.ok(!name.startsWith('access-control-'), name);
    }
});

test('V3.5.6 V3.5.7 no answer is a script', async () => {
    for (const path of ['session?callback=f', 'api/desk/queue?callback=f', 'api/?jsonp=f']) {
        const answer = await olga.get(path);
        assert.match(answer.text, /^\{/);
        assert.match(answer.headers['content-type'], /json/);
    }
});

site.check_at_end();
