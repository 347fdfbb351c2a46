// desk_session: signing in and out of the desk, and what ends a session. Names of tests begin with the requirement of OWASP
// ASVS 5.0.0 that they hold (SECURITY.md), where there is one.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Browser, COOKIE, REFUSALS, refused } from './desk.mjs';
import { submission_bytes, talk } from './fastcgi.mjs';
import { Site, until } from './lib.mjs';

const site = await Site.up({ desk: true, expect: [...REFUSALS, /FATAL: {2}(password authentication failed|role .* is not permitted|too many connections for role|.*pg_hba.conf rejects)|pg_hba.conf rejects connection/,
    /ERROR: {2}(сеанс закончен|пароль с тех пор изменился|nobody works here|здесь не работает)/, /error sign_in_unasked/, /limiting requests, excess.* zone "firstline_sign_in"/] });
const me = (browser) => browser.get('session');
const hba = join(site.dir, 'pgdata/pg_hba.conf');

async function with_hba(line, act) {
    const before = readFileSync(hba, 'utf8');
    const loaded = () => site.psql('SELECT pg_reload_conf(), pg_sleep(0.2)');
    writeFileSync(hba, `${line}\n${before}`);
    try { await loaded(); await act(); } finally { writeFileSync(hba, before); await loaded(); }
}

async function restart_desk(args = '') {
    await site.part('stop', 'desk');
    site.env.FIRSTLINE_DESK_ARGS = args;
    await site.part('start', 'desk');
}

test('V7.2.1 nobody is let in without a session', async () => {
    const browser = new Browser(site);
    for (const path of ['session', 'api/', 'api/desk/queue', 'forms']) assert.deepEqual(refused(await browser.get(path)), [401, '28000'], path);
    for (const path of ['api/desk/claim_next', 'lead/cargo', 'read/cargo']) assert.deepEqual(refused(await browser.post(path)), [401, '28000'], path);
    assert.equal((await me(new Browser(site, { language: 'en' }))).json().message, 'Sign in to go on.');
});

test('who signs in is told who that is', async () => {
    const olga = await Browser.of(site, 'olga');
    assert.deepEqual((await me(olga)).json(), { login: 'olga', name: 'Ольга', works_in: 'desk', language: 'ru', zone: 'Europe/Moscow', head: false, trusted: false, tls: false });
    assert.deepEqual((await me(await Browser.of(site, 'irina'))).json().head, true);
    assert.deepEqual((await me(await Browser.of(site, 'pavel'))).json().language, 'en');
    assert.deepEqual((await me(await Browser.of(site, 'marina'))).json().works_in, 'marketing');
});

test('V6.2.5 V6.2.8 V6.2.9 the password is the one that is meant, octet for octet', async () => {
    const long = ` Ж"'\\ ${'я'.repeat(60)} `;
    await site.psql(`ALTER ROLE vera PASSWORD '${long.replaceAll('\'', '\'\'')}'`);
    const browser = new Browser(site, { from: '127.0.2.8' });
    assert.equal((await browser.try_password('vera', long)).status, 204);
    for (const other of [long.trim(), long.toUpperCase(), long.slice(0, -1), `${long}x`]) {
        assert.deepEqual(refused(await browser.try_password('vera', other)), [401, '28P01']);
    }
    await site.psql('ALTER ROLE vera PASSWORD \'demo-vera\'');
});

test('V6.3.8 a wrong password, an unknown name and a name that cannot be are answered alike, and the first two take the same way', async () => {
    const began = site.log('postgres.log').length;
    const answers = [];
    for (const login of ['olga', 'nobody-at-all', 'x'.repeat(64), '', 'a\u00e9"; --']) {
        answers.push(await new Browser(site, { from: '127.0.3.8' }).try_password(login, 'wrong'));
    }
    answers.push(await new Browser(site).post('session', { login: 'olga' }), await new Browser(site).post('session', { login: 'olga', password: '' }),
        await new Browser(site).post('session', { login: ['olga'], password: 7 }));
    for (const a of answers) assert.deepEqual([a.status, a.text, a.headers['set-cookie']], [401, answers[0].text, undefined]);
    const log = () => site.log('postgres.log').slice(began);
    await until('the server has written it down', () => log().includes('a\u00e9"; --'));
    for (const login of ['olga', 'nobody-at-all', 'a\u00e9"; --']) {
        assert.match(log(), new RegExp(`FATAL: {2}password authentication failed for user "${login}"`), 'SCRAM was spoken to its end');
    }
    assert.ok(!log().includes('wrong'), 'no password in a log');
});

