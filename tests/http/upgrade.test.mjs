// upgrade: today's program over the database and the spool of 0.1.0. Until install.sql has been run the leads wait in the
// spool, log and healthz tell which command it takes, and after it everything is delivered by itself, once. So does a
// record that a newer program has left in the spool.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, copyFileSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site, VALID, until } from './lib.mjs';

const OLD = join(ROOT, 'tests/upgrade/0.1.0');
const site = await Site.up({
    env: { FIRSTLINE_SQL: join(OLD, 'sql') },
    expect: [
        /error (schema_too_old|database_away) /, / ERROR: {2}(function intake\.hello|the schema of firstline is too old)/,
        / FATAL: {2}(terminating|the database system)/,
    ],
});
const spool = join(site.dir, 'spool');
const files = (folder) => readdirSync(join(spool, folder));
const health = async () => (await site.get('/healthz')).json();

/** A file in the spool, from whoever writes there. */
function put(name, content) {
    const path = join(spool, 'new', name);
    if (Buffer.isBuffer(content)) writeFileSync(path, content);
    else copyFileSync(content, path);
    const { uid, gid } = statSync(join(spool, 'new'));
    chownSync(path, uid, gid);
}

/** The ids of the records in a folder that is no spool yet. */
const ids_in = (folder) => readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'latin1').matchAll(/\{"id":"([^"]+)"/g)].map((found) => found[1]));

/** Each of them is a lead, and waits once in the queue. */
async function in_the_queue_once(receipts) {
    for (const receipt of receipts) {
        await until(`${receipt} is delivered`, () => site.lead(receipt));
        assert.equal(await site.count('intake.waiting', `lead = '${receipt}'`), 1, receipt);
    }
}

const waiting = ids_in(join(OLD, 'spool'));

test('the database and the spool that 0.1.0 has left', async () => {
    assert.equal(waiting.length, 4);
    await site.part('stop', 'firstline');
    await site.psql('DROP DATABASE firstline WITH (FORCE)', { server: { PGDATABASE: 'postgres' } });
    await site.psql(`CREATE DATABASE firstline TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'`, { server: { PGDATABASE: 'postgres' } });
    await site.psql(readFileSync(join(OLD, 'database.sql'), 'utf8'));
    await site.psql('GRANT CONNECT ON DATABASE firstline TO firstline_intake');
    for (const name of readdirSync(join(OLD, 'spool'))) put(name, join(OLD, 'spool', name));
    await site.part('start', 'firstline');
});

test('visitors are thanked, and log and healthz tell what to do', async () => {
    waiting.push(await site.receipt('callback', VALID.callback), await site.receipt('cargo', VALID.cargo));
    const [line] = site.log('firstline.log').match(/error schema_too_old .*/);
    assert.match(line, /why="function intake\.hello\(.*\) does not exist" do="psql .* -d firstline -f sql\/install\.sql"/);
    const answer = await site.get('/healthz');
    assert.equal(answer.status, 200);
    const { database, schema, spool_records, bad_files } = answer.json();
    assert.deepEqual({ database, schema, spool_records, bad_files },
        { database: 'away', schema: 'too old: run sql/install.sql', spool_records: 6, bad_files: 0 });
    assert.equal(await site.count('intake.lead', `id IN (${waiting.map((id) => `'${id}'`).join()})`), 0);
});

/** The command that the log gives, in the folder of today's schema. */
function run_what_the_log_says() {
    const [, command] = site.log('firstline.log').match(/error schema_too_old .* do="([^"]+)"/);
    execFileSync('sh', ['-c', command], { cwd: ROOT, env: { ...site.env, PGUSER: 'postgres', PGOPTIONS: '' }, stdio: ['ignore', 'ignore', 'pipe'] });
}

test('after that command all of them are delivered by themselves', async () => {
    run_what_the_log_says();
    await in_the_queue_once(waiting);
    await until('healthy', async () => (await health()).spool_records === 0);
    const { database, schema, bad_files } = await health();
    assert.deepEqual({ database, schema, bad_files }, { database: 'up', schema: 'fits', bad_files: 0 });
    assert.deepEqual(files('bad'), []);
    assert.match(site.log('firstline.log'), /info database_connected .* schema=\d+/);
});

test('a lead of today goes in directly', async () => {
    await in_the_queue_once([await site.receipt('callback', { ...VALID.callback, phone: '+7 912 111-33-44' })]);
});

// ---- a record of a newer program ---------------------------------------------------------------

function crc32c(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
    }
    return number(~crc >>> 0);
}
function number(n) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(n);
    return bytes;
}
/** A file of the spool with one record (include/store/spool_file.h). */
function spool_file(record) {
    const payload = Buffer.from(JSON.stringify(record));
    const checked = (...parts) => Buffer.concat([...parts, crc32c(Buffer.concat(parts))]);
    const whole = Buffer.concat([
        checked(Buffer.from('FLSPOOL\n'), number(1), number(1)),
        checked(Buffer.from('\xffR\xfe\n', 'latin1'), number(payload.length), Buffer.from(record.id),
            createHash('sha256').update(payload).digest(), payload),
        Buffer.from('\xffE\xfe\n', 'latin1'), number(1),
    ]);
    return Buffer.concat([whole, crc32c(whole)]);
}

test('a key that the schema does not know does not vanish: its lead waits, others do not', async () => {
    await site.part('stop', 'postgres');
    const receipt = await site.receipt('contact', { ...VALID.contact, message: 'из будущего' });
    const [name] = files('new');
    const shown = execFileSync(BINARY, ['spool', 'show', name, '--payload', '--json', '--spool', spool], { encoding: 'utf8' });
    const record = JSON.parse(shown)[0].payload;
    put(name, spool_file({ ...record, keys: record.keys + 1, mood: 'good' }));
    await site.part('start', 'postgres');
    await until('it is told', () => /error schema_too_old why="the schema of firstline is too old for record 1: it does not know the key mood"/
        .test(site.log('firstline.log')));
    assert.equal((await health()).schema, 'too old: run sql/install.sql');
    for (let n = 0; n < 3; n++) {
        await in_the_queue_once([await site.receipt('callback', { ...VALID.callback, phone: `+7 912 111-33-5${n}` })]);
    }
    assert.equal(await site.lead(receipt), undefined);
    assert.deepEqual(files('bad'), []);
    await site.psql('ALTER TYPE intake.record ADD ATTRIBUTE mood text');  // as its version would
    await in_the_queue_once([receipt]);
    await until('nothing waits', async () => (await health()).schema === 'fits');
    assert.deepEqual([files('new'), files('bad')], [[], []]);
});

site.check_at_end({ whole: false });
