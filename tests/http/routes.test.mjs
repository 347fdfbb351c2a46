// routes: which addresses, methods, sizes and types there are, and what is said about the others.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, VALID, metric, receipt_of } from './lib.mjs';
import { TYPE, multipart, urlencoded } from './encode.mjs';
import { controls, tags, visible_text } from './html.mjs';

const site = await Site.up({ expect: [/access forbidden by rule/] });
const JSON_WANTED = { Accept: 'application/json' };
const BODY_BYTES_MAX = 64 * 1024;

/** Both languages of an answer that is not a success: HTML for people, JSON for programs. */
async function refused(status, path, options) {
    const html = await site.request(path, { ...options, headers: { ...options?.headers, Accept: 'text/html' } });
    assert.equal(html.status, status, html.text);
    assert.match(html.headers['content-type'], /^text\/html; charset=utf-8$/);
    assert.match(html.text, /<html[^>]* lang="/);
    assert.ok(visible_text(html.text).length > 10, `the page says nothing: ${html.text.slice(-200)}`);
    const json = await site.request(path, { ...options, headers: { ...options?.headers, ...JSON_WANTED } });
    assert.equal(json.status, status, json.text);
    assert.match(json.headers['content-type'], /^application\/json/);
    const said = json.json();
    assert.equal(said.ok, false);
    assert.ok(said.errors.length >= 1 && said.errors.every((e) => e.code && e.message), json.text);
    return { html, json };
}

const post = (body, type = TYPE.urlencoded, headers = {}) => ({
    method: 'POST', body, headers: { 'Content-Type': type, ...headers },
});

test('an address that is none of ours is not found', async (t) => {
    for (const path of ['/f/nothing', '/f/', '/f/Cargo', '/f/cargo/other', '/f/categories',
        '/f/page', '/f/cargo.yaml', '/f/%00', '/f/%D0%B3%D1%80%D1%83%D0%B7', '/f/"><b>']) {
        await t.test(path, async () => {
            const { html } = await refused(path === '/f/%00' ? 400 : 404, path).catch(async (error) => {
                // nginx itself refuses a NUL in the path.
                if (path === '/f/%00') return { html: await site.get(path) };
                throw error;
            });
            assert.ok(!html.text.includes('"><b>'));
        });
    }
    await t.test('a form that is not there takes nothing', async () => {
        await refused(404, '/f/nothing', post(urlencoded(Object.entries(VALID.callback))));
    });
});

test('a method we do not have is refused with those we have', async (t) => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
        await t.test(method, async () => {
            const { html, json } = await refused(405, '/f/cargo', { method });
            for (const answer of [html, json]) {
                const allow = answer.headers.allow.split(/,\s*/);
                for (const known of ['GET', 'HEAD', 'POST']) assert.ok(allow.includes(known), answer.headers.allow);
                assert.ok(!allow.includes(method));
            }
        });
    }
    await t.test('nothing can be posted to the thank-you page', async () => {
        const { html } = await refused(405, '/f/cargo/thanks', post('a=b'));
        assert.ok(!html.headers.allow.includes('POST'));
    });
});

test('HEAD is GET without the body', async () => {
    const get = await site.get('/f/cargo');
    const head = await site.request('/f/cargo', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.bytes.length, 0);
    assert.equal(head.headers['content-type'], get.headers['content-type']);
    assert.ok(Number(head.headers['content-length']) > 1000);
});

test('the query fills no field', async () => {
    const answer = await site.request('/f/callback?name=Anna&phone=%2B79123456789&consent=on', post(''));
    assert.equal(answer.status, 422);
    const page = await site.get('/f/callback?name=Anna_of_the_query');
    assert.equal(controls(page.text).get('name').value, '');
});

/** A body of exactly so many octets: a valid form and fields that nobody knows. */
function body_of(size) {
    const pairs = Object.entries(VALID.callback);
    let left = size - urlencoded(pairs).length;
    for (let n = 10; left > 0; n++) {
        const take = Math.min(left, 8000);
        // The last one is never so short that it would not fit: "&xNN=" is five octets.
        const length = left - take > 0 && left - take < 6 ? take - 6 : take;
        pairs.push([`x${n}`, 'a'.repeat(length - 5)]);
        left -= length;
    }
    const body = urlencoded(pairs);
    assert.equal(body.length, size);
    return body;
}

test('a body may have 64 KiB and not one octet more', async () => {
    receipt_of(await site.request('/f/callback', post(body_of(BODY_BYTES_MAX))));
    await refused(413, '/f/callback', post(body_of(BODY_BYTES_MAX + 1)));
    const known = await site.count();
    await refused(413, '/f/callback', post(body_of(120 * 1024)));
    assert.equal(await site.count(), known, 'what is too large is not stored');
});

