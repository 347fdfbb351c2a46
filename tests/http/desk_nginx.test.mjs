// nginx in front of the desk: pages as files with a strict policy, what is kept and what is not, bounds, what it says itself
// when the desk is down, and people whom it has signed in.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, VALID, receipt_of, until } from './lib.mjs';

const site = await Site.up({ desk: true, expect: [/limiting requests, excess.* zone "firstline_sign_in"/, /client intended to send too large body/,
    /\[crit\] .* connect\(\) to unix:.*desk\.sock/, /\[warn\] .*deleting socket .*desk-tls\.sock/, /no user\/password was provided/, /user "irina" was not found/,
    /\[error\] .* connect\(\) to unix:.*desk\.sock failed \(111/, /password authentication failed for user "nobody\d+"/, /nobody works here as stranger/, /site\/nginx\.conf" failed \(2/] });
const OURS = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
const post = (path, body, options = {}) => site.request(path, { method: 'POST', body, ...options, headers: { ...OURS, ...options.headers } });
const sign_in = (login, password, options) => post('/desk/session', JSON.stringify({ login, password }), options);

test('the page, by both addresses', async () => {
    assert.deepEqual([(await site.get('/desk')).status, (await site.get('/desk')).headers.location], [301, 'http://localhost/desk/']);
    const page = await site.get('/desk/');
    assert.equal(page.status, 200);
    assert.equal((await site.get('/desk/call?from=%2B79123456789&to=%2B74951234567')).text, page.text);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.equal(page.headers.etag, undefined);
    const policy = page.headers['content-security-policy'];
    for (const part of ['default-src \'none\'', 'script-src \'self\'', 'style-src \'self\'', 'connect-src \'self\'', 'base-uri \'none\'', 'form-action \'none\'',
        'frame-ancestors \'none\'']) assert.ok(policy.split('; ').includes(part), part);
    assert.ok(!/unsafe|\*|data:|https?:/.test(policy), policy);
    assert.equal(page.headers['referrer-policy'], 'no-referrer');
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.equal(page.headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(page.headers['strict-transport-security'], undefined, 'that is the site\'s');
    assert.ok(!/<style|<script>|style=|onclick/.test(page.text), 'nothing inline');
    assert.equal((await post('/desk/', '{}')).status, 405);
});

test('its parts are kept for ever, and found', async () => {
    const parts = [...new Set((await site.get('/desk/')).text.match(/static\/[^"]+/g))];
    assert.ok(parts.length > 3);
    const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
    for (const part of parts) {
        const answer = await site.get(`/desk/${part}`);
        assert.equal(answer.status, 200, part);
        assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
        assert.equal(answer.headers['content-type'].split(';')[0], types[part.split('.').pop()]);
        assert.match(part, /^static\/[0-9a-f]{16}\//);
    }
    const squeezed = await site.request(`/desk/${parts.find((p) => p.endsWith('app.js'))}`, { headers: { 'Accept-Encoding': 'gzip' } });
    assert.equal(squeezed.headers['content-encoding'], 'gzip');
    const gone = await site.get('/desk/static/0000000000000000/app.js');
    assert.deepEqual([gone.status, gone.headers['cache-control']], [404, undefined]);
    for (const path of ['/desk/static/../index.html', '/desk/static/%2e%2e/%2e%2e/nginx.conf', '/desk/error/desk-busy.ru.json']) {
        assert.notEqual((await site.get(path)).headers['content-type'], 'application/octet-stream', path);
        assert.ok([200, 400, 401, 404].includes((await site.get(path)).status), path);
    }
});

test('what is not a file is asked of the desk, and kept by nobody', async () => {
    for (const path of ['/desk/session', '/desk/api/', '/desk/api/desk/queue', '/desk/forms', '/desk/file/1']) {
        const answer = await site.get(path);
        assert.ok([401, 404].includes(answer.status), `${path}: ${answer.status}`);
        assert.ok(answer.json().code && answer.json().message);
        assert.equal(answer.headers['cache-control'], 'no-store');
    }
});

test('bounds: 128 KiB, of a table 4 MiB; what is longer is said in JSON', async () => {
    for (const [path, size, type] of [['/desk/api/desk/add_note', 128 * 1024 + 1, 'application/json'], ['/desk/import/cargo', 4 * 1024 * 1024 + 1, 'text/csv']]) {
        const answer = await post(path, 'x'.repeat(size), { headers: { 'Content-Type': type, 'Accept-Language': 'en' } });
        assert.deepEqual([answer.status, answer.json().code], [413, '54000'], path);
        assert.match(answer.json().hint, /4 MiB/);
        assert.notEqual((await post(path, 'x'.repeat(size - 1), { headers: { 'Content-Type': type } })).status, 413);
    }
    const long = await site.get(`/desk/api/desk/queue?receipt=${'x'.repeat(5000)}`);
    assert.deepEqual([long.status, long.json().code], [414, '08P01']);
    assert.equal((await site.get('/desk/session', { 'Idempotency-Key': 'x'.repeat(9000) })).status, 400);
});

test('who tries passwords is slowed down, by address; others are not', async () => {
    const from = '203.0.113.7';
    let answer;
    for (let i = 0; i < 40 && answer?.json().code !== '57P03'; i++) answer = await sign_in(`nobody${i}`, 'wrong', { from });
    assert.deepEqual([answer.status, answer.json().code, answer.headers['retry-after']], [429, '57P03', '5']);
    assert.equal((await site.request('/desk/session', { from })).status, 401, 'looking is no try');
    assert.equal((await sign_in('olga', 'demo-olga', { from: '203.0.113.8' })).status, 204);
});

test('no address, number or cookie stands in the access log; a pulse without news does not at all', async () => {
    const log = site.log('nginx-access.log');
    assert.match(log, /path="\/desk\/call" status=200/);
    assert.ok(!/79123456789|203\.0\.113|__Host/.test(log));
    const cookie = (await sign_in('olga', 'demo-olga')).headers['set-cookie'][0].split(';')[0];
    const first = await site.get('/desk/api/desk/pulse', { Cookie: `other=1; ${cookie}; more=${'x'.repeat(9000)}` });
    if (first.status === 404) return; // there is none yet
    assert.equal(first.status, 200, first.text);
    const again = await site.get('/desk/api/desk/pulse', { Cookie: cookie, 'If-None-Match': first.headers.etag });
    assert.equal(again.status, 304);
    await until('the other line', () => /path="\/desk\/api\/desk\/pulse" status=200/.test(site.log('nginx-access.log')));
    assert.ok(!/path="\/desk\/api\/desk\/pulse" status=304/.test(site.log('nginx-access.log')));
});

test('the desk is down: the page is there, and says so by what nginx says; a lead comes through', async () => {
    await site.part('kill', 'desk');
    assert.equal((await site.get('/desk/')).status, 200);
    for (const [language, word] of [['ru', /перезапускается/], ['en', /being restarted/]]) {
        const answer = await site.get('/desk/session', { 'Accept-Language': language });
        assert.deepEqual([answer.status, answer.headers['retry-after'], answer.headers['cache-control']], [502, '10', 'no-store']);
        assert.match(answer.json().message, word);
    }
    receipt_of(await site.post_json('callback', VALID.callback));
    await site.part('start', 'desk');
    assert.equal((await site.get('/desk/session')).status, 401);
});

// As firstline-nginx(7) has it, with files and sockets of here.
const page = readFileSync(join(ROOT, 'nginx/firstline-nginx.7'), 'utf8');
function example(name) {
    const [, text] = page.match(new RegExp(`^\\.\\\\" example: ${name}\\n\\.nf\\n([^]*?)^\\.fi`, 'm'));
    return text.replace(/\\([-e])/g, (_, what) => (what === 'e' ? '\\' : what)).replace('/etc/nginx/', join(site.dir, 'nginx/'));
}
const conf = join(site.dir, 'nginx/nginx.conf'), shipped = readFileSync(conf, 'utf8');
async function with_conf(change, run) {
    writeFileSync(conf, change(shipped));
    await site.part('reload', 'nginx');
    try { await run(); } finally {
        writeFileSync(conf, shipped);
        await site.part('reload', 'nginx');
    }
}
const above = (text) => (whole) => whole.replace('include firstline-desk.conf;', `${text}\n        include firstline-desk.conf;`);
const basic = (login) => ({ Authorization: `Basic ${Buffer.from(`${login}:secret`).toString('base64')}` });

test('nginx signs people in: whom it has asked is believed, whom a header names is not', async () => {
    site.env.FIRSTLINE_DESK_ARGS = '--trust-user yes';
    await site.part('stop', 'desk');
    await site.part('start', 'desk');
    for (const headers of [basic('olga'), { 'Remote-User': 'olga' }, { 'X-Remote-User': 'olga', HTTP_REMOTE_USER: 'olga' }]) {
        assert.equal((await site.get('/desk/session', headers)).status, 401, JSON.stringify(headers));
    }
    const hash = execFileSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' }).trim();
    writeFileSync(join(site.dir, 'nginx/desk.users'), `olga:${hash}\nstranger:${hash}\n`, { mode: 0o644 });
    await with_conf(above(example('desk_password')), async () => {
        assert.equal((await site.get('/desk/session')).status, 401);
        const me = await site.get('/desk/session', basic('olga'));
        assert.deepEqual([me.status, me.json().login, me.json().trusted], [200, 'olga', true]);
        assert.ok([401, 403].includes((await site.get('/desk/session', basic('stranger'))).status), 'a user of nginx who does not work here');
        assert.equal((await site.get('/desk/session', basic('irina'))).status, 401, 'whom nginx does not know');
    });
});

test('by a certificate of the person: over TLS, and by the name in it', async () => {
    const at = (name) => join(site.dir, 'nginx', name), socket = join(site.env.PGHOST, 'desk-tls.sock');
    const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
    const key = (name) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', at(name)];
    openssl('req', '-x509', ...key('staff-ca.key'), '-days', '2', '-subj', '/CN=authority', '-out', at('staff-ca.pem'));
    openssl('req', '-x509', ...key('privkey.pem'), '-days', '2', '-subj', '/CN=desk.example', '-out', at('fullchain.pem'));
    for (const login of ['olga', 'stranger']) {
        openssl('req', ...key(`${login}.key`), '-subj', `/O=Shop, CN=irina/CN=${login}`, '-out', at(`${login}.csr`));
        openssl('x509', '-req', '-in', at(`${login}.csr`), '-CA', at('staff-ca.pem'), '-CAkey', at('staff-ca.key'), '-CAcreateserial', '-days', '2', '-out', at(`${login}.pem`));
    }
    execFileSync('chmod', ['-R', 'a+r', at('')]);
    const server = example('desk').replace('listen 443 ssl http2;', `listen unix:${socket} ssl;`).replace(/.*listen \[::\].*\n/, '')
        .replaceAll('/etc/letsencrypt/live/shop.example', at('').replace(/\/$/, ''))
        .replace(/include .*firstline-desk.conf;/, `${example('desk_certificate')}\n        include firstline-desk.conf;`);
    const ask = (login) => execFileSync('curl', ['-sk', '--unix-socket', socket, '-o', '-', '-w', ' %{http_code}',
        ...(login ? ['--cert', at(`${login}.pem`), '--key', at(`${login}.key`)] : []), 'https://desk.example/desk/session'], { encoding: 'utf8' });
    await with_conf((whole) => whole.replace(/\}\s*$/, `${example('desk_certificate_map')}\n${server}\n}\n`), async () => {
        const me = ask('olga');
        assert.match(me, / 200$/);
        assert.deepEqual([JSON.parse(me.slice(0, -4)).login, JSON.parse(me.slice(0, -4)).tls], ['olga', true]);
        assert.match(ask('stranger'), / 40[13]$/);
        assert.match(ask(), / 400$/, 'without a certificate nobody gets in');
    });
});

test('by a proxy that signs in: who it says, and nobody without it', async () => {
    const login = createServer((request, response) => {
        const known = request.headers.cookie === 'company=olga';
        response.writeHead(request.url === '/oauth2/auth' && !known ? 401 : 200, known ? { 'X-Auth-Request-Preferred-Username': 'olga' } : {});
        response.end(request.url);
    }).listen(0, '127.0.0.1');
    await once(login, 'listening');
    try {
        const text = example('desk_oidc').replaceAll('127.0.0.1:4180', `127.0.0.1:${login.address().port}`);
        await with_conf(above(text), async () => {
            assert.equal((await site.get('/desk/session', { Cookie: 'company=olga' })).json().login, 'olga');
            const other = await site.get('/desk/session', { 'X-Auth-Request-Preferred-Username': 'olga' });
            assert.notEqual(other.status === 200 && other.headers['content-type'], 'application/json; charset=utf-8', other.text);
        });
    } finally { login.close(); }
});

site.check_at_end();
