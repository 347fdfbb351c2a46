// desk_bridge: the views and functions of the database as the desk's program hands them on: names, values, errors, acts that are
// done once, a database that is away, and that nothing of one person is left for the next.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { Browser, REFUSALS, refused } from './desk.mjs';
import { Site, VALID, until } from './lib.mjs';

const site = await Site.up({ desk: true, env: { FIRSTLINE_DESK_ARGS: '--threads 4' }, expect: [...REFUSALS, /FATAL: {2}(password authentication failed|terminating|the database system)/,
    / ERROR: /, /error (desk_database|database_away|batch_failed)/, /WARNING: {2}(terminating|.*archiv)/, /connection to client lost/] });
// Functions and views of the tests' own, as a qualifier may call them.
await site.psql(`CREATE TABLE intake.zz_done (n int);
    CREATE FUNCTION desk.zz_echo(t text, n numeric DEFAULT 7, i int DEFAULT NULL, b boolean DEFAULT NULL, list text[] DEFAULT NULL, j json DEFAULT NULL, at timestamptz DEFAULT NULL)
        RETURNS TABLE (t text, n numeric, i int, b boolean, list text[], j json, at timestamptz) LANGUAGE sql AS 'SELECT t, n, i, b, list, j, at';
    CREATE FUNCTION desk.zz_fail(state text, ours boolean) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
        IF ours THEN RAISE EXCEPTION 'слова для людей' USING ERRCODE = state, HINT = 'подсказка', COLUMN = 'price_floor'; END IF;
        EXECUTE CASE state WHEN '22P02' THEN 'SELECT ''тайна''::int' WHEN '23505' THEN 'INSERT INTO pg_temp.nothing VALUES (1)' WHEN '22012' THEN 'SELECT 1/0'
            WHEN 'XX000' THEN 'SELECT zz_nothing(''тайна'')' ELSE 'SELECT 1' END; END $$;
    CREATE FUNCTION desk.zz_sleep(s numeric) RETURNS void LANGUAGE sql AS 'SELECT pg_sleep(s::double precision)';
    CREATE FUNCTION desk.zz_big(n int) RETURNS text LANGUAGE sql AS 'SELECT repeat(''x'', n)';
    CREATE FUNCTION desk.zz_many(n int) RETURNS SETOF int LANGUAGE sql AS 'SELECT generate_series(1, n)';
    CREATE FUNCTION desk.zz_act(n int) RETURNS int LANGUAGE sql VOLATILE SECURITY DEFINER AS 'INSERT INTO intake.zz_done VALUES (n); SELECT pg_sleep(0.2); SELECT count(*)::int FROM intake.zz_done';
    CREATE FUNCTION desk.zz_lock() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER AS 'LOCK TABLE intake.zz_done IN EXCLUSIVE MODE';
    CREATE FUNCTION desk.zz_who() RETURNS TABLE (me text, session text, zone text, wait text, language text, ro text) LANGUAGE sql AS $$ SELECT current_user::text, session_user::text,
        current_setting('TimeZone'), current_setting('statement_timeout'), desk.language(), current_setting('transaction_read_only') $$;
    CREATE VIEW desk.zz_rows AS SELECT n, n::text AS word, NULLIF(n % 2, 1) AS even, n * 0.1 AS tenth FROM generate_series(1, 1200) AS n;
    CREATE VIEW desk.zz_wide AS SELECT n, repeat('x', 3000) AS x FROM generate_series(1, 1000) AS n;
    GRANT SELECT ON desk.zz_rows, desk.zz_wide TO firstline_qualifier; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA desk TO firstline_qualifier`);
const olga = await Browser.of(site, 'olga');
const pavel = await Browser.of(site, 'pavel', { language: 'en' });
const acts = () => site.count('intake.zz_done');
const row = async (name, args, headers) => (await olga.done(name, args, headers))[0];
const timed = async (act) => { const began = Date.now(); return [await act(), Date.now() - began]; };

