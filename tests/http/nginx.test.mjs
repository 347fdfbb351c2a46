// nginx: what it answers by itself, in nginx/*.conf: its own error pages, limits by address, who may
// see the health, which headers reach the program, and that the program's answers pass unchanged.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { Site, VALID, receipt_of, until } from './lib.mjs';
import { TYPE } from './encode.mjs';

const STRANGER = '203.0.113.9';
const CROWD = '203.0.113.10';
const SLOW = '203.0.113.11';
const JSON_WANTED = { Accept: 'application/json' };
const ENGLISH = { 'Accept-Language': 'en-GB,ru;q=0.3' };
const RUSSIAN = { 'Accept-Language': 'ru-RU,ru;q=0.9,en;q=0.8' };

const site = await Site.up({
    expect: [
        /client intended to send too large body/, /client sent invalid chunked body/,
        /access forbidden by rule/,
        /limiting (requests|connections)/, /connect\(\) to unix:.* failed/,
    ],
});

const post = (headers, body = 'name=x', options = {}) => site.request('/f/callback', {
    method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, ...options,
});

const KEPT = [/То, что вы набрали, не пропало/, /What you typed is not lost/];
const UNOPENED = [/Форма сейчас не открывается/, /The form cannot be opened just now/];

/** The same error as a page in both languages and as JSON in both. */
async function own_pages(status, code, retry_after, ask, [in_russian, in_english] = KEPT) {
    for (const [language, headers, words] of [
        ['ru', RUSSIAN, in_russian], ['en', ENGLISH, in_english],
    ]) {
        const page = await ask(headers);
        assert.equal(page.status, status);
        assert.match(page.headers['content-type'], /^text\/html; charset=utf-8$/);
        assert.match(page.text, new RegExp(`<html lang="${language}">`));
        assert.match(page.text, words);
        assert.doesNotMatch(page.text, /(src|href)=/, 'needs something from outside');
        assert.equal(page.headers['retry-after'], retry_after);
        assert.equal(page.headers['cache-control'], 'no-store');
        assert.match(page.headers['content-security-policy'], /default-src 'none'/);

        const json = await ask({ ...headers, ...JSON_WANTED });
        assert.equal(json.status, status);
        assert.match(json.headers['content-type'], /^application\/json/);
        assert.equal(json.headers['retry-after'], retry_after);
        const { ok, errors } = json.json();
        assert.equal(ok, false);
        assert.equal(errors.length, 1);
        assert.equal(errors[0].field, null);
        assert.equal(errors[0].code, code);
        assert.equal(/[а-я]/.test(errors[0].message), language === 'ru');
    }
}

test('a body that is far too large: 413', async () => {
    await own_pages(413, 'too_large', undefined, (headers) => post(headers, Buffer.alloc(129 * 1024, 'x')));
});

/** Cookies of so many KiB, in one line as browsers send them. */
const cookies = (kib) => Array.from({ length: kib * 4 }, (_, n) => `ph_${String(n).padStart(3, '0')}=${'0'.repeat(247)}`).join('; ');

test('32 KiB of cookies pass', async () => {
    for (const kib of [9, 15, 32]) {
        const headers = { Cookie: cookies(kib), Referer: `http://localhost/?${'r'.repeat(2000)}` };
        assert.equal((await site.get('/f/callback', headers)).status, 200, `GET with ${kib} KiB`);
        receipt_of(await site.post('callback', { ...VALID.callback, name: `С cookie ${kib}` }, { headers }));
    }
});

/** What nginx has against an http block of these lines. */
function objections(http) {
    const path = join(site.dir, 'nginx/judged.conf');
    // As root nginx gives these folders away even when it only judges: they are no one's but its own.
    const temp = ['client_body', 'fastcgi', 'proxy', 'scgi', 'uwsgi'].map((name) => `${name}_temp_path nginx/judged_${name};`);
    writeFileSync(path, `pid run/judged.pid;\nevents {}\nhttp {\n${temp.join(' ')}\naccess_log off;\n${http}\n}\n`);
    const { status, stderr } = spawnSync('nginx', ['-t', '-p', `${site.dir}/`, '-c', path, '-e', '/dev/null'], { encoding: 'utf8' });
    return status === 0 && !/\[\w+\]/.test(stderr) ? '' : stderr;
}

