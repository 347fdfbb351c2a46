// pooler: PgBouncer in transaction mode between firstline and its database. One transaction may see
// another server connection than the last, so what was prepared there is not here; what is here another may have prepared.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Browser, REFUSALS } from './desk.mjs';
import { Site, VALID, until } from './lib.mjs';

const site = await Site.up({
    desk: true,
    expect: [...REFUSALS, /ERROR: {2}prepared statement "firstline_submit" (does not|already) exist/, /ERROR: {2}(заявку .* сейчас ведёт|lead .* is with)/],
});
const dir = mkdtempSync(join(tmpdir(), 'firstline-pooler-'));
const PORT = '6432';
let number = 0;
const fresh = () => { number += 1; return { ...VALID.callback, phone: `8 912 701-${String(number).padStart(4, '0')}` }; };

/** PgBouncer refuses root; as root it becomes who the database runs as. */
function start_pooler(size) {
    const owner = statSync(join(site.dir, 'pgdata'));
    writeFileSync(join(dir, 'users'), '"firstline_intake" ""\n"firstline_desk" ""\n"postgres" ""\n');
    writeFileSync(join(dir, 'pgbouncer.ini'), `[databases]
firstline = host=${site.env.PGHOST} port=${site.env.PGPORT}
[pgbouncer]
pool_mode = transaction
listen_addr =
listen_port = ${PORT}
unix_socket_dir = ${dir}
auth_type = trust
auth_file = ${join(dir, 'users')}
default_pool_size = ${size}
admin_users = postgres
server_lifetime = 600
`);
    for (const name of ['', 'users', 'pgbouncer.ini']) chownSync(join(dir, name), owner.uid, owner.gid);
    const child = spawn('/usr/sbin/pgbouncer', ['-q', join(dir, 'pgbouncer.ini')],
        { uid: owner.uid, gid: owner.gid, stdio: 'ignore' });
    process.on('exit', () => { child.kill('SIGKILL'); rmSync(dir, { recursive: true, force: true }); });
    return child;
}

const THROUGH = { user: 'firstline_intake', server: { PGHOST: dir, PGPORT: PORT } };
let pooler;

async function restart_pooler(size) {
    pooler?.kill('SIGKILL');
    rmSync(join(dir, `.s.PGSQL.${PORT}`), { force: true });
    pooler = start_pooler(size);
    await until('the pooler listens', () => existsSync(join(dir, `.s.PGSQL.${PORT}`)));
}

/** Fresh processes; there is one server connection for all of theirs. */
async function restart({ pooler_too }) {
    await site.part('stop', 'firstline');
    if (pooler_too) await restart_pooler(1);
    await site.part('start', 'firstline');
    await until('healthy', async () => (await site.get('/healthz')).status === 200);
}

async function five_leads() {
    const receipts = [];
    for (let i = 0; i < 5; i += 1) receipts.push(await site.receipt('callback', fresh()));
    await until('stored', async () => (await site.sql(`SELECT count(*)::int AS n FROM intake.lead
        WHERE id::text IN (${receipts.map((r) => `'${r}'`).join(',')})`))[0].n === receipts.length);
}

const complaints = (words) => site.log('postgres.log').split('\n').filter((line) => line.includes(`"firstline_submit" ${words}`)).length;

test('leads go through it', async () => {
    Object.assign(site.env, { FIRSTLINE_PGHOST: dir, FIRSTLINE_PGPORT: PORT });
    await restart({ pooler_too: true });
    await five_leads();
    assert.match(site.log('firstline.log'), new RegExp(`database_connected host=${dir}`));
});

test('and after a new start, which finds the statement prepared by the one before', async () => {
    await restart({ pooler_too: false });
    await five_leads();
    assert.equal(complaints('already exists'), 1);
});

test('and when a transaction meets another server connection than the last', async () => {
    await restart({ pooler_too: true });
    await five_leads();
    await site.psql('SET default_pool_size = 2', { server: { PGHOST: dir, PGPORT: PORT, PGDATABASE: 'pgbouncer' } });
    const holder = site.psql('BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_sleep(3); COMMIT;', THROUGH);
    await until('the connection is held', async () => (await site.sql(`SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE query LIKE '%pg_sleep(3)%' AND state = 'active' AND pid <> pg_backend_pid()`))[0].n === 1);
    await five_leads();
    await holder;
    assert.equal(complaints('does not exist'), 1);
    await five_leads();
});