test('V6.3.4 a password that the server did not ask for counts for nothing', async () => {
    await with_hba('local all olga trust', async () => {
        const answer = await new Browser(site, { language: 'en', from: '127.0.3.4' }).try_password('olga', 'anything');
        assert.deepEqual(refused(answer), [503, 'no_password']);
        assert.match(answer.json().message, /asks for no password.*firstline doctor/);
    });
    await with_hba('local all olga reject', async () => {
        assert.deepEqual(refused(await new Browser(site, { from: '127.0.3.4' }).try_password('olga', 'demo-olga')), [401, '28P01']);
    });
});

test('a right password that the server cannot take just now is no wrong one', async () => {
    await site.psql('ALTER ROLE gleb CONNECTION LIMIT 0');
    for (let i = 0; i < 7; i += 1) assert.deepEqual(refused(await new Browser(site, { from: '127.0.4.1' }).try_password('gleb', 'demo-gleb')), [503, '08006']);
    await site.psql('ALTER ROLE gleb CONNECTION LIMIT 8');
    assert.equal((await new Browser(site, { from: '127.0.4.1' }).try_password('gleb', 'demo-gleb')).status, 204);
});

test('V6.3.2 a login of the server that nobody works under opens nothing, with its right password', async () => {
    await site.psql('CREATE ROLE stranger LOGIN PASSWORD \'demo-stranger\' IN ROLE firstline_qualifier');
    const answer = await new Browser(site, { language: 'en' }).try_password('stranger', 'demo-stranger');
    assert.deepEqual([...refused(answer), answer.headers['set-cookie']], [403, '42501', undefined]);
    await site.psql('DROP ROLE stranger');
});