test("the files stand beside a site's own lines", async (t) => {
    const own = 'server { listen 127.0.0.1:1; include firstline.conf;';
    const status = 'location = /healthz { return 200; } location = /metrics { return 200; } location / { return 200; }';
    for (const [what, http] of [
        ['nothing', `include firstline-conf.d.conf; ${own} }`],
        ['locations of its own for health and metrics', `include firstline-conf.d.conf; ${own} ${status} }`],
        ['longer headers for the whole http block', `large_client_header_buffers 2 16k; include firstline-conf.d.conf; ${own} }`],
        ['the same in another order', `include firstline-conf.d.conf; large_client_header_buffers 2 16k; ${own} }`],
        ['real_ip', `set_real_ip_from 10.0.0.5; real_ip_header X-Real-IP; include firstline-conf.d.conf; ${own} }`],
        ['several sites', `include firstline-conf.d.conf; ${own} } ${own} server_name b.example; }`],
    ]) {
        await t.test(what, () => assert.equal(objections(http), ''));
    }
    await t.test('and it is nginx who judges', () => assert.match(objections(`include firstline-conf.d.conf; ${own} location ^~ /f/ { return 200; } }`), /duplicate location "\/f\/"/));
});

test('a long address is no trouble, and firstline hears the beginning of it', async () => {
    const long = 'a'.repeat(50_000);
    const headers = { Referer: `http://localhost/?${long}`, 'User-Agent': long };
    assert.equal((await site.get(`/f/callback?utm_source=ya&x=${long}`, headers)).status, 200);
    receipt_of(await site.post('callback', { ...VALID.callback, name: 'Долго' }, { headers, path: `/f/callback?x=${long}` }));
    const [{ user_agent }] = await site.sql("SELECT user_agent FROM intake.lead WHERE answers->>'name' = 'Долго'");
    assert.equal(user_agent, 'a'.repeat(4096));
    assert.match((await site.get(`/f/callback?lang=en&x=${long}`)).text, /<html lang="en"/);
});

/** What nginx could not read: firstline's page in both languages. */
function both_languages(answer, status) {
    assert.equal(answer.status, status);
    assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.match(answer.headers['content-security-policy'], /default-src 'none'/);
    assert.match(answer.text, /То, что вы набрали, не пропало/);
    assert.match(answer.text, /lang="en"[^]*What you typed is not lost/);
    assert.doesNotMatch(answer.text, /(src|href)=|nginx/);
}