test('what was counted is told through it, too', async () => {
    await until('all of it', async () => (await site.sql('SELECT sum(stored)::int AS n FROM marketing.balance'))[0].n === 25);
});

/** Reads, and acts with trips behind a savepoint or not. name: [asks, what its answer has to be]. */
const QUESTIONS = {
    pulse: [({ browser }) => browser.get('api/desk/pulse'), ({ rows }) => 'mine_until' in rows[0]],
    choices: [({ browser }) => browser.get('api/desk/choices?limit=500'), ({ rows }) => rows.length > 0 && rows.every((r) => r.list)],
    screen: [({ browser }) => browser.get('api/desk/screen?limit=200'), ({ rows }) => rows.length > 0 && rows.every((r) => r.lease_until)],
    card: [({ browser, receipt }) => browser.call('desk/card', { receipt }), ({ rows }, { receipt }) => rows[0].card.receipt === receipt],
    note: [({ browser, receipt }, note) => browser.call('desk/add_note', { receipt, note }, { 'Idempotency-Key': randomUUID() }),
        async (answer, holder, note) => await site.count('intake.lead_event', `lead = '${holder.receipt}' AND note = '${note}'`) === 1],
    enters: [({ browser }) => enter(browser, fresh()),
        async ({ receipt, taken }, { login }) => taken && await site.count('intake.work', `lead = '${receipt}' AND owner = '${login}'`) === 1],
    enters_a_colleagues: [({ browser, colleague }, name) => enter(browser, { ...colleague.client, name }),
        async ({ receipt, taken }) => !taken && await site.count('intake.lead', `id = '${receipt}'`) === 1],
};
const enter = (browser, client) => browser.post('lead/callback', { channel: 'phone', take: true, fields: { ...client, consent: true } });

/** Each has a client. They sign in before the pooler is there: it would ask for no password. */
async function two_holders() {
    await site.psql('UPDATE intake.setting SET max_clients = 200');
    const both = [];
    for (const login of ['olga', 'pavel']) {
        const holder = { login, browser: await Browser.of(site, login), client: fresh() };
        holder.receipt = await site.receipt('callback', holder.client);
        await holder.browser.done('desk/take', { receipt: holder.receipt });
        both.push(holder);
    }
    return both.map((holder, i) => ({ ...holder, colleague: both[1 - i] }));
}

/** The n-th question; what is wrong with its answer. */
async function ask(holder, n) {
    const names = Object.keys(QUESTIONS), name = names[n % names.length];
    const [send, is_right] = QUESTIONS[name];
    const answer = await send(holder, `note ${n}`);
    const good = [200, 201].includes(answer.status) && await is_right(answer.json(), holder, `note ${n}`);
    return good ? [] : [`${name}: ${answer.status} ${answer.text.slice(0, 200)}`];
}

// By numbers as names there were rows of other statements, 401, 403, 404 and 503, and COMMIT met no transaction. By names made of
// the text alone one request in seventy had 503: the statement of a later trip, COMMIT as well, was refused with 26000 or 42P05, which
// ends the transaction. So nothing is prepared where a pooler shows, and no log has a refusal.
test('the desk has the answers of its own statements, however many ask at once', async () => {
    const holders = await two_holders(), wrong = [];
    await site.part('stop', 'firstline'); // a pooler that goes while it asks leaves a server that complains of a lost client
    for (let round = 0; round < 2; round += 1) {
        await site.part('stop', 'desk');
        await restart_pooler(6);
        await site.part('start', 'desk');
        for (let n = 0; n < 84; n += 6) {
            const six = Array.from({ length: 6 }, (_, i) => ask(holders[i % 2], round * 84 + n + i));
            wrong.push(...(await Promise.all(six)).flat());
        }
    }
    assert.deepEqual(wrong, []);
    await site.part('stop', 'desk');
    pooler.kill('SIGTERM');
});

site.check_at_end({ whole: false });
