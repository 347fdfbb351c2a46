// outage: without a spool, the database goes away, comes back, and refuses one record. Nobody is
// thanked for what is not stored, nothing typed is lost, and nobody has to restart anything.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import { Site, VALID, metric, receipt_of, until } from './lib.mjs';
import { controls } from './html.mjs';

const site = await Site.up({
    env: { FIRSTLINE_SPOOL: '' },
    expect: [
        /error (database_away|batch_failed|batch_unknown) /, / (FATAL|WARNING|ERROR): .*(terminat|shut|start|not yet accepting)/,
        / (FATAL|WARNING|ERROR): {2}(the database system|poison)/, /lock timeout|canceling statement/, /deadlock detected/,
        /connection to client lost/, // whose deadline passed while the server waited for a lock
    ],
});
const THIRTY_SECONDS = 30_000;
let number = 0;
const fresh = () => { number += 1; return { ...VALID.callback, name: `Сбой ${number}`, phone: `8 912 700-${String(number).padStart(4, '0')}` }; };
const taken = (answer) => answer.status === 303 || answer.status === 201;

test('with the database away a person keeps what was typed', async () => {
    const token = await site.token('callback');
    const fields = { ...fresh(), name: 'Не <потеряй>', _submission: token, _landing: 'https://x.example/?utm_source=a' };
    await site.part('stop', 'postgres');
    const answer = await site.post('callback', fields);
    assert.equal(answer.status, 503);
    assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const found = controls(answer.text);
    for (const name of ['name', 'phone', '_submission', '_landing']) assert.equal(found.get(name).value, fields[name], name);
    assert.ok(found.get('consent').checked);
    for (const [name, { attributes }] of found) assert.equal(attributes['aria-invalid'], undefined, `${name} is not wrong`);
});

test('and a program is told to come again', async () => {
    const answer = await site.post_json('callback', fresh());
    assert.equal(answer.status, 503);
    assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
    const said = answer.json();
    assert.equal(said.ok, false);
    assert.equal(said.errors.length, 1);
});