test('what nginx cannot read: a page in both languages', async (t) => {
    const long = 'a'.repeat(100 * 1024);
    await t.test('a header of 100 KiB', async () => {
        both_languages(await site.get('/f/callback', { Cookie: long }), 400);
        both_languages(await post({ Cookie: long }), 400);
    });
    await t.test('many long headers', async () => {
        const headers = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`X-${n}`, long.slice(0, 60_000)]));
        both_languages(await site.get('/f/callback', headers), 400);
    });
    await t.test('headers that firstline needs, too long together', async () => {
        both_languages(await site.get('/f/callback', { Accept: long.slice(0, 20_000) }), 400);
        both_languages(await site.get(`/f/${long.slice(0, 60_000)}`), 400);
        assert.equal((await site.get(`/f/${long.slice(0, 15_000)}`)).status, 404);
    });
    await t.test('an address of 100 KiB', async () => both_languages(await site.get(`/f/callback?${long}`), 414));
    const octets = (said) => new Promise((resolve, reject) => {
        const chunks = [];
        const peer = net.connect(site.socket, () => peer.write(said));
        peer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
        peer.on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
    for (const [what, said] of [
        ['a line that is no HTTP', 'сделайте скидку\r\n\r\n'],
        ['a body in broken pieces', 'POST /f/callback HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ]) {
        await t.test(what, async () => {
            const answer = await octets(said);
            assert.match(answer, /^HTTP\/1\.1 400 /);
            assert.match(answer, /Вернитесь кнопкой[^]*Go back with your browser/);
        });
    }
});

test('who sends JSON is answered in it, unless a page is wanted', async () => {
    const large = JSON.stringify({ x: 'x'.repeat(129 * 1024) });
    const ask = async (type, accept) => (await post({ 'Content-Type': type, ...accept }, large)).headers['content-type'];
    assert.match(await ask(TYPE.json), /^application\/json/);
    assert.match(await ask('Application/JSON; charset=utf-8', { Accept: '*/*' }), /^application\/json/);
    assert.match(await ask(TYPE.json, { Accept: 'text/html,*/*;q=0.8' }), /^text\/html/);
    assert.match(await ask(TYPE.urlencoded, { Accept: '*/*' }), /^text\/html/);
    assert.match(await ask(TYPE.urlencoded, { Accept: 'text/html, application/json' }), /^text\/html/);
});

test('two forms on one page, each with its own query', async () => {
    writeFileSync(join(site.dir, 'nginx/site/two.html'), ['ru', 'en'].map((language) =>
        `<!--# include virtual="/f/callback?fragment&lang=${language}" -->`).join('\n'));
    const { text } = await site.get('/two.html');
    assert.match(text, /Телефон[^]*Phone/);
});

test('too many requests of one address: 429, for that address alone', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
    const ask = () => site.request('/f/contact', { from: CROWD, agent });
    const answers = await Promise.all(Array.from({ length: 1200 }, ask));
    agent.destroy();
    const count = (status) => answers.filter((answer) => answer.status === status).length;
    assert.ok(count(200) >= 400, `only ${count(200)} passed: many people share an address`);
    assert.ok(count(429) > 0);
    assert.equal(count(200) + count(429), answers.length);
    const refused = answers.find((answer) => answer.status === 429);
    assert.match(refused.text, UNOPENED[0], 'nothing was typed there');
    assert.equal(refused.headers['retry-after'], '5');
    assert.equal((await site.request('/f/contact', { from: STRANGER })).status, 200);
});

test('too many unfinished requests of one address: 429, for that address alone', async () => {
    const agent = new http.Agent();
    const unfinished = new Set();
    let held = true;
    const open = () => {
        const request = http.request({
            socketPath: site.socket, path: '/f/callback', method: 'POST', agent,
            headers: { Host: 'localhost', 'X-Real-IP': SLOW, 'Content-Length': 100_000 },
        });
        unfinished.add(request);
        request.on('error', () => {});
        request.on('close', () => { // a busy machine may lose one: there are 200 at last
            unfinished.delete(request);
            if (held) setTimeout(open, 100);
        });
        request.write('name=');
    };
    for (let i = 0; i < 200; i++) open();
    // Each goes on slowly, or nginx would give up on the first before a busy machine has sent the last.
    const trickle = setInterval(() => { for (const request of unfinished) request.write('x'); }, 1000).unref();
    const status = async (from) => (await site.request('/f/contact', { from })).status;
    await until('refused', async () => await status(SLOW) === 429);
    assert.equal(await status(STRANGER), 200);
    clearInterval(trickle);
    held = false;
    for (const request of unfinished) request.destroy();
    await until('let in again', async () => await status(SLOW) === 200);
});

test('local requests are not limited', async () => {
    const answers = await Promise.all(Array.from({ length: 600 }, () => site.get('/f/contact')));
    assert.deepEqual(answers.filter((answer) => answer.status !== 200).map((answer) => answer.status), []);
});

test('a form that hangs does not end the page around it: nginx gives up on it before the visitor', () => {
    const seconds = (file, name) => Number(readFileSync(new URL(`../../nginx/${file}`, import.meta.url), 'utf8').match(new RegExp(`\\b${name} +(\\d+)s;`))[1]);
    const hung = ['next_upstream', 'connect', 'read'].reduce((sum, name) => sum + seconds('firstline.conf', `fastcgi_${name}_timeout`), 0);
    for (const file of ['nginx.conf.in', 'firstline-http.conf']) assert.ok(seconds(file, 'send_timeout') > hung, file);
});

test('the program is away: 502, the demo page has a link instead of the form, and it comes back', async () => {
    await site.part('kill', 'firstline');
    await own_pages(502, 'overloaded', '10', (headers) => post(headers));
    await own_pages(502, 'overloaded', '10', (headers) => site.get('/f/callback', headers), UNOPENED);
    const head = await site.request('/f/callback', { method: 'HEAD', headers: RUSSIAN });
    assert.equal(head.status, 502);
    // Only what was received leads to the thank-you page: that much is known without the program.
    assert.match((await site.get('/f/callback/thanks?receipt=x', RUSSIAN)).text, /заявка уже у нас/);
    for (const path of ['/f/callback', '/f/callback?x=/thanks']) assert.doesNotMatch((await site.get(path, RUSSIAN)).text, /уже у нас|<!--#/, path);
    const page = await site.get('/');
    assert.equal(page.status, 200);
    assert.match(page.text, /<p><a href="\/f\/callback">/);
    assert.doesNotMatch(page.text, /<form/);
    assert.equal((page.text.match(/<html/g) ?? []).length, 1, 'a page inside the page');
    await site.part('start', 'firstline');
    await until('healthy', async () => (await site.get('/healthz')).status === 200);
    assert.match((await site.get('/')).text, /<form/);
});

test("the owner's phone number stands on these pages, once it is set", async () => {
    const conf = join(site.dir, 'nginx/firstline-http.conf');
    const before = readFileSync(conf, 'utf8');
    const number = '8 800 000-00-00 <доб. 1>';
    // On a connection of its own each: a reload closes those that were kept, when it likes.
    const anew = { agent: false };
    const asked = [RUSSIAN, ENGLISH].flatMap((headers) => [
        () => post(headers, undefined, anew), () => site.request('/f/callback', { headers, ...anew })]);
    await site.part('stop', 'firstline');
    for (const ask of asked) assert.doesNotMatch((await ask()).text, /звони|call us|<!--#/);
    writeFileSync(conf, before.replace(/(map \$host \$firstline_phone \{\s*default\s+)""/, `$1"${number}"`));
    await site.part('reload', 'nginx');
    await until('the new configuration', async () => (await asked[0]()).text.includes('звони'));
    for (const ask of asked) assert.ok((await ask()).text.includes('<strong class="phone">8 800 000-00-00 &lt;доб. 1&gt;</strong>'));
    writeFileSync(conf, before);
    await site.part('reload', 'nginx');
    await site.part('start', 'firstline');
    await until('healthy', async () => (await site.request('/healthz', anew)).status === 200);
    site.agent.destroy();
});

test("the program's own answers pass", async () => {
    const missing = await site.get('/f/there-is-none', ENGLISH);
    assert.equal(missing.status, 404);
    assert.doesNotMatch(missing.text, /nginx/);
});

test('health and metrics are for this machine', async () => {
    for (const path of ['/healthz', '/metrics']) {
        assert.equal((await site.request(path)).status, 200, path);
        assert.equal((await site.request(path, { from: STRANGER })).status, 403, path);
    }
});

test('the error pages have no address of their own', async () => {
    assert.equal((await site.get('/firstline-error/busy.ru.html')).status, 404);
});

test('a hundred headers and no more', async () => {
    const headers = (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`X-${i}`, 'x']));
    assert.equal((await site.get('/f/contact', headers(90))).status, 200);
    both_languages(await site.get('/f/contact', headers(101)), 400);
});

test('the page around the forms guards itself', async () => {
    const { headers } = await site.get('/');
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.ok(headers['referrer-policy']);
    assert.equal(headers.server, 'nginx');
});

test('the log says what happened and not to whom', async () => {
    // The only HEAD of this file: nginx writes after it has answered, so the last line may be another's.
    await site.request('/f/contact?utm_source=secret', { method: 'HEAD', from: STRANGER });
    const line = await until('logged', () => site.log('nginx-access.log').split('\n')
        .find((entry) => entry.includes('method=HEAD path="/f/contact"')));
    assert.match(line, /^time=\S+ request=[0-9a-f]{32} method=HEAD path="\/f\/contact" status=200 /);
    assert.doesNotMatch(site.log('nginx-access.log'), /secret|203\.0\.113\./);
});

test('nginx finds nothing to warn of in the configuration', async () => {
    const { stderr } = await promisify(execFile)('/usr/sbin/nginx', [
        '-t', '-q', '-p', `${site.dir}/`, '-c', join(site.dir, 'nginx/nginx.conf'), '-e', 'stderr',
    ]);
    assert.equal(stderr, '');
});

site.check_at_end();