test('what is refused is said in the language of the browser, or else of the form', async () => {
    const refuse = async (headers) => (await site.request('/f/contact', post('a', 'text/plain', { ...JSON_WANTED, ...headers }))).json();
    assert.match((await refuse({})).errors[0].message, /[а-я]{3}/);
    assert.match((await refuse({ 'Accept-Language': 'ru' })).errors[0].message, /[а-я]{3}/);
    const both = await site.request('/f/cargo', post('a', 'text/plain', { ...JSON_WANTED, 'Accept-Language': 'en' }));
    assert.match(both.json().errors[0].message, /^[\x20-\x7e]+$/);
});

test('a submission may have so many fields and parts', async (t) => {
    const base = Object.entries(VALID.callback);
    const with_fields = (count) => [...base, ...Array.from({ length: count - base.length }, (_, n) => [`x${n}`, 'y'])];
    const send = (body, type) => site.request('/f/callback', post(body, type));
    await t.test('200 fields', async () => receipt_of(await send(urlencoded(with_fields(200)))));
    await t.test('201 fields', async () => {
        await refused(413, '/f/callback', post(urlencoded(with_fields(201))));
    });
    await t.test('200 parts', async () => receipt_of(await send(multipart(with_fields(200)), TYPE.multipart())));
    await t.test('201 parts', async () => {
        await refused(413, '/f/callback', post(multipart(with_fields(201)), TYPE.multipart()));
    });
});

test('only three types of body, and none of them packed', async (t) => {
    const body = urlencoded(Object.entries(VALID.callback));
    const cases = {
        'text/plain': post(body, 'text/plain'),
        'an unknown type': post(body, 'application/xml'),
        'no type': { method: 'POST', body },
        'a type that is none': post(body, 'urlencoded'),
        'multipart without boundary': post(multipart(Object.entries(VALID.callback)), 'multipart/form-data'),
        'multipart/mixed': post(multipart(Object.entries(VALID.callback)), 'multipart/mixed; boundary=x'),
        'gzip': post(body, TYPE.urlencoded, { 'Content-Encoding': 'gzip' }),
        'identity': post(body, TYPE.urlencoded, { 'Content-Encoding': 'identity' }),
    };
    for (const [name, options] of Object.entries(cases)) {
        await t.test(name, () => refused(415, '/f/callback', options));
    }
});

test('a body that is not what its type says is refused', async (t) => {
    const whole = multipart(Object.entries(VALID.callback));
    const cases = {
        'cut JSON': post('{"name": "A"', TYPE.json),
        'JSON that is no object': post('["name"]', TYPE.json),
        'a key twice': post('{"name":"A","name":"B"}', TYPE.json),
        'NUL in JSON': post('{"name":"A\\u0000"}', TYPE.json),
        'lone surrogate in JSON': post('{"name":"\\ud83d"}', TYPE.json),
        'JSON 17 deep': post(`{"a":${'['.repeat(16)}1${']'.repeat(16)}}`, TYPE.json),
        'cut multipart': post(whole.subarray(0, whole.length - 20), TYPE.multipart()),
        'another boundary': post(whole, TYPE.multipart('another')),
    };
    for (const [name, options] of Object.entries(cases)) {
        await t.test(name, () => refused(400, '/f/callback', options));
    }
});