test('V3.3.1 V3.3.2 V3.3.3 V3.3.4 V3.3.5 the cookie: of this host alone, of TLS alone, for no script, for no other site, small', async () => {
    const answer = await new Browser(site).try_password('olga', 'demo-olga');
    const [cookie, ...more] = answer.headers['set-cookie'];
    assert.deepEqual(more, []);
    assert.match(cookie, /^__Host-firstline=[0-9a-f.]+; Max-Age=43200; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    assert.ok(cookie.length < 4096);
    assert.equal(answer.text, '', 'and it stands nowhere else');
});

test('V7.2.3 V7.2.4 a session is new at each sign-in, the one that the browser brought is over', async () => {
    const victim = new Browser(site, { from: '127.0.7.2' });
    const planted = `${COOKIE}=6f6c6761.99999999999.00000000000000000000000000000000.${'0'.repeat(40)}`;
    victim.cookie = planted;
    assert.equal((await victim.try_password('olga', 'demo-olga')).status, 204);
    const first = victim.cookie;
    assert.notEqual(first, planted);
    assert.equal((await victim.try_password('olga', 'demo-olga')).status, 204);
    assert.notEqual(victim.cookie, first);
    assert.equal(new Set([first, victim.cookie, planted].map((c) => c.split('.')[2])).size, 3, 'the nonce of each is its own');
    assert.equal((await me(victim)).status, 200);
    for (const cookie of [first, planted]) assert.equal((await victim.send('GET', 'session', { cookie })).status, 401);
    const other = await Browser.of(site, 'olga');
    assert.equal((await me(victim)).status, 200, 'other browsers of hers go on');
    await other.try_password('irina', 'wrong');
    assert.equal((await me(other)).json().login, 'olga', 'a sign-in that fails ends nothing');
});

test('V7.2.2 no octet of a cookie may be another', async () => {
    const olga = await Browser.of(site, 'olga');
    const irina = (await Browser.of(site, 'irina')).cookie;
    const [login, until_s, nonce, proof] = olga.cookie.split('.');
    for (const cookie of [`${login}.${Number(until_s) + 1}.${nonce}.${proof}`, `${irina.split('.')[0]}.${until_s}.${nonce}.${proof}`, `${login}.${until_s}.${irina.split('.')[2]}.${proof}`,
        `${olga.cookie}0`, olga.cookie.slice(0, -1), `${login}.${until_s}.${nonce}`, `firstline=${olga.cookie.split('=')[1]}`, `${COOKIE}=`]) {
        assert.equal((await olga.send('GET', 'session', { cookie })).status, 401, cookie);
    }
    assert.equal((await olga.send('GET', 'session', { cookie: `a=b; ${COOKIE}x=y; ${olga.cookie}; _ym=1` })).status, 200);
});

test('V7.4.1 signing out ends the session, not only the cookie', async () => {
    const olga = await Browser.of(site, 'olga');
    const was = olga.cookie;
    const answer = await olga.send('DELETE', 'session');
    assert.deepEqual([answer.status, answer.headers['set-cookie'][0]], [204, `${COOKIE}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict`]);
    const again = await olga.send('GET', 'session', { cookie: was });
    assert.deepEqual([...refused(again), again.json().message, again.json().hint], [401, '28000', 'сеанс закончен', 'Войдите снова.']);
    assert.equal((await olga.send('DELETE', 'session', { cookie: was })).status, 204, 'twice is no error');
});

test('V7.3.2 twelve hours are the end of it, whatever the cookie says', async () => {
    const olga = await Browser.of(site, 'olga');
    assert.equal(Math.round((Number(olga.cookie.split('.')[1]) - Date.now() / 1000) / 60), 12 * 60);
    await site.psql('UPDATE intake.desk_session SET begun_at = now() - interval \'12 hours\', until = now() - interval \'1 second\' WHERE login = \'olga\'');
    assert.equal((await me(olga)).status, 401);
});

test('V7.4.3 V7.4.5 another password ends all sessions of the login, and no others', async () => {
    const [olga, second, irina] = [await Browser.of(site, 'olga'), await Browser.of(site, 'olga'), await Browser.of(site, 'irina')];
    await site.psql('ALTER ROLE olga PASSWORD \'another-one\'');
    for (const browser of [olga, second]) assert.deepEqual(refused(await me(browser)), [401, '28000']);
    assert.equal((await me(irina)).status, 200);
    assert.equal((await new Browser(site, { from: '127.0.7.4' }).try_password('olga', 'demo-olga')).status, 401);
    await site.psql('ALTER ROLE olga PASSWORD \'demo-olga\'');
    assert.equal((await me(olga)).status, 401, 'the same password, given anew, is another one');
});

test('V7.4.2 whose row of staff goes is out with the next request', async () => {
    await site.psql('SELECT desk.add_staff(\'petr\', \'Пётр\', \'desk\', language => \'ru\'); ALTER ROLE petr PASSWORD \'demo-petr\'');
    const petr = await Browser.of(site, 'petr');
    await site.psql('SELECT desk.remove_staff(\'petr\')');
    for (const path of ['session', 'api/desk/queue']) assert.deepEqual(refused(await petr.get(path)), [401, '28000']);
    assert.equal((await new Browser(site, { from: '127.0.7.5' }).try_password('petr', 'demo-petr')).status, 401);
});

test('V7.4.5 another key ends the sessions of all; a new one before the old one ends none', async () => {
    const olga = await Browser.of(site, 'olga');
    const file = join(site.dir, 'session.key');
    const old = readFileSync(file, 'utf8').trim();
    writeFileSync(file, `${'0'.repeat(63)}1\n${old}\n`);
    await restart_desk();
    assert.equal((await me(olga)).status, 200);
    writeFileSync(file, `${'0'.repeat(63)}1\n`);
    await restart_desk();
    assert.equal((await me(olga)).status, 401);
    await Browser.of(site, 'olga');
});

test('V6.3.1 five wrong passwords for a login from an address, then it waits; nobody else does', async () => {
    const browser = new Browser(site, { from: '127.0.3.1', language: 'en' });
    for (let i = 0; i < 5; i += 1) assert.equal((await browser.try_password('nina', `wrong ${i}`)).status, 401);
    const answer = await browser.try_password('nina', 'demo-nina');
    assert.deepEqual(refused(answer), [429, 'tries']);
    assert.match(answer.json().message, /Wait, minutes: 5$/);
    assert.ok(Number(answer.headers['retry-after']) > 290 && Number(answer.headers['retry-after']) <= 300);
    await Browser.of(site, 'nina', { from: '127.0.3.2' });   // nobody can lock her out from elsewhere
    await Browser.of(site, 'olga', { from: '127.0.3.1' });
});

test('V6.3.1 thirty from an address, whatever the logins', async () => {
    const statuses = [];
    for (let i = 0; i < 32; i += 1) statuses.push((await new Browser(site, { from: '127.0.3.3' }).try_password(`p${i}`, 'x')).status);
    assert.deepEqual(statuses, [...Array(30).fill(401), 429, 429]);
    assert.equal((await new Browser(site, { from: '127.0.3.3' }).try_password('olga', 'demo-olga')).status, 429);
    await Browser.of(site, 'olga', { from: '127.0.3.9' });
});

test('V6.3.1 in nginx as well, before a password is looked at', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => new Browser(site, { from: '192.0.2.31' }).try_password(`q${i}`, 'x')));
    const by_nginx = answers.filter((a) => a.status === 429 && a.json().code === '57P03');
    assert.ok(by_nginx.length >= 15, `${by_nginx.length}`);
    for (const a of by_nginx) assert.ok(Number(a.headers['retry-after']) > 0);
    assert.equal((await me(new Browser(site, { from: '192.0.2.31' }))).status, 401, 'asking who I am is no try');
});

