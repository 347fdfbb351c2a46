// dump: a live system is dumped under load, its server is lost, and the dump is restored into a new one while the service
// runs on, by the commands of firstline-backup(7). Whoever was thanked, before the dump, since, and during the restore, is
// in the new database once; people and rights are as they were. Then the same once more into the same server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { ROOT, Site, VALID, receipt_of, until } from './lib.mjs';

const FOUND_MS = 60_000;
const site = await Site.up({
    expect: [
        / ERROR: .*canceling statement due to (lock|statement) timeout/,
        /error (database_away|batch_failed|batch_unknown|schema_too_old) /, / FATAL: {2}(terminating|the database system is|(database "firstline"|role "firstline_intake") does)/,
        / FATAL: .*(not currently accepting|permission denied for database)/, / ERROR: .*(role "postgres" already exists|permission denied)/,
        / ERROR: .*does not exist/, / WARNING: {2}terminating connection/, /connection to client lost/,
    ],
});
const dir = site.env.FIRSTLINE_DIR;
const thanked = new Map(); // name by receipt
let number = 0;

/** A command of the page, with its words in place of the page's. */
const page = readFileSync(join(ROOT, 'fcgi/firstline-backup.7'), 'utf8').replaceAll('\\-', '-').replaceAll('\\e', '\\');
async function by_the_page(begins, more = '') {
    const line = page.split('\n').find((l) => l.trim().startsWith(begins));
    assert.ok(line, `firstline-backup(7) has the command ${begins}`);
    const command = line.trim().replaceAll('/var/backups/firstline', dir).replaceAll('/usr/share/firstline/sql', join(ROOT, 'sql'));
    return promisify(execFile)('sh', ['-c', command + more], { cwd: '/', env: { ...site.env, PGOPTIONS: '' } });
}

async function send() {
    number += 1;
    const name = `Запас ${number}`;
    const answer = await site.post_json('callback', { ...VALID.callback, name, phone: `8 914 9${String(number).padStart(6, '0')}` });
    thanked.set(receipt_of(answer), name);
}

/** Four visitors at a time, for as long as act takes, and at least a few before it and after. */
async function under_load(act) {
    let goes_on = true;
    const visitors = Array.from({ length: 4 }, async () => { while (goes_on) await send(); });
    const from = thanked.size;
    await until('leads before', () => thanked.size >= from + 20);
    try {
        return await act();
    } finally {
        const then = thanked.size;
        await until('leads after', () => thanked.size >= then + 20);
        goes_on = false;
        await Promise.all(visitors);
    }
}

async function confirmed() {
    await until('all is in the database', async () => {
        const h = (await site.get('/healthz')).json();
        return h.database === 'up' && h.spool_files === 0 && h.remembered.unconfirmed_records === 0;
    }, FOUND_MS);
}

/** Whoever was thanked is there, once; the receipts of those that are marked. */
async function all_there() {
    const rows = await site.sql(`SELECT id, answers->>'name' AS name, 'restored' = ANY (marks) AS restored
        FROM intake.lead WHERE answers->>'name' LIKE 'Запас %'`);
    const by_id = new Map(rows.map((row) => [row.id, row.name]));
    assert.deepEqual([...thanked].filter(([id, name]) => by_id.get(id) !== name), [], `of ${thanked.size}`);
    assert.equal(new Set(rows.map((row) => row.name)).size, rows.length, 'none twice');
    return new Set(rows.filter((row) => row.restored).map((row) => row.id));
}

/** Tables, functions, rights and settings, as pg_dump tells them; a column without a name has one when it was read again. */
async function schema() {
    const { stdout } = await promisify(execFile)('pg_dump', ['-s', '--create', 'firstline'], { env: site.env, maxBuffer: 1 << 28 });
    return stdout.replace(/^\\(un)?restrict .*$/gm, '').replace(/NULL::text AS text$/gm, 'NULL::text').split('\n');
}

/** Lines that only one of two dumps has. */
function difference(a, b) {
    const only = (x, y) => { const there = new Set(y); return x.filter((line) => !there.has(line)); };
    return [...only(a, b), ...only(b, a)];
}

let before;
let in_dump;

test('a dump under load holds up nobody', async () => {
    await site.psql(`ALTER ROLE nina PASSWORD 'кот и пёс';
        ALTER ROLE olga IN DATABASE firstline SET TimeZone = 'Asia/Tokyo'`);
    await send();
    await confirmed();
    const taken = await site.psql('SELECT receipt FROM desk.claim_next()', { user: 'olga' });
    before = { taken, schema: await schema(), password: await site.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'nina'") };
    await under_load(async () => {
        in_dump = new Set((await site.sql('SELECT id FROM intake.lead')).map((row) => row.id));
        await by_the_page('pg_dumpall');
        await by_the_page('pg_dump -Fc');
    });
    await confirmed();
    assert.equal((await all_there()).size, 0);
});

test('the server is lost, and the dump is restored into a new one while visitors come', async () => {
    await under_load(async () => {
        await site.part('kill', 'postgres');
        renameSync(join(dir, 'pgdata'), join(dir, 'pgdata.lost'));
        await site.part('start', 'postgres'); // nothing in it
        const { stderr } = await by_the_page('psql -X -d postgres -f');
        assert.deepEqual(stderr.split('\n').filter(Boolean).map((l) => l.replace(/^.*ERROR: +/, '')), ['role "postgres" already exists']);
        await by_the_page('pg_restore');
        await by_the_page('vacuumdb');
    });
    await confirmed();
    const restored = await all_there();
    assert.ok(restored.size > 0, 'what came after the dump is handed in again');
    assert.deepEqual([...restored].filter((id) => in_dump.has(id)), [], 'and nothing that is in it');
});

test('people, rights and settings are as they were', async () => {
    assert.deepEqual(difference(await schema(), before.schema), []);
    assert.deepEqual(await site.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'nina'"), before.password);
    assert.equal(await site.psql('SHOW TimeZone', { user: 'olga' }), 'Asia/Tokyo');
    assert.match(before.taken, /^[0-9a-f-]{36}$/);
    assert.equal(await site.psql('SELECT receipt FROM desk.my_leads', { user: 'olga' }), before.taken, 'what she had taken is hers');
    assert.match(await site.psql('SELECT receipt FROM desk.claim_next()', { user: 'olga' }), /^[0-9a-f-]{36}$/);
    const { stderr } = await by_the_page('psql -X -v ON_ERROR_STOP=1 --single-transaction');
    assert.equal(stderr, '', 'install.sql has nothing to say');
    assert.deepEqual(difference(await schema(), before.schema), []);
});

test('into the same server, the one that went wrong kept beside it', async () => {
    const marked = await all_there();
    await under_load(async () => {
        await by_the_page('psql -X -d postgres -c "ALTER DATABASE firstline ALLOW');
        await by_the_page('psql -X -d postgres -c "SELECT pg_terminate_backend');
        await by_the_page('psql -X -d postgres -c "ALTER DATABASE firstline RENAME');
        await by_the_page('pg_restore');
    });
    await confirmed();
    const again = await all_there();
    assert.deepEqual([...marked].filter((id) => !again.has(id)), [], 'what is not in the dump is marked as before');
});

site.check_at_end();