test('what there is for me is told, with its comments, and nothing else', async () => {
    const { schemas } = (await olga.get('api/')).json();
    assert.deepEqual(Object.keys(schemas), ['desk']);
    assert.match(schemas.desk.comment, /\w/);
    assert.match(schemas.desk.views.queue.columns.receipt.comment, /\w/);
    assert.equal(schemas.desk.views.queue.columns.receipt.type, 'text');
    const { arguments: args, returns } = schemas.desk.functions.hand_over;
    assert.deepEqual([args, returns], [[{ name: 'receipt', type: 'text', optional: false }, { name: 'team', type: 'text', optional: false }, { name: 'note', type: 'text', optional: true }], 'text']);
    assert.deepEqual(Object.keys((await (await Browser.of(site, 'marina')).get('api/')).json().schemas), ['marketing']);
    assert.deepEqual(Object.keys((await (await Browser.of(site, 'vera')).get('api/')).json().schemas), ['sales']);
});

test('a view: filters, limits, more', async () => {
    const get = async (query) => (await olga.get(`api/desk/zz_rows${query}`)).json();
    const first = await get('');
    assert.deepEqual([first.rows.length, first.more, first.rows[0]], [50, true, { n: 1, word: '1', even: null, tenth: 0.1 }]);
    assert.deepEqual((await get('?limit=2&offset=1199')), { rows: [{ n: 1200, word: '1200', even: 0, tenth: 120.0 }], more: false });
    assert.deepEqual((await get('?n=7&word=7&even=')).rows, [{ n: 7, word: '7', even: null, tenth: 0.7 }]);
    assert.deepEqual(await get('?n=7&word=8'), { rows: [], more: false });
    assert.deepEqual(await get('?limit=0'), { rows: [], more: true });
    assert.equal((await get('?limit=500')).rows.length, 500);
    for (const query of ['?limit=501', '?limit=-1', '?limit=1e2', '?limit=', '?limit=+1', '?limit=0x1', '?offset=1000001', '?offset=x', '?limit=9999999999999']) {
        const answer = await olga.get(`api/desk/zz_rows${query}`);
        assert.deepEqual(refused(answer), [422, '22003'], query);
        assert.equal(answer.json().field, query.slice(1).split('=')[0]);
    }
    const head = await olga.send('HEAD', 'api/desk/zz_rows');
    assert.deepEqual([head.status, head.text], [200, '']);
});

test('V1.2.4 names: what is not there, is elsewhere, or is more than a name', async () => {
    for (const path of ['desk/nothing', 'intake/lead', 'intake/staff', 'pg_catalog/pg_class', 'pg_catalog/pg_authid', 'information_schema/tables', 'public/x', 'desk', 'desk/', 'Desk/queue', 'desk/Queue', 'desk/%22queue%22',
        'desk/queue%22%20WHERE%20false--', 'desk/queue/x', 'desk/zz_echo', 'desk.queue/x', `desk/${'q'.repeat(300)}`]) {
        assert.equal((await olga.get(`api/${path}`)).status, 404, path);
    }
    for (const path of ['intake/submit', 'intake/submit_by_hand', 'intake/enter', 'pg_catalog/pg_sleep', 'pg_catalog/set_config', 'desk/queue', 'desk/nothing', 'tap/ok']) {
        assert.deepEqual(refused(await olga.call(path)), [404, '42883'], path);
    }
    assert.deepEqual(refused(await olga.get('api/desk/queue?nothing=1')), [404, '42703']);
    for (const query of ['?ctid=(0,1)', '?tableoid=1', '?n%20=1', '?%22n%22=1', '?n)%20OR%20(true=1', '?=1']) assert.equal((await olga.get(`api/desk/zz_rows${query}`)).status, 404, query);
    assert.deepEqual([...refused(await olga.call('desk/zz_echo', { t: 'x', nothing: 1 })), (await olga.call('desk/zz_echo', { t: 'x', nothing: 1 })).json().field], [422, '42883', 'nothing']);
    assert.equal((await olga.call('desk/zz_echo', {})).json().message, 'Не хватает: t');
    assert.equal((await pavel.call('desk/zz_echo', {})).json().message, 'Missing: t');
});

