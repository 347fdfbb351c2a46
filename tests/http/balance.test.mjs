// balance: every submission is in exactly one column of marketing.balance: each kind of answer, an outage, a kill, two processes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Site, VALID, metric, receipt_of, until } from './lib.mjs';
import { Node } from './nodes.mjs';

const site = await Site.up({
    expect: [/error (database_away|batch_failed|batch_unknown) /, / FATAL: /, / LOG: /, /\[error\] .*(prematurely closed|Connection refused|reset by peer)/,
        /\[(error|crit)\] .* connect\(\) to unix:/, / ERROR: {2}canceling statement due to lock timeout/],
});
const PARTS = ['stored', 'double', 'spooled', 'invalid', 'refused', 'not_sent', 'busy', 'suspect', 'abandoned', 'unanswered'];
const EMPTY = Object.fromEntries([...PARTS, 'received', 'difference', 'leads'].map((name) => [name, 0]));
const person = (n) => ({ ...VALID.callback, name: `Баланс ${n}`, phone: `+7912000${String(n).padStart(4, '0')}` });

/** All days together: midnight may lie between. */
async function balance() {
    const sums = Object.keys(EMPTY).map((name) => `coalesce(sum(${name}), 0)::int AS ${name}`).join();
    return (await site.sql(`SELECT ${sums} FROM marketing.balance`))[0];
}

/** What was counted so far, and is to be told in a moment. */
const expected = { ...EMPTY };
async function comes(what, added) {
    for (const [name, n] of Object.entries(added)) expected[name] += n;
    expected.received = PARTS.reduce((sum, name) => sum + expected[name], 0);
    await until(what, async () => (await balance()).received >= expected.received);
    assert.deepEqual(await balance(), expected, what);
}

test('each answer is one column', async () => {
    const keyed = { ...person(1), _submission: await site.token('callback') };
    assert.equal((await site.post('callback', { ...keyed, phone: '' })).status, 422);
    const receipt = receipt_of(await site.post('callback', keyed));
    assert.equal(receipt_of(await site.post('callback', keyed)), receipt);
    receipt_of(await site.post('callback', { ...keyed, name: 'Баланс другой' }));
    assert.equal((await site.post('callback', keyed, { path: '/f/callback?lang=en&unsent' })).status, 200);
    for (const [status, path, options] of [[404, '/f/nothing'], [405, '/f/callback/thanks'], [405, '/f/firstline.css'],
        [415, '/f/callback', { headers: { 'Content-Type': 'text/xml' } }], [400, '/f/callback', { type: 'json' }]]) {
        const body = options?.type ? undefined : keyed;
        const answer = body ? await site.post('callback', body, { path, ...options })
            : await site.request(path, { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } });
        assert.equal(answer.status, status, path);
    }
    await comes('all of them', { stored: 2, double: 1, invalid: 1, refused: 5, not_sent: 1, leads: 2 });
});

test('what is no submission is not counted', async () => {
    await site.get('/f/callback');
    await site.request('/f/callback', { method: 'OPTIONS' });
    await site.request('/f/callback', { method: 'PUT', body: 'x' });
    receipt_of(await site.post('callback', person(2)));
    await comes('the one that is', { stored: 1, leads: 1 });
});

test('an outage: from the spool, and into the database', async () => {
    await site.part('stop', 'postgres');
    receipt_of(await site.post('callback', person(3)));
    receipt_of(await site.post('callback', person(4)));
    await site.part('start', 'postgres');
    await until('they are leads', async () => await site.count() === 5);
    await comes('they are in one column', { spooled: 2, leads: 2 });
});

test('neither database nor disk: busy', async () => {
    await site.part('stop', 'firstline');
    site.env.FIRSTLINE_SPOOL = '';
    await site.part('start', 'firstline');
    await site.part('stop', 'postgres');
    assert.equal((await site.post('callback', person(5))).status, 503);
    await site.part('start', 'postgres');
    await comes('it is told afterwards', { busy: 1 });
    await site.part('stop', 'firstline');
    delete site.env.FIRSTLINE_SPOOL;
    await site.part('start', 'firstline');
});