test('every answer carries what keeps a browser safe', async (t) => {
    const answers = {
        'the form': await site.get('/f/cargo'),
        'the form alone': await site.get('/f/callback?fragment'),
        'thank you': await site.get('/f/cargo/thanks'),
        'thank you, really': await site.get((await site.post('callback', VALID.callback)).headers.location),
        'sent': await site.post('callback', VALID.callback),
        'sent as JSON': await site.post_json('callback', VALID.callback),
        'wrong': await site.post('callback', { name: 'A' }),
        'wrong as JSON': await site.post_json('callback', { name: 'A' }),
        'not found': await site.get('/f/nothing'),
        'no such method': await site.request('/f/cargo', { method: 'PUT' }),
        'too large': await site.request('/f/callback', post(body_of(BODY_BYTES_MAX + 1))),
        'not taken': await site.request('/f/callback', post('x', 'text/plain')),
    };
    for (const [name, { headers }] of Object.entries(answers)) {
        await t.test(name, () => {
            assert.equal(headers['x-content-type-options'], 'nosniff');
            assert.match(headers['content-security-policy'], /(^|; )frame-ancestors /);
            assert.match(headers['content-security-policy'], /default-src 'none'/);
            assert.doesNotMatch(headers['content-security-policy'], /script-src[^;]*'unsafe/);
            assert.ok(headers['referrer-policy']);
            assert.match(headers['cache-control'], /no-store|no-cache/);
            assert.equal(headers['set-cookie'], undefined);
            assert.doesNotMatch(headers.server ?? '', /\d/);
        });
    }
    // What was typed, and what was received, stays out of every cache.
    for (const name of ['wrong', 'wrong as JSON', 'sent', 'sent as JSON', 'thank you', 'thank you, really']) {
        assert.match(answers[name].headers['cache-control'], /no-store/, name);
    }
    // The form itself has a token of one visitor: no shared cache, but the back button may.
    assert.match(answers['the form'].headers['cache-control'], /private|no-store/);
});

test('the thank-you page shows nothing of its address', async () => {
    const id = '01a0f4d7-ab07-704e-a045-c3497d438015';
    for (const bad of [id, '<script>alert(1)</script>', '"onload="x', `${id}<b>`, '../../x']) {
        const answer = await site.get(`/f/cargo/thanks?receipt=${encodeURIComponent(bad)}`);
        assert.equal(answer.status, 200, bad);
        assert.ok(!answer.text.includes(bad), bad);
        assert.deepEqual(tags(answer.text, 'script').filter((s) => !s.src), []);
    }
    assert.equal((await site.get('/f/nothing/thanks')).status, 404);
});

test('health and numbers are for this machine only', async () => {
    const health = await site.get('/healthz');
    assert.equal(health.status, 200);
    const person = { name: 'Аристарх Незнакомый', phone: '+7 912 987-65-43', consent: 'on', _url: 'https://example.ru/?utm_source=aristarch' };
    await site.receipt('callback', person);
    const before = (await site.get('/metrics')).text;
    assert.match(before, /^# TYPE firstline_\w+ (counter|gauge|histogram)$/m);
    for (const path of ['/healthz', '/metrics']) {
        const outside = await site.request(path, { from: '203.0.113.7' });
        assert.equal(outside.status, 403);
        assert.ok(!outside.text.includes('firstline_'));
    }
    // Each series is written once, and no personal data is among the labels.
    const series = before.split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.replace(/ \S+$/, ''));
    assert.equal(new Set(series).size, series.length);
    const comments = before.split('\n').filter((l) => l.startsWith('#'));
    for (const personal of ['Аристарх', '9876543', '987-65-43', 'aristarch']) {
        assert.deepEqual([...series, ...comments].filter((text) => text.includes(personal)), []);
    }
    assert.equal(metric(before, 'no_such_series'), undefined);
});

test('an address with a slash or the end of a sentence leads to the form', async (t) => {
    for (const [path, to] of [['/f/cargo/', '/f/cargo'], ['/f/cargo.', '/f/cargo'], ['/f/cargo)', '/f/cargo'],
        ['/f/callback/?utm_source=a&x=%20', '/f/callback?utm_source=a&x=%20'], ['/f/cargo//', '/f/cargo'],
        ['/f/cargo/thanks/', '/f/cargo/thanks'], ['/f/cargo%22%20', '/f/cargo']]) {
        await t.test(path, async () => {
            const answer = await site.get(path);
            assert.equal(answer.status, 301);
            assert.equal(answer.headers.location, to);
        });
    }
    await t.test('with the beginning of a long query', async () => {
        const { status, headers: { location } } = await site.get(`/f/cargo/?utm_source=a&x=${'x'.repeat(8000)}`);
        assert.equal(status, 301);
        assert.match(location, /^\/f\/cargo\?utm_source=a&x=x{1000}/);
        assert.equal((await site.get(location)).status, 200);
    });
    await t.test('with tags that nobody has escaped', async () => {
        const raw = Buffer.from('зима').toString('latin1');
        const answer = await site.get(`/f/cargo/?utm_campaign=${raw}&yclid=9`);
        assert.equal(answer.headers.location, `/f/cargo?utm_campaign=${encodeURIComponent('зима')}&yclid=9`);
    });
    await t.test('what is sent there is taken', async () => {
        const answer = await site.request('/f/callback/', post('name=A&phone=89123456711&consent=on'));
        assert.equal(answer.status, 303);
    });
    for (const path of ['/f/', '/f/.', '/f/nothing/', '/f/cargo/x/', '/f/cargo./x']) {
        assert.equal((await site.get(path)).status, 404, path);
    }
});

test('a form opened from a page of the own site takes over where the visitor landed', async () => {
    const origin = 'http://localhost';
    const field = (text, name) => tags(text, 'input').find((i) => i.name === name)?.value;
    const open = (path, referer) => site.request(path, { headers: { Referer: referer } });
    const from = `${origin}/?utm_source=yandex&yclid=9`;
    const page = await open('/f/cargo', from);
    assert.equal(field(page.text, '_landing'), from);
    assert.equal(field(page.text, '_referrer'), undefined);
    const link = tags(page.text, 'a').find((a) => a.hreflang === 'en').href;
    assert.match(link, /utm_source=yandex/);
    assert.match(link, /yclid=9/);
    const tagged = await open('/f/cargo?utm_source=b', from);
    assert.equal(field(tagged.text, '_landing'), `${origin}/f/cargo?utm_source=b`);
    const outside = await open('/f/cargo', 'https://ya.ru/');
    assert.equal(field(outside.text, '_referrer'), 'https://ya.ru/');
    const receipt = await site.receipt('callback', { name: 'A', phone: '8 912 345-67-13', consent: 'on', _landing: from });
    const { touch } = await site.lead(receipt);
    assert.equal(touch.utm_source, 'yandex');
    assert.equal(touch.clicks.yclid, '9');
});

site.check_at_end();