test('values arrive as they were sent, and come back so: numbers to the digit', async () => {
    const raw = async (body) => (await olga.post('api/desk/zz_echo', body)).text;
    const of = (n, more = {}) => JSON.stringify({ rows: [{ t: 'x', n: 'N', i: null, b: null, list: null, j: null, at: null, ...more }] }).replace('"N"', n);
    for (const n of ['0.1', '120000.50', '-7.00', '12345678901234567890123456789.123456789']) assert.equal(await raw(`{"t":"x","n":${n}}`), of(n), n);
    assert.equal(await raw('{"t":"x"}'), of('7'), 'a default');
    assert.equal(await raw('{"t":"x","n":null}'), of('7'), 'null is to leave it out');
    assert.deepEqual(await row('desk/zz_echo', { t: ' "\'\\$1;--\n\u{1F600} ', i: -5, b: false, list: ['a', 'b,"}\\', ''], j: { a: [1, { b: null }] } }),
        { t: ' "\'\\$1;--\n\u{1F600} ', n: 7, i: -5, b: false, list: ['a', 'b,"}\\', ''], j: { a: [1, { b: null }] }, at: null });
    assert.equal((await row('desk/zz_echo', { t: 'x', at: '2026-11-22 12:00' })).at, '2026-11-22T12:00:00+03:00', 'in the office\'s zone');
    assert.deepEqual(await row('desk/zz_echo', { t: 7 }), { t: '7', n: 7, i: null, b: null, list: null, j: null, at: null });
    assert.deepEqual([await row('desk/zz_big', { n: 3 }), await olga.done('desk/zz_many', { n: 2 })], [{ zz_big: 'xxx' }, [{ zz_many: 1 }, { zz_many: 2 }]]);
    const echoed = async (args) => row('desk/zz_echo', { t: 'x', ...args });
    assert.deepEqual([(await echoed({ list: [] })).list, (await echoed({ list: ['a', null, 7] })).list, (await echoed({ j: [] })).j, (await echoed({ j: ['a', 1] })).j], [[], ['a', null, '7'], [], ['a', 1]]);
    assert.deepEqual(refused(await olga.call('desk/zz_echo', { t: 'x', list: 'a' })), [422, '22000']);
    for (const body of ['{', '[]', '"x"', '{"t":"x"}x', '{"t":"\\ud800"}', '{"t":"a","t":"b"}', Buffer.from('{"t":"\xff"}', 'latin1'), '{"t":"\\u0000"}']) {
        assert.equal((await olga.post('api/desk/zz_echo', body)).status, 400, String(body));
    }
    assert.equal((await row('desk/zz_echo', { t: ['a', 'b'] })).t, '["a","b"]');
    assert.equal((await olga.post('api/desk/zz_who', '')).status, 200, 'nothing is {}');
});

test('errors: status, code and words in the person\'s language, without what was typed or what the server says', async () => {
    const OURS = { 42501: 403, P0002: 404, 55000: 409, 22023: 422, 22000: 422, 23514: 422, P0001: 422, '55P03': 503, 40001: 503, '40P01': 503, 57014: 503, 28000: 401 };
    for (const [state, status] of Object.entries(OURS)) {
        const answer = await olga.call('desk/zz_fail', { state, ours: true });
        assert.deepEqual([answer.status, answer.json()], [status, { code: state, message: 'слова для людей', hint: 'подсказка', field: 'price_floor' }], state);
        assert.equal(answer.headers['retry-after'] !== undefined, status === 503, state);
    }
    const SERVERS = { '22P02': [422, 'Значение не того вида.', 'This is not a value of that kind.'], 22012: [422, 'Значение не того вида.', 'This is not a value of that kind.'] };
    for (const [state, [status, ru, en]] of Object.entries(SERVERS)) {
        const answer = await olga.call('desk/zz_fail', { state, ours: false });
        assert.deepEqual([answer.status, answer.json()], [status, { code: state, message: ru }]);
        assert.equal((await pavel.call('desk/zz_fail', { state, ours: false })).json().message, en);
    }
    const typed = await olga.get('api/desk/zz_rows?n=%D1%82%D0%B0%D0%B9%D0%BD%D0%B0');
    assert.deepEqual([typed.status, typed.json()], [422, { code: '22P02', message: 'Значение не того вида.' }]);
    assert.deepEqual((await olga.get('api/marketing/funnel')).json(), { code: '42501', message: 'Это вам недоступно.' });
    for (const answer of [await olga.call('desk/zz_fail', { state: 'XX000', ours: false }), typed]) assert.ok(!/тайна|zz_|SELECT|function/.test(answer.text), answer.text);
    assert.ok(!/тайна|слова/.test(site.log('desk.log')));
});