/** A session that keeps a table locked; ends it. */
async function lock(table) {
    const child = spawn('psql', ['-XAtq'], { env: { ...site.env, PGUSER: 'postgres' }, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`BEGIN; LOCK TABLE ${table};\n\\echo locked\n`);
    await new Promise((resolve) => { child.stdout.once('data', resolve); });
    return async () => {
        child.stdin.end('COMMIT;\n');
        await new Promise((resolve) => { child.once('exit', resolve); });
    };
}

test('a lock on the numbers holds up no lead, and they come after it', async () => {
    const unlock = await lock('intake.post_count');
    receipt_of(await site.post('callback', person(6)));
    await until('it is stored', async () => await site.count('intake.lead', "raw::text LIKE '%Баланс 6\"%'") === 1);
    receipt_of(await site.post('callback', person(7)));
    assert.doesNotMatch(site.log('firstline.log').split('\n').slice(-3).join('\n'), /database_away|counts_failed/);
    await unlock();
    await comes('both', { stored: 2, leads: 2 });
});

/** Leads take long from here on, so that there is time to strike; what ends that. */
async function slow_leads() {
    await site.psql(`CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
        CREATE TRIGGER slow BEFORE INSERT ON intake.lead FOR EACH ROW EXECUTE FUNCTION public.slow()`);
    return () => site.psql(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'firstline_intake';
        DROP FUNCTION public.slow CASCADE`);
}

test('who is killed before he has answered: unanswered, and no difference', async () => {
    const mend = await slow_leads();
    const lost = site.post('callback', person(8));
    await until('it is at work on the lead', async () => await site.count('pg_stat_activity', "wait_event = 'PgSleep'") > 0);
    process.kill(site.pid(), 'SIGKILL');
    assert.equal((await lost).status, 502);
    await site.part('kill', 'firstline');
    await mend();
    await site.part('start', 'firstline');
    await comes('the next one tells', { unanswered: 1 });
    assert.equal(metric((await site.get('/metrics')).text, 'firstline_posts_unanswered_total'), 1);
    assert.match(site.log('firstline.log'), / warn posts_unanswered count=1 ledger=[0-9a-f-]{36}$/m);
    receipt_of(await site.post('callback', person(8)));
    await comes('he sends it again', { stored: 1, leads: 1 });
});

test('a process beside it has numbers of its own; who comes after takes them over', async () => {
    const node = new Node(site, site.how_it_runs(), 'beside');
    await node.start();
    const files = () => readdirSync(join(site.dir, 'ledger')).filter((name) => name.endsWith('.ledger'));
    await until('each has its own', () => files().length === 2);
    const conf = join(site.dir, 'nginx/firstline-http.conf');
    const text = readFileSync(conf, 'utf8');
    writeFileSync(conf, text.replace(/unix:[^ ;]*firstline\.sock/, node.address));
    await site.part('reload', 'nginx');
    receipt_of(await site.post('callback', person(9)));
    await node.end('SIGKILL');
    writeFileSync(conf, text);
    await site.part('reload', 'nginx');
    receipt_of(await site.post('callback', person(10)));
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    await comes('what both had', { stored: 2, leads: 2 });
    assert.equal(await site.count('(SELECT DISTINCT p.ledger FROM intake.post_count AS p) AS l'), 2);
});

test('a server that has forgotten is told everything again', async () => {
    await until('all is told', async () => (await balance()).received === expected.received);
    await site.psql('DELETE FROM intake.post_count');
    await site.part('stop', 'postgres');
    await site.part('start', 'postgres');
    await comes('as it was', {});
});

test('without a folder it counts all the same', async () => {
    await site.part('stop', 'firstline');
    mkdirSync(join(site.dir, 'nothing'));
    site.env.FIRSTLINE_ARGS = `--ledger ${join(site.dir, 'nothing/at/all')}`;
    await site.part('start', 'firstline');
    assert.match(site.log('firstline.log'), / warn ledger_unavailable folder=/);
    receipt_of(await site.post('callback', person(11)));
    await comes('it is told', { stored: 1, leads: 1 });
});

site.check_at_end();