test('the answer comes fast, for many at once, and wrong input is still told', async () => {
    const agent = new http.Agent({ keepAlive: false });
    const start = Date.now();
    const answers = await Promise.all(Array.from({ length: 50 }, () => site.post('callback', fresh(), { agent })));
    assert.ok(answers.every((a) => a.status === 503));
    assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms for fifty`);
    assert.equal((await site.post('callback', { name: '' })).status, 422);
    assert.equal((await site.get('/f/cargo')).status, 200);
});

test('health says that the database is away', async () => {
    const health = await site.get('/healthz');
    assert.equal(health.status, 503);
    assert.equal(health.json().ok, false);
    const numbers = (await site.get('/metrics')).text;
    assert.equal(metric(numbers, 'firstline_database_up'), 0);
});

test('it comes back, and so does the service, by itself', async () => {
    const pid = site.pid();
    await site.part('start', 'postgres');
    const start = Date.now();
    await until('a submission is taken', async () => taken(await site.post('callback', fresh())));
    assert.ok(Date.now() - start < 15_000, `${Date.now() - start} ms`);
    assert.equal(site.pid(), pid);
    assert.equal((await site.get('/healthz')).status, 200);
});

test('what was kept is sent again and is one lead', async () => {
    const token = await site.token('callback');
    const fields = { ...fresh(), _submission: token };
    await site.part('kill', 'postgres');
    const refused = await site.post('callback', fields);
    assert.equal(refused.status, 503);
    await site.part('start', 'postgres');
    const again = Object.fromEntries([...controls(refused.text)].map(([name, c]) => [name, c.value]));
    const answer = await until('it is taken', async () => {
        const a = await site.post('callback', again);
        return taken(a) ? a : undefined;
    });
    const receipt = receipt_of(answer);
    assert.equal(await site.count('intake.lead', `id = '${receipt}'`), 1);
    assert.equal(await site.count('intake.lead', `answers->>'name' = '${fields.name}'`), 1);
});

test('a restart while nobody writes costs no visitor anything', async () => {
    receipt_of(await site.post('callback', fresh()));
    await site.part('stop', 'postgres');
    await site.part('start', 'postgres');
    receipt_of(await site.post('callback', fresh()));
    await site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
    receipt_of(await site.post('callback', fresh()));
});

test('under load, whatever is acknowledged is there once', async () => {
    const agent = new http.Agent({ keepAlive: false });
    const acknowledged = new Map();
    let busy = 0;
    let stop = false;
    const sender = async (n) => {
        for (let i = 0; !stop; i++) {
            const id = `00000000-00${n.toString(16).padStart(2, '0')}-4000-8000-${i.toString(16).padStart(12, '0')}`;
            const fields = { ...VALID.callback, name: `Нагрузка ${n}.${i}`, phone: `8 913 700-${n % 10}${i % 10}-00`, _submission: id };
            const answer = await site.post_json('callback', fields, { agent });
            if (answer.status === 201) acknowledged.set(answer.json().receipt, fields.name);
            else {
                assert.equal(answer.status, 503, answer.text);
                busy += 1;
                await new Promise((resolve) => { setTimeout(resolve, 20); });
            }
        }
    };
    const senders = Array.from({ length: 16 }, (_, n) => sender(n));
    for (let round = 0; round < 2; round++) {
        await until('some are taken', () => acknowledged.size > (round + 1) * 50);
        await site.part('kill', 'postgres');
        await site.part('start', 'postgres');
        const before = acknowledged.size;
        await until('they are taken again', () => acknowledged.size > before + 50, THIRTY_SECONDS);
    }
    stop = true;
    await Promise.all(senders);
    const stored = await site.sql(`SELECT id, answers->>'name' AS name FROM intake.lead WHERE answers->>'name' LIKE 'Нагрузка %'`);
    const by_id = new Map(stored.map((r) => [r.id, r.name]));
    assert.equal(new Set(stored.map((r) => r.name)).size, stored.length, 'none twice');
    for (const [id, name] of acknowledged) assert.equal(by_id.get(id), name);
    assert.ok(stored.length - acknowledged.size <= 32, 'no more than were in flight when it broke');
});

test('a record that the database refuses takes no other with it', async () => {
    await site.psql(`CREATE FUNCTION intake.poison() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22P02'; END $$;
        CREATE TRIGGER poison BEFORE INSERT ON intake.lead FOR EACH ROW
        WHEN (new.answers->>'name' LIKE 'Яд%') EXECUTE FUNCTION intake.poison();`);
    const agent = new http.Agent({ keepAlive: false });
    const answers = await Promise.all(Array.from({ length: 60 }, async (_, n) => {
        const fields = fresh();
        if (n % 20 === 7) fields.name = `Яд ${n}`;
        return { poison: n % 20 === 7, answer: await site.post('callback', fields, { agent }) };
    }));
    for (const { poison, answer } of answers) assert.equal(answer.status, poison ? 503 : 303, String(poison));
    await site.psql('DROP TRIGGER poison ON intake.lead; DROP FUNCTION intake.poison();');
});

test('a lock on the table delays nobody beyond the deadline', async () => {
    const held = site.psql(`BEGIN; LOCK TABLE intake.lead IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(4); COMMIT;`);
    await until('the lock is held', async () => (await site.sql(`SELECT count(*)::int AS n FROM pg_locks
        WHERE relation = 'intake.lead'::regclass AND mode = 'AccessExclusiveLock' AND granted`))[0].n === 1);
    const start = Date.now();
    const answer = await site.post('callback', fresh());
    const took = Date.now() - start;
    assert.equal(answer.status, 503);
    assert.ok(took < 3500, `${took} ms`);
    await held;
    await until('it is taken', async () => taken(await site.post('callback', fresh())));
});

site.check_at_end();