test('what takes too long, or waits for somebody, is given up: 503, and it may be sent again', async () => {
    const [slow, took] = await timed(() => olga.call('desk/zz_sleep', { s: 20 }));
    assert.deepEqual([...refused(slow), slow.json().message], [503, '57014', 'База данных не успела ответить. Повторите.']);
    assert.ok(took > 4500 && took < 8000, `${took}`);
    const locker = site.psql('BEGIN; LOCK TABLE intake.zz_done IN EXCLUSIVE MODE; SELECT pg_sleep(4); COMMIT');
    await until('it is locked', () => site.count('pg_locks', 'relation = \'intake.zz_done\'::regclass AND granted'));
    const busy = await olga.call('desk/zz_lock');
    assert.deepEqual([...refused(busy), busy.headers['retry-after'], busy.json().message], [503, '55P03', '5', 'Сейчас это занято другим действием. Повторите.']);
    await locker;
    assert.equal((await olga.call('desk/zz_lock')).status, 200);
});

test('one person\'s slow requests hold up nobody else', async () => {
    const slow = Array.from({ length: 4 }, () => olga.call('desk/zz_sleep', { s: 3 }));
    await until('they are at it', () => site.count('pg_stat_activity', 'usename = \'firstline_desk\' AND query ~ \'zz_sleep\' AND state = \'active\''));
    const [answer, took] = await timed(() => pavel.get('session'));
    assert.equal(answer.status, 200);
    assert.ok(took < 2000, `${took} ms`);
    const all = await Promise.all(slow);
    assert.deepEqual(all.map((a) => a.status).sort(), [200, 200, 503, 503]);
    assert.deepEqual([...refused(all.find((a) => a.status === 503))], [503, 'turns']);
    assert.equal((await olga.get('session')).status, 200);
});

test('an answer has 1 MiB at the most, and five hundred rows', async () => {
    assert.equal((await row('desk/zz_big', { n: 1_000_000 })).zz_big.length, 1_000_000);
    for (const n of [1_048_577, 20_000_000]) assert.deepEqual(refused(await olga.call('desk/zz_big', { n })), [413, '54000']);
    assert.deepEqual(refused(await olga.get('api/desk/zz_wide?limit=500')), [413, '54000']);
    assert.equal((await olga.get('api/desk/zz_wide?limit=300')).status, 200);
    const many = (await olga.call('desk/zz_many', { n: 100_000 })).json();
    assert.deepEqual([many.rows.length, many.more], [500, true]);
    assert.deepEqual((await olga.call('desk/zz_many', { n: 500 })).json().more, undefined);
});

test('an act with a key is done once, whoever sends it again and how often', async () => {
    await site.psql('TRUNCATE intake.zz_done');
    const key = randomUUID();
    const act = (who, n, k = key) => who.call('desk/zz_act', { n }, { 'Idempotency-Key': k });
    const first = await act(olga, 1);
    assert.deepEqual([first.status, (await act(olga, 1)).text, (await act(olga, 2)).text, await acts()], [200, first.text, first.text, 1]);
    assert.deepEqual([(await act(pavel, 3)).status, await acts()], [200, 2], 'another person\'s key is his own');
    const at_once = randomUUID();
    const answers = await Promise.all([act(olga, 4, at_once), act(olga, 4, at_once)]);
    assert.deepEqual([answers.map((a) => a.text), await acts()], [[answers[0].text, answers[0].text], 3]);
    for (const bad of ['x', '{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}', `${key}0`]) assert.deepEqual(refused(await act(olga, 5, bad)), [400, 'key']);
    const again = randomUUID();
    const fail = () => olga.call('desk/zz_fail', { state: '55000', ours: true }, { 'Idempotency-Key': again });
    assert.deepEqual([(await fail()).status, (await fail()).status], [409, 409], 'what was refused is no act, and is tried again');
    assert.equal((await act(olga, 6, again)).status, 200);
    assert.deepEqual(refused(await olga.call('desk/zz_big', { n: 2_000_000 }, { 'Idempotency-Key': randomUUID() })), [413, '54000']);
    assert.equal(await acts(), 4);
    assert.deepEqual(await row('desk/zz_who', {}, { 'Idempotency-Key': randomUUID() }).then((r) => [r.me, r.wait]), ['olga', '5s'], 'with a key it is the person, too');
});

