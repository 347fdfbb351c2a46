// spool: the database is stopped, halted and killed under load. Everybody is thanked within three
// seconds, and within thirty of its return everything is in the database, once. What the database
// refuses waits for an operator; two processes share a spool; a killed one loses nothing.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, Site, VALID, metric, receipt_of, until } from './lib.mjs';

const site = await Site.up({
    expect: [
        /error (database_away|batch_failed|batch_unknown) /, /error (record_refused|spool_file_damaged) /,
        / (FATAL|WARNING|ERROR): .*(terminat|shut|start|not yet accepting|poison)/, /the database system/,
        /lock timeout|canceling statement/, /error database_forgets /, /permission denied|not permitted to log in/,
        /connect\(\) to unix:.* failed \((2|111): /, /upstream prematurely closed|reset by peer|Broken pipe/, /connection to client lost/,
    ],
});
const THANKS_MS = 3000;
const DELIVERED_MS = 30_000;
const spool = join(site.dir, 'spool');
const files = (folder) => readdirSync(join(spool, folder)).filter((name) => !name.endsWith('.reason'));
const health = async () => (await site.get('/healthz')).json();
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
let number = 0;
const fresh = (name) => {
    number += 1;
    return { ...VALID.callback, name: name ?? `Очередь ${number}`, phone: `8 912 70${number % 10}-${String(number).padStart(4, '0').slice(-4)}` };
};

/** Sends without a pause until told to stop; every answer must be a thank-you, and in time. */
function load(senders, name) {
    const agent = new http.Agent({ keepAlive: false });
    const thanked = new Map();
    const seen = { slowest: 0, slow: 0, other: {} };
    let stop = false;
    const all = Array.from({ length: senders }, async (_, n) => {
        for (let i = 0; !stop; i++) {
            const fields = fresh(`${name} ${n}.${i}`);
            const start = Date.now();
            const answer = await site.post_json('callback', fields, { agent }).catch((error) => ({ status: error.code }));
            seen.slowest = Math.max(seen.slowest, Date.now() - start);
            if (Date.now() - start > 1500) seen.slow += 1;
            if (answer.status === 201) thanked.set(answer.json().receipt, fields.name);
            else {
                seen.other[answer.status] = (seen.other[answer.status] ?? 0) + 1;
                await sleep(20);
            }
        }
    });
    return { thanked, seen, async end() { stop = true; await Promise.all(all); } };
}

/** Whoever was thanked is there, once, under the receipt; returns when the spool is empty. */
async function delivered(thanked, name) {
    await until('the spool is empty', async () => {
        const h = await health();
        return h.database === 'up' && h.spool_files === 0 && files('new').length === 0;
    }, DELIVERED_MS);
    const stored = await site.sql(`SELECT id, answers->>'name' AS name FROM intake.lead WHERE answers->>'name' LIKE '${name} %'`);
    const by_id = new Map(stored.map((row) => [row.id, row.name]));
    for (const [id, said] of thanked) assert.equal(by_id.get(id), said);
    assert.equal(new Set(stored.map((row) => row.name)).size, stored.length, 'none twice');
}

function postgres() {
    const pid = readFileSync(join(site.dir, 'pgdata/postmaster.pid'), 'utf8').split('\n')[0];
    const children = spawnSync('pgrep', ['-P', pid], { encoding: 'utf8' }).stdout.trim().split('\n').filter(Boolean);
    return [pid, ...children];
}

test('an idle service notices, too, that its database is gone, and that it is back', async () => {
    await site.receipt('callback', fresh());
    await site.part('stop', 'postgres');
    await until('it is noticed', async () => (await health()).database !== 'up', 5_000);
    assert.equal((await site.get('/healthz')).status, 200, 'leads are taken all the same');
    await site.part('start', 'postgres');
    await until('it is back', async () => (await health()).database === 'up');
});

test('stopped: a person is thanked, with a receipt that holds', async () => {
    await site.part('stop', 'postgres');
    const start = Date.now();
    const receipt = receipt_of(await site.post('callback', fresh()));
    assert.ok(Date.now() - start < THANKS_MS);
    const h = await health();
    assert.deepEqual([h.ok, h.database, h.spool_files, h.spool_records], [true, 'away', 1, 1]);
    assert.equal(files('new').length, 1);
    const numbers = (await site.get('/metrics')).text;
    assert.equal(metric(numbers, 'firstline_breaker_open'), 1);
    assert.equal(metric(numbers, 'firstline_spool_records'), 1);
    assert.equal(metric(numbers, 'firstline_leads_spooled_total'), 1);
    await until('it says how long it has waited', async () => (await health()).oldest_undelivered_seconds >= 1);
    await site.part('start', 'postgres');
    const lead = await until('it is delivered', () => site.lead(receipt), DELIVERED_MS);
    assert.ok(lead.stored_at > lead.received_at);
    await until('nothing waits', async () => (await health()).spool_files === 0);
});

test('the same again without a key while it is away is one lead, and both receipts lead to it', async () => {
    const { _submission, ...unkeyed } = fresh();
    const first = receipt_of(await site.post_json('callback', unkeyed));
    await site.part('stop', 'postgres');
    const second = receipt_of(await site.post_json('callback', unkeyed));
    await site.part('start', 'postgres');
    assert.notEqual(second, first);
    await until('it is delivered', async () => (await health()).spool_files === 0, DELIVERED_MS);
    assert.equal(await site.count('intake.lead', `answers->>'name' = '${unkeyed.name}'`), 1);
    const [other] = await site.sql(`SELECT lead FROM intake.other_receipt WHERE receipt = '${second}'`);
    assert.equal(other.lead, first);
});

test('the same key twice while it is away is one lead', async () => {
    const fields = { ...fresh(), _submission: await site.token('callback') };
    await site.part('stop', 'postgres');
    const first = await site.receipt('callback', fields);
    assert.equal(await site.receipt('callback', fields), first);
    await site.part('start', 'postgres');
    await until('it is delivered', () => site.lead(first), DELIVERED_MS);
    await until('nothing waits', async () => (await health()).spool_files === 0);
    assert.equal(await site.receipt('callback', fields), first);
    assert.equal(await site.count('intake.lead', `answers->>'name' = '${fields.name}'`), 1);
});

for (const [what, halt, resume] of [
    ['stopped', () => site.part('stop', 'postgres'), () => site.part('start', 'postgres')],
    ['killed', () => site.part('kill', 'postgres'), () => site.part('start', 'postgres')],
    ['halted', () => execFileSync('kill', ['-STOP', ...postgres()]), () => execFileSync('kill', ['-CONT', ...postgres()])],
]) {
    test(`${what} under load: thanked in time, delivered in time, none lost, none twice`, async () => {
        const name = `Нагрузка ${what}`;
        const running = load(16, name);
        await until('some are stored', () => running.thanked.size > 50);
        await halt();
        const before = running.thanked.size;
        await sleep(4000);    // twice as long as anybody may be kept waiting
        await until('fifty were thanked while it was away', () => running.thanked.size > before + 50);
        await resume();
        const back = running.thanked.size;
        await until('some are thanked after its return', () => running.thanked.size > back + 20);
        await running.end();
        await delivered(running.thanked, name);
        assert.deepEqual(running.seen.other, {});
        assert.ok(running.seen.slowest < THANKS_MS, `${running.seen.slowest} ms`);
    });
}

test('delivery gives way to visitors, and ends all the same', async () => {
    const name = 'Вперемежку';
    await site.part('stop', 'postgres');
    const running = load(8, name);
    await until('a few hundred wait', () => running.thanked.size > 300);
    await site.part('start', 'postgres');
    await until('nothing waits', async () => { const h = await health(); return h.database === 'up' && h.spool_files === 0; }, DELIVERED_MS);
    await running.end();
    await delivered(running.thanked, name);
    assert.deepEqual(running.seen.other, {});
});

test('a lock on the table, no rights, no function: thanked, and delivered when it is over', async () => {
    const held = site.psql(`BEGIN; LOCK TABLE intake.lead IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(3); COMMIT;`);
    await until('the lock is held', async () => (await site.sql(`SELECT count(*)::int AS n FROM pg_locks
        WHERE relation = 'intake.lead'::regclass AND mode = 'AccessExclusiveLock' AND granted`))[0].n === 1);
    const receipts = [];
    for (let i = 0; i < 5; i++) {
        const start = Date.now();
        receipts.push(await site.receipt('callback', fresh()));
        assert.ok(Date.now() - start < THANKS_MS);
    }
    await held;
    await site.psql('REVOKE EXECUTE ON FUNCTION intake.submit(json) FROM firstline_intake');
    receipts.push(await site.receipt('callback', fresh()));
    await site.psql('GRANT EXECUTE ON FUNCTION intake.submit(json) TO firstline_intake');
    await site.psql('ALTER ROLE firstline_intake NOLOGIN');
    await site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
    receipts.push(await site.receipt('callback', fresh()));
    await site.psql('ALTER ROLE firstline_intake LOGIN');
    for (const receipt of receipts) await until('it is delivered', () => site.lead(receipt), DELIVERED_MS);
    await until('nothing waits', async () => (await health()).spool_files === 0, DELIVERED_MS);
});

async function standby(names) {
    await site.psql(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await site.psql('SELECT pg_reload_conf()');
    await until('the server knows it', async () => (await site.sql('SELECT current_setting(\'synchronous_standby_names\') AS s'))[0].s === names);
}

test('a repetition waits for the standby too, though it writes nothing', async () => {
    const fields = { ...fresh(), _submission: await site.token('callback') };
    const receipt = await site.receipt('callback', fields);
    const replays = async () => metric((await site.get('/metrics')).text, 'firstline_leads_replay_total');
    const before = await replays();
    await standby('nobody');
    assert.equal(await site.receipt('callback', fields), receipt);
    assert.equal(await replays(), before, 'thanked for from the spool');
    await standby('');
    await until('nothing waits', async () => { const h = await health(); return h.database === 'up' && h.spool_files === 0; }, DELIVERED_MS);
    assert.equal(await site.receipt('callback', fields), receipt);
    assert.equal(await replays(), before + 1);
});

test('a server that answers and cannot commit: visitors wait for it once, not at each try', async () => {
    const senders = 4;
    const running = load(senders, 'Ведомый');
    await until('some are stored', () => running.thanked.size > 20);
    await standby('nobody');
    await sleep(9000);
    await standby('');
    await running.end();
    await delivered(running.thanked, 'Ведомый');
    assert.deepEqual(running.seen.other, {});
    assert.ok(running.seen.slow > 0, 'the test has halted nobody');
    assert.ok(running.seen.slow <= senders, `${running.seen.slow} waited`);
});

test('a server that forgets is delivered to, but nobody is thanked on its word', async () => {
    await site.psql(`ALTER ROLE firstline_intake SET synchronous_commit = off`);
    await site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
    const before = metric((await site.get('/metrics')).text, 'firstline_leads_spooled_total');
    const receipts = [await site.receipt('callback', fresh()), await site.receipt('callback', fresh())];
    assert.equal(metric((await site.get('/metrics')).text, 'firstline_leads_spooled_total'), before + 2);
    for (const receipt of receipts) await until('it is delivered', () => site.lead(receipt), DELIVERED_MS);
    assert.match(site.log('firstline.log'), /error database_forgets .*synchronous_commit=off/);
    await site.psql('ALTER ROLE firstline_intake RESET synchronous_commit');
    await site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
    await until('it is trusted again', async () => {
        const stored_at_once = async () => metric((await site.get('/metrics')).text, 'firstline_leads_new_total');
        const so_far = await stored_at_once();
        await site.receipt('callback', fresh());
        return await stored_at_once() > so_far;
    }, DELIVERED_MS);
});

/** Which of the receipts are leads. */
async function stored(receipts) {
    const rows = await site.sql(`SELECT id FROM intake.lead WHERE id = ANY ('{${receipts.join(',')}}')`);
    return new Set(rows.map((row) => row.id));
}
const command = (...args) => spawnSync(BINARY, ['spool', ...args, '--spool', spool], { encoding: 'utf8' });
const POISON = `ALTER TABLE intake.lead ADD CONSTRAINT poison CHECK (answers->>'name' NOT LIKE 'Яд%') NOT VALID`;

test('what the database refuses waits with its reason, alone, until it is sent again', async () => {
    await site.psql(POISON);
    const agent = new http.Agent({ keepAlive: false });
    const answers = await Promise.all(Array.from({ length: 60 }, async (_, n) => {
        const poison = n % 20 === 7;
        const fields = fresh(poison ? `Яд ${n}` : undefined);
        return { poison, receipt: receipt_of(await site.post('callback', fields, { agent })) };
    }));
    // On a slow day some of the sixty are thanked from the spool first.
    await until('nothing waits', () => files('new').length === 0, DELIVERED_MS);
    await until('three are set aside', async () => (await health()).bad_files === 3);
    const there = await stored(answers.map((a) => a.receipt));
    for (const { poison, receipt } of answers) assert.equal(there.has(receipt), !poison, receipt);
    assert.equal(files('bad').length, 3);
    const listed = JSON.parse(command('list', '--json').stdout);
    assert.equal(listed.length, 3);
    for (const entry of listed) {
        assert.deepEqual([entry.folder, entry.state, entry.records], ['bad', 'refused', 1]);
        assert.match(entry.reason, /^23514 .*poison/);
        const [record] = JSON.parse(command('show', entry.file, '--json').stdout);
        assert.ok(answers.some((a) => a.poison && a.receipt === record.id));
        assert.equal(record.payload, undefined);
        assert.doesNotMatch(command('show', entry.file).stdout, /Яд/);
        assert.match(command('show', `bad/${entry.file}`, '--payload').stdout, /Яд/);
    }
    assert.doesNotMatch(site.log('firstline.log'), /Яд/, 'the log names nobody');
    // While the cause is there, a retry ends where it began.
    assert.equal(command('retry', listed[0].file).status, 0);
    await until('it is back', () => files('bad').length === 3 && files('new').length === 0);
    await site.psql('ALTER TABLE intake.lead DROP CONSTRAINT poison');
    assert.equal(command('retry', '--all').status, 0);
    await until('all are delivered', async () => (await stored(answers.map((a) => a.receipt))).size === answers.length, DELIVERED_MS);
    assert.equal(files('bad').length, 0);
    assert.deepEqual(readdirSync(join(spool, 'bad')), []);
});

test('nothing that a visitor typed commands the terminal of whoever looks', async () => {
    await site.psql(POISON);
    const typed = 'Яд \u009b2J\u202etxt\u2066\u200f';
    const receipt = receipt_of(await site.post_json('callback', { ...fresh(typed), 'x\u001b[2J': typed }));
    await until('it is set aside', () => readdirSync(join(spool, 'bad')).some((name) => name.endsWith('.reason')));
    const [name] = files('bad');
    writeFileSync(join(spool, 'bad', `${name}.reason`), `23514 quotes ${typed}\x1b[2J\x07\u061c\n`);
    for (const words of [['list'], ['verify'], ['show', name], ['show', name, '--payload']]) {
        const { stdout } = command(...words);
        assert.doesNotMatch(stdout, /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/, words.join(' '));
    }
    assert.match(command('list').stdout, /23514 quotes Яд \?2J\?txt\?\?\?\[2J\?\?\n/);
    assert.match(command('show', name, '--payload').stdout, /Яд \?2J\?txt/);
    assert.ok(JSON.stringify(JSON.parse(command('show', name, '--payload', '--json').stdout)).includes(typed), 'a program gets it to the letter');
    await site.psql('ALTER TABLE intake.lead DROP CONSTRAINT poison');
    assert.equal(command('retry', '--all').status, 0);
    await until('it is delivered', async () => (await stored([receipt])).size === 1, DELIVERED_MS);
});

test('poison in the spool: the others are delivered', async () => {
    await site.psql(POISON);
    await site.part('stop', 'postgres');
    const receipts = [];
    for (let n = 0; n < 12; n++) receipts.push(await site.receipt('callback', fresh(n === 5 ? 'Яд в очереди' : undefined)));
    await site.part('start', 'postgres');
    await until('nothing waits', () => files('new').length === 0, DELIVERED_MS);
    const there = await stored(receipts);
    for (let n = 0; n < 12; n++) assert.equal(there.has(receipts[n]), n !== 5, String(n));
    assert.equal(files('bad').length, 1);
    await site.psql('ALTER TABLE intake.lead DROP CONSTRAINT poison');
    assert.equal(command('retry', '--all').status, 0);
    await until('it is delivered', () => site.lead(receipts[5]), DELIVERED_MS);
});

test('a damaged file is set aside, its readable records and the others are delivered', async () => {
    await site.part('stop', 'postgres');
    const before = await site.receipt('callback', fresh());
    const [whole] = files('new');
    const after = await site.receipt('callback', fresh());
    const broken = await site.receipt('callback', fresh());
    const [, , last] = files('new').sort();
    truncateSync(join(spool, 'new', last), statSync(join(spool, 'new', last)).size - 20);
    appendFileSync(join(spool, 'new', whole), 'tail');
    assert.equal(command('verify').status, 65);
    assert.equal(JSON.parse(command('verify', '--json').stdout).filter((e) => e.state === 'damaged').length, 2);
    await site.part('start', 'postgres');
    for (const receipt of [before, after]) await until('it is delivered', () => site.lead(receipt), DELIVERED_MS);
    await until('nothing waits', () => files('new').length === 0, DELIVERED_MS);
    assert.equal(await site.lead(broken), undefined);
    assert.deepEqual(files('bad').sort(), [whole, last].sort());
    assert.equal(command('retry', '--all').status, 65);
    assert.equal(files('bad').length, 2, 'a damaged file stays');
    const shown = command('show', whole);
    assert.equal(shown.status, 65);
    assert.ok(shown.stdout.includes(before), 'what can be read is shown');
    assert.match(shown.stderr, new RegExp(`^bad/${whole}: damaged: `));
    const listed = JSON.parse(command('list', '--json').stdout);
    assert.match(listed.find((e) => e.file === whole).reason, /^damaged: .* 1 readable/);
    assert.match(listed.find((e) => e.file === last).reason, /^damaged: .* 0 readable/);
    for (const name of readdirSync(join(spool, 'bad'))) renameSync(join(spool, 'bad', name), join(site.dir, name));
});

/** The running program once more, with a socket of its own and the same spool. */
function second_process() {
    const { user, args, env } = site.how_it_runs();
    args[args.indexOf('--socket') + 1] += '2';
    const [command, ...words] = [...user, BINARY, ...args];
    const child = spawn(command, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => { said += chunk; });
    const ended = new Promise((resolve) => { child.on('close', (code) => resolve(code)); });
    return { child, ended, said: () => said };
}

test('two processes on one spool: one delivers, and the other when the first is gone', async () => {
    const other = second_process();
    await until('it serves', () => other.said().includes('serving'));
    await site.part('stop', 'postgres');
    const running = load(8, 'Двое');
    await until('some wait', () => running.thanked.size > 50);
    await site.part('start', 'postgres');
    const back = running.thanked.size;
    await until('some are thanked after its return', () => running.thanked.size > back + 20);
    await running.end();
    await delivered(running.thanked, 'Двое');
    assert.doesNotMatch(other.said(), /spool_delivered/);
    await site.part('stop', 'postgres');
    const receipt = await site.receipt('callback', fresh());
    await site.part('kill', 'firstline');
    await site.part('start', 'postgres');
    await until('the other delivers', () => site.lead(receipt), DELIVERED_MS);
    other.child.kill('SIGTERM');
    assert.equal(await other.ended, 0);
    await site.part('start', 'firstline');
});

test('killed while it spools and while it delivers: nothing is lost', async () => {
    const name = 'Убит';
    const running = load(8, name);
    await until('some are stored', () => running.thanked.size > 20);
    for (let round = 0; round < 6; round++) {
        if (round % 2 === 0) await site.part('stop', 'postgres');
        else await site.part('start', 'postgres');
        const before = running.thanked.size;
        await until('some more', () => running.thanked.size > before + 20);
        await site.part('kill', 'firstline');
        await site.part('start', 'firstline');
    }
    await running.end();
    await delivered(running.thanked, name);
    const other = Object.keys(running.seen.other).filter((status) => status !== '502');
    assert.deepEqual(other, [], 'a 502 for what was in flight, and nothing else');
    assert.equal(command('verify').status, 0);
});

test('the command tells what is wrong with it', () => {
    assert.match(command('lits').stderr, /did you mean "list"/);
    assert.equal(command('lits').status, 64);
    assert.match(command('show', 'one', 'two').stderr, /unexpected "two"/);
    assert.equal(command('show', 'nothing').status, 66);
    assert.equal(command('show', '../new/x').status, 66);
    assert.equal(spawnSync(BINARY, ['spool', 'list', '--spool', '/nowhere']).status, 66);
    assert.match(command('--help').stdout, /^usage: firstline spool/);
    assert.match(command('list').stdout, /^FILE +STATE +AGE +RECORDS +BYTES +REASON\n$/, 'no colour in a pipe');
    assert.equal(command('list', '--json').stdout, '[]\n');
});

site.check_at_end();
