// pooler: PgBouncer in transaction mode between firstline and its database. One transaction may see
// another server connection than the last, so what was prepared there is not here.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Site, VALID, until } from './lib.mjs';

const site = await Site.up({
    expect: [/ERROR: {2}prepared statement "firstline_submit" (does not|already) exist/],
});
const dir = mkdtempSync(join(tmpdir(), 'firstline-pooler-'));
const PORT = '6432';
let number = 0;
const fresh = () => { number += 1; return { ...VALID.callback, phone: `8 912 701-${String(number).padStart(4, '0')}` }; };

/** PgBouncer refuses root; as root it becomes who the database runs as. */
function start_pooler() {
    const owner = statSync(join(site.dir, 'pgdata'));
    writeFileSync(join(dir, 'users'), '"firstline_intake" ""\n"postgres" ""\n');
    writeFileSync(join(dir, 'pgbouncer.ini'), `[databases]
firstline = host=${site.env.PGHOST} port=${site.env.PGPORT}
[pgbouncer]
pool_mode = transaction
listen_addr =
listen_port = ${PORT}
unix_socket_dir = ${dir}
auth_type = trust
auth_file = ${join(dir, 'users')}
default_pool_size = 1
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

/** Fresh processes; there is one server connection for all of theirs. */
async function restart({ pooler_too }) {
    await site.part('stop', 'firstline');
    if (pooler_too) {
        pooler?.kill('SIGKILL');
        rmSync(join(dir, `.s.PGSQL.${PORT}`), { force: true });
        pooler = start_pooler();
        await until('the pooler listens', () => existsSync(join(dir, `.s.PGSQL.${PORT}`)));
    }
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
    const holder = site.psql('BEGIN; SELECT pg_sleep(1); COMMIT;', THROUGH);
    await until('the connection is held', async () => (await site.sql(`SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE query LIKE '%pg_sleep(1)%' AND state = 'active' AND pid <> pg_backend_pid()`))[0].n === 1);
    await five_leads();
    await holder;
    assert.equal(complaints('does not exist'), 1);
    await five_leads();
});

test('what was counted is told through it, too; then it ends', async () => {
    await until('all of it', async () => (await site.sql('SELECT sum(stored)::int AS n FROM marketing.balance'))[0].n === 25);
    pooler.kill('SIGTERM');
});

site.check_at_end();