test('the pulse: a stamp, and nothing as long as it is the same', async () => {
    const first = await olga.get('api/desk/pulse');
    const { etag } = first.headers;
    assert.equal(etag, `"${first.json().rows[0].stamp}"`);
    for (const sent of [etag, `W/${etag}`]) {
        const same = await olga.get('api/desk/pulse', { 'If-None-Match': sent });
        assert.deepEqual([same.status, same.text, same.headers.etag], [304, '', etag]);
    }
    for (const sent of ['"x"', '*', `${etag}, "x"`, etag.slice(1), '""', `"${'x'.repeat(5000)}"`, '"a b\t\u00e9"']) {
        assert.equal((await olga.get('api/desk/pulse', { 'If-None-Match': Buffer.from(sent).toString('latin1') })).status, 200, sent);
    }
    await site.receipt('callback', VALID.callback);
    const next = await olga.get('api/desk/pulse', { 'If-None-Match': etag });
    assert.deepEqual([next.status, next.json().rows.length], [200, 1]);
    assert.notEqual(next.headers.etag, etag);
});

test('times and words are those of the person', async () => {
    await site.psql('ALTER ROLE pavel IN DATABASE firstline SET TimeZone = \'Asia/Tokyo\'');
    assert.equal((await pavel.get('session')).json().zone, 'Asia/Tokyo');
    assert.equal((await pavel.done('desk/zz_echo', { t: 'x', at: '2026-11-22T12:00:00Z' }))[0].at, '2026-11-22T21:00:00+09:00');
    assert.deepEqual([(await pavel.done('desk/zz_who'))[0].language, (await row('desk/zz_who')).language], ['en', 'ru']);
    assert.equal((await row('desk/zz_echo', { t: 'x', at: '2026-11-22T12:00:00Z' })).at, '2026-11-22T15:00:00+03:00');
});

test('nothing of a request is left for the next one on the connection', async () => {
    await site.part('stop', 'desk');
    site.env.FIRSTLINE_DESK_ARGS = '--threads 1';
    await site.part('start', 'desk');
    const pid = () => site.psql('SELECT string_agg(pid || state || coalesce(xact_start::text, \'\'), \',\') FROM pg_stat_activity WHERE usename = \'firstline_desk\'');
    const is = async (browser, me, zone) => assert.deepEqual((await browser.done('desk/zz_who'))[0],
        { me, session: 'firstline_desk', zone, wait: '5s', language: me === 'olga' ? 'ru' : 'en', ro: 'off' });
    await is(olga, 'olga', 'Europe/Moscow');
    const backend = await pid();
    assert.match(backend, /^\d+idle$/);
    for (const act of [() => olga.call('desk/zz_fail', { state: '55000', ours: true }), () => olga.get('api/desk/nothing'), () => olga.get('api/desk/zz_rows?x=1'), () => olga.call('desk/zz_echo', {}),
        () => olga.call('desk/zz_echo', { t: 'x', i: 'x' }), () => olga.call('desk/zz_big', { n: 2_000_000 }), () => olga.get('api/marketing/funnel'), () => olga.call('desk/zz_sleep', { s: 9 }),
        () => olga.post('lead/nothing', {}), () => olga.post('lead/callback', { channel: 'phone', fields: {} }), () => olga.call('desk/zz_act', { n: 9 }, { 'Idempotency-Key': randomUUID() })]) {
        await act();
        assert.equal(await pid(), backend, 'idle in no transaction, and the same connection');
        await is(pavel, 'pavel', 'Asia/Tokyo');
        assert.equal((await new Browser(site).get('api/desk/queue')).status, 401);
    }
});

test('the database is away, and back again: 503 meanwhile, nobody restarts anything', async () => {
    await site.part('kill', 'postgres');
    for (const answer of [await olga.get('session'), await olga.get('api/desk/queue'), await olga.call('desk/zz_act', { n: 1 }), await new Browser(site).try_password('olga', 'demo-olga')]) {
        assert.deepEqual([...refused(answer), answer.headers['retry-after']], [503, '08006', '5']);
    }
    await site.part('start', 'postgres');
    await until('it is back', async () => (await olga.get('session')).status === 200);
    await site.psql('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = \'firstline_desk\'');
    assert.equal((await olga.get('session')).status, 200, 'a connection that was ended is made anew within the request');
    await Browser.of(site, 'irina');
});

site.check_at_end();
