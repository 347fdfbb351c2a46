// names: the database is told by its name. Its certificate is checked for that name (sslmode=verify-full)
// although firstline resolves it; and a resolver that hangs (names.c) keeps no visitor waiting.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { BINARY, Site, VALID, metric, receipt_of, until } from './lib.mjs';

const ANSWER_MS = 15_000; // what a visitor may wait on a busy machine; the resolver hangs until it is told otherwise
const NAME = 'localhost';
const site = await Site.up({ expect: [/error database_away /, / FATAL: {2}(terminating|the database system is)/, / LOG: /] });
const tls = join(site.dir, 'tls');
const hangs = join(site.dir, 'names-hang');
const agent = new http.Agent({ keepAlive: false });
const thanked = [];
let number = 0;

/** As the user of PostgreSQL and firstline. */
function own(path) {
    const { uid, gid } = statSync(join(site.dir, 'pgdata'));
    if (process.getuid() === 0) chownSync(path, uid, gid);
    return path;
}

function write(path, text, mode = 0o600) {
    writeFileSync(path, text, { mode });
    return own(path);
}

/** An authority of our own, and its certificate for the name. */
function make_certificates() {
    own((mkdirSync(tls, { mode: 0o700 }), tls));
    const openssl = (...args) => execFileSync('openssl', args, { cwd: tls, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=authority');
    openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${NAME}`);
    write(join(tls, 'names'), `subjectAltName=DNS:${NAME}`);
    openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'server.crt', '-days', '2', '-extfile', 'names');
    for (const file of ['server.key', 'server.crt', 'ca.crt']) own(join(tls, file));
}

async function free_port() {
    const server = net.createServer();
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address();
    await new Promise((resolve) => { server.close(resolve); });
    return port;
}

/** PostgreSQL is at that port, by TLS and with a password for all but those on its Unix socket. */
async function listen(port) {
    const settings = {
        listen_addresses: '127.0.0.1', port, ssl: 'on', ssl_cert_file: join(tls, 'server.crt'), ssl_key_file: join(tls, 'server.key'),
    };
    for (const [name, value] of Object.entries(settings)) await site.psql(`ALTER SYSTEM SET ${name} = '${value}'`);
    await site.psql(`ALTER ROLE firstline_intake PASSWORD 'secret'`);
    write(join(site.dir, 'pgdata/pg_hba.conf'), 'local all all trust\nhostssl firstline firstline_intake 127.0.0.1/32 scram-sha-256\n');
    await site.part('stop', 'postgres');
    await site.part('start', 'postgres');
    site.env.PGPORT = String(port);
}

/** firstline anew; tests/stack.sh lets no variable of libpq through but host and port. */
async function start(host) {
    await site.part('stop', 'firstline');
    site.env.FIRSTLINE_PGHOST = host;
    site.env.FIRSTLINE_PGPORT = site.env.PGPORT;
    site.env.FIRSTLINE_BIN = join(site.dir, 'firstline');
    await site.part('start', 'firstline');
}

const health = async () => (await site.get('/healthz')).json();
const connected = () => until('the database is up', async () => (await health()).database === 'up');
const spooled = async () => metric((await site.get('/metrics')).text, 'firstline_leads_spooled_total');

/** So many visitors at once, each of whom is thanked in time. */
async function thank(count) {
    await Promise.all(Array.from({ length: count }, async () => {
        const begin = Date.now();
        number += 1;
        thanked.push(receipt_of(await site.post_json('callback', { ...VALID.callback, name: `Имя ${number}` }, { agent })));
        assert.ok(Date.now() - begin < ANSWER_MS, `${Date.now() - begin} ms`);
    }));
}

async function all_delivered() {
    await connected();
    await until('the spool is empty', async () => (await health()).spool_files === 0);
    const list = [...new Set(thanked)].map((id) => `'${id}'`).join(',');
    assert.equal(await site.count('intake.lead', `id IN (${list})`), thanked.length);
}

make_certificates();
await listen(await free_port());
copyFileSync(join(dirname(realpathSync(BINARY)), 'names.so'), join(site.dir, 'names.so'));
write(join(site.dir, 'pgpass'), `${NAME}:*:firstline:firstline_intake:secret\n127.0.0.1:*:*:*:secret\n`);
write(join(site.dir, 'firstline'), `#!/bin/sh
export HOME='${site.dir}' PGSSLMODE=verify-full PGSSLROOTCERT='${tls}/ca.crt' PGPASSFILE='${site.dir}/pgpass' LD_PRELOAD='${site.dir}/names.so'
export FIRSTLINE_NAMES='${hangs}' ASAN_OPTIONS="verify_asan_link_order=0:$ASAN_OPTIONS"
exec '${BINARY}' "$@"
`, 0o755);

test('the certificate is checked for the name, not for the address that it resolves to', async () => {
    await start('127.0.0.1');
    await thank(1);
    await until('it is refused', () => /database_away why="127\.0\.0\.1 port \d+: server certificate for "localhost"( \(.*\))? does not match host name "127\.0\.0\.1"/.test(site.log('firstline.log')));
    assert.equal((await health()).database, 'away');
    await start(NAME);
    await all_delivered();
    assert.match(site.log('firstline.log'), new RegExp(`database_connected host=${NAME} address=127\\.0\\.0\\.1 port=${site.env.PGPORT} `));
    const tls_in_use = `SELECT bool_and(ssl) AS yes FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'firstline_intake'`;
    assert.deepEqual(await site.sql(tls_in_use), [{ yes: true }]);
});

test('a name that was known once is used while the resolver hangs', async () => {
    const before = await spooled();
    write(hangs, '');
    await site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
    await connected();
    await thank(3);
    await all_delivered();
    assert.ok(await spooled() <= before + 3);
});

test('while no name is resolved leads go to the spool, and healthz says so', async () => {
    await start(NAME);
    await thank(20);
    assert.equal((await health()).database, 'away');
    assert.ok((await health()).spool_files > 0);
    await thank(20);
    assert.ok(await spooled() >= 40);
    assert.match(site.log('firstline.log'), new RegExp(`error database_away why="${NAME} port \\d+: name not resolved in time"`));
    assert.equal((await site.get('/f/callback')).status, 200);
    rmSync(hangs);
    await all_delivered();
});

test('a stop does not wait for the resolver', async () => {
    write(hangs, '');
    await start(NAME);
    await thank(1);
    await site.part('stop', 'firstline');
    assert.match(site.log('firstline.log').trim().split('\n').at(-1), / info stopped /);
    assert.ok(existsSync(hangs), 'it hung to the end');
    rmSync(hangs);
    await start(NAME);
    await all_delivered();
});

site.check_at_end();
