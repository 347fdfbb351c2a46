// keeper: somebody's open transaction has locked what a visitor's lead needs, and has lifted its own limits. The visitor is
// thanked, the session is ended, the lead arrives within seconds, and the log tells who it was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';
import { Site, VALID, metric, receipt_of, until } from './lib.mjs';

const site = await Site.up({
    expect: [/error (database_away|batch_failed) /, / ERROR: {2}canceling statement due to lock timeout/, / FATAL: {2}terminating connection due to administrator command/,
        /function intake\.keep_order\(\) does not exist/],
});
const ARRIVES_MS = 6000;
const LIFTED = 'SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;';
const contact = 'phone +79123456789';

const sessions = [];
test.after(() => { for (const child of sessions) child.kill('SIGKILL'); });

/** A session that has done this, and stays as it then is. */
async function session(user, text) {
    const child = spawn('psql', ['-XAtq'], { env: { ...site.env, PGUSER: user, PGOPTIONS: '' }, stdio: ['pipe', 'pipe', 'ignore'] });
    sessions.push(child);
    child.stdin.on('error', () => {});
    let said = '';
    child.stdout.on('data', (chunk) => { said += chunk; });
    child.stdin.write(`${LIFTED}\n${text}\n\\echo done\n`);
    await until('the session has done it', () => said.includes('done'));
    return child;
}

/** How many locks this login's sessions hold. The program's own, which come and go, do not count. */
const locks = (login) => site.count('pg_locks JOIN pg_stat_activity USING (pid)', `locktype = 'advisory' AND granted AND usename = '${login}'`);
const there = async (receipt) => await site.count('intake.lead', `id = '${receipt}'`) === 1;

test('a lead whose contact is locked arrives', async () => {
    await site.psql(`SELECT desk.add_staff('olga', 'Ольга', 'desk'); GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO olga`);
    await session('olga', `BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('${contact}', 0));`);
    assert.equal(await locks('olga'), 1);
    const receipt = receipt_of(await site.post('callback', VALID.callback));
    assert.equal(await there(receipt), false, 'it waits for the lock');
    assert.match(site.log('firstline.log'), / warn leads_locked server="[^"]+" records=1$/m);
    await until('it is in the database', () => there(receipt), ARRIVES_MS);
    await until('the log tells', () => /^\S+ warn session_ended login="olga" pid=\d+ why="holds a lock" seconds=[34]\.\d$/m.test(site.log('firstline.log')));
    assert.equal(metric((await site.get('/metrics')).text, 'firstline_sessions_ended_total'), 1);
    assert.doesNotMatch(site.log('firstline.log'), /database_away/, 'one locked lead is no outage');
});

test('so it does when short transactions lock it again and again', async () => {
    await site.psql(`SELECT desk.add_staff('pavel', 'Павел', 'desk'); GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO pavel`);
    const short = `BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('phone +79120000077', 0)); SELECT pg_sleep(1.35); ROLLBACK;\n`;
    for (const child of [await session('pavel', ''), await session('pavel', '')])
        child.stdin.write(short.repeat(200));
    await until('it is locked', async () => await locks('pavel') > 0);
    const receipt = receipt_of(await site.post('callback', { ...VALID.callback, phone: '8 912 000-00-77' }));
    await until('the log tells', () => /^\S+ warn session_ended login="pavel" pid=\d+ why="holds a lock again and again" seconds=/m.test(site.log('firstline.log')));
    await until('it is in the database', () => there(receipt));
});

test('and what reads for as long is let be', async () => {
    await site.psql(`SELECT desk.add_staff('mark', 'Марк', 'marketing'), desk.add_staff('vera', 'Вера', 'sales', '{general}')`);
    await session('mark', 'BEGIN; SELECT count(*) FROM marketing.funnel;');
    await session('vera', 'BEGIN; SELECT pg_current_xact_id();');
    await until('the one that writes is ended', () => /why="has written"/.test(site.log('firstline.log')));
    assert.equal(await site.count('pg_stat_activity', "usename = 'mark'"), 1);
});

test('a schema without it is no outage', async () => {
    const made = await site.psql("SELECT pg_get_functiondef('intake.hello'::regproc)");
    await site.psql(`DROP FUNCTION intake.keep_order(); ${made.replace(/integer := \d+/, 'integer := 3')}`);
    await until('it is missed', () => /warn keep_order_failed .*permission denied|warn keep_order_failed .*does not exist/.test(site.log('firstline.log')));
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    const from = site.log('firstline.log').length;
    const receipt = receipt_of(await site.post('callback', { ...VALID.callback, phone: '8 912 000-00-01' }));
    await until('it is in the database', () => there(receipt));
    await new Promise((resolve) => { setTimeout(resolve, 2500); });
    assert.doesNotMatch(site.log('firstline.log').slice(from), /keep_order/, 'and nobody is asked for what is not there');
});
site.check_at_end({ whole: false });