test('no password is in a log, and no login that was tried', () => {
    for (const name of ['desk.log', 'nginx-access.log', 'nginx-error.log', 'postgres.log']) assert.ok(!/demo-olga|another-one|wrong \d/.test(site.log(name)), name);
    assert.match(site.log('desk.log'), /warn sign_in_refused id=[0-9a-f]{32}/);
    assert.ok(!/nobody-at-all/.test(site.log('desk.log')));
});

test('V4.1.3 with --trust-user nginx alone says who it is, and a header of the client nothing', async () => {
    await restart_desk('--trust-user yes');
    const as = (user, more = {}) => talk(join(site.dir, 'run/desk.sock'), submission_bytes({}, { body: Buffer.alloc(0),
        more: { REQUEST_METHOD: 'GET', DOCUMENT_URI: '/desk/session', QUERY_STRING: '', ...user ? { REMOTE_USER: user } : {}, ...more } }));
    const answer = await as('olga');
    assert.match(answer.text, /"login":"olga".*"trusted":true/);
    assert.equal((await as('nobody')).status, '401');
    assert.equal((await as('')).status, '401');
    assert.equal((await as('', { HTTP_REMOTE_USER: 'olga', HTTP_X_REMOTE_USER: 'olga' })).status, '401');
    for (const headers of [{ 'Remote-User': 'olga' }, { REMOTE_USER: 'olga' }, { 'X-Remote-User': 'olga' }, { Authorization: `Basic ${Buffer.from('olga:x').toString('base64')}` }]) {
        assert.equal((await new Browser(site).get('session', headers)).status, 401, Object.keys(headers)[0]);
    }
    assert.equal((await new Browser(site).try_password('olga', 'demo-olga')).status, 405, 'there is one way in at a time');
    await restart_desk();
    assert.equal((await as('olga')).status, '401', 'without it REMOTE_USER is nothing');
});

site.check_at_end();
