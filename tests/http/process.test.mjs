// process: how the program starts, takes over changed definitions, and stops.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, PATIENCE_MS, ROOT, Site, VALID, receipt_of, until } from './lib.mjs';
import { controls } from './html.mjs';

const EX_CONFIG = 78;
const EX_USAGE = 64;
const scratch = mkdtempSync(join(tmpdir(), 'firstline-process-'));
chmodSync(scratch, 0o755);
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

function copy_of_forms(name) {
    const folder = join(scratch, name);
    mkdirSync(folder);
    cpSync(join(ROOT, 'forms'), folder, { recursive: true });
    return folder;
}

const forms = copy_of_forms('live');
const site = await Site.up({
    env: { FIRSTLINE_FORMS: forms },
    expect: [/error (definitions_refused|reload_refused) /, /connect\(\) to unix:|\[error\].*upstream/],
});

/** Runs the program to its end; handed: as a service manager does that keeps its socket. */
function finish(args, env = {}, handed = false) {
    return new Promise((resolve, reject) => {
        const start = handed ? ['sh', ['-c', 'LISTEN_PID=$$ exec "$0" "$@" 3</dev/null', BINARY, ...args]] : [BINARY, args];
        const child = spawn(...start, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        let out = '';
        child.stdout.on('data', (d) => { out += d; });
        child.stderr.on('data', (d) => { out += d; });
        const timer = setTimeout(() => { child.kill('SIGKILL'); }, PATIENCE_MS);
        child.on('error', reject);
        child.on('close', (code, signal) => { clearTimeout(timer); resolve({ code, signal, out }); });
    });
}

test('a broken set stops the start, with all the errors of all the files', async () => {
    const folder = copy_of_forms('broken');
    const cargo = readFileSync(join(folder, 'cargo.yaml'), 'utf8');
    writeFileSync(join(folder, 'cargo.yaml'), cargo.replace(/type: email/, 'type: emial'));
    const contact = readFileSync(join(folder, 'contact.yaml'), 'utf8');
    writeFileSync(join(folder, 'contact.yaml'), `${contact}\nrules:\n  - name: x\n    category: nothing-known\n    when: [{field: messag, matches: '('}]\n`);
    const { code, out } = await finish(['serve', '--forms', folder, '--socket', join(scratch, 'x.sock')]);
    assert.equal(code, EX_CONFIG, out);
    assert.match(out, /cargo\.yaml:\d+: .*emial.*did you mean "?email"?/);
    assert.match(out, /contact\.yaml:\d+: .*nothing-known/);
    assert.match(out, /contact\.yaml:\d+: .*messag.*did you mean "?message"?/);
    const line = 1 + cargo.slice(0, cargo.indexOf('type: email')).split('\n').length - 1;
    assert.ok(out.includes(`cargo.yaml:${line}:`), out);
    assert.throws(() => statSync(join(scratch, 'x.sock')), 'no socket was opened');
});

test('check says the same, and nothing against the shipped forms', async () => {
    const good = await finish(['check', join(ROOT, 'forms')]);
    assert.equal(good.code, 0, good.out);
    const bad = await finish(['check', join(scratch, 'broken')]);
    assert.notEqual(bad.code, 0);
    assert.match(bad.out, /cargo\.yaml:\d+: /);
    assert.match(bad.out, /contact\.yaml:\d+: /);
    const config = join(scratch, 'check.conf');
    for (const [zone, code, said] of [['Asia/Kathmandu', 0, /is right/], ['Mars/Phobos', EX_CONFIG, /check\.conf: there is no time zone "Mars\/Phobos"/]]) {
        writeFileSync(config, `forms = ${join(ROOT, 'forms')}\nzone = ${zone}\n`);
        const answer = await finish(['check', '--config', config]);
        assert.equal(answer.code, code, answer.out);
        assert.match(answer.out, said);
    }
});

test('a wrong command line is answered with what would be right', async () => {
    const cases = [
        [['serv'], EX_USAGE], [[], EX_USAGE], [['serve', '--formz', '/tmp'], undefined],
        [['serve', '--threads', '0'], undefined], [['serve', '--threads', 'many'], undefined], [['serve', '--threads', '513'], undefined],
        [['serve', '--config', '/nonexistent'], undefined], [['serve', '--forms', '/nonexistent'], EX_CONFIG],
        [['serve', '--forms', join(ROOT, 'forms'), '--zone', 'Mars/Phobos', '--socket', join(scratch, 'y.sock')], EX_CONFIG],
        [['serve', '--forms', join(ROOT, 'forms'), '--log-level', 'loud'], EX_CONFIG],
        ...['nobody-of-that-name', '-1', '33x', '4294967295', '4294967296'].map((peer) => [['serve', '--forms', join(ROOT, 'forms'), '--peer', peer], EX_CONFIG]),
    ];
    for (const [args, expected] of cases) {
        const { code, out } = await finish(args);
        assert.ok(expected === undefined ? [EX_USAGE, EX_CONFIG].includes(code) : code === expected, `${args}: ${code} ${out}`);
        assert.ok(out.length > 10, String(args));
    }
    for (const args of [['--help'], ['serve', '--help'], ['check', '--help'], ['version']]) {
        const { code, out } = await finish(args);
        assert.equal(code, 0, `${args}: ${out}`);
        assert.ok(out.length > 5);
    }
});

test('the socket is for nginx only', () => {
    const socket = statSync(join(site.dir, 'run/firstline.sock'));
    assert.ok(socket.isSocket());
    assert.equal(socket.mode & 0o777, 0o660);
});

const rule_set = async () => (await site.get('/healthz')).json().rule_set;

test('on SIGHUP a broken set leaves the old one in force', async () => {
    const before = await rule_set();
    const file = join(forms, 'callback.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/type: phone/, 'type: fone'));
    await site.part('reload', 'firstline');
    await until('it says so', () => site.log('firstline.log').includes('reload_refused'));
    assert.match(site.log('firstline.log'), /callback\.yaml:\d+: .*fone/);
    assert.equal(await rule_set(), before);
    receipt_of(await site.post('callback', VALID.callback));
    writeFileSync(file, text);
});

test('a good set takes over, without a lost request', async () => {
    const before = await rule_set();
    let stop = false;
    const load = Promise.all(Array.from({ length: 4 }, async (_, n) => {
        for (let i = 0; !stop; i++) {
            const answer = await site.post('callback', { ...VALID.callback, name: `Смена ${n}.${i}` });
            assert.equal(answer.status, 303, answer.text);
        }
    }));
    const file = join(forms, 'contact.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^title:[^\n]*(\n[ ]+[^\n]*)*/m,
        'title: Новое название'));
    await site.part('reload', 'firstline');
    await until('the new set is in force', async () => (await rule_set()) !== before);
    assert.ok((await site.get('/f/contact')).text.includes('Новое название'));
    for (let i = 0; i < 10; i++) {
        appendFileSync(file, `# ${i}\n`);
        await site.part('reload', 'firstline');
    }
    stop = true;
    await load;
    const lead = await site.lead(await site.receipt('contact', VALID.contact));
    assert.match(lead.rule_set, /^[0-9a-f]{12}$/);
});

test('a page that was open during a restart is still good', async () => {
    const token = await site.token('callback');
    await site.part('stop', 'firstline');
    await site.part('start', 'firstline');
    const answer = await site.post('callback', { ...VALID.callback, name: 'После перезапуска', _submission: token });
    assert.equal(answer.status, 303);
});

/** Stops the site's own firstline; runs command in its place, as a child, so that its end is seen. */
async function run_instead([command, ...words], env) {
    await site.part('stop', 'firstline');
    const log = join(site.dir, 'log/firstline.log');
    const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.on('data', (d) => appendFileSync(log, d));
    const ended = new Promise((resolve) => { child.on('close', (code, signal) => resolve({ code, signal })); });
    await until('it answers', async () => (await site.get('/healthz')).status === 200);
    return { child, ended };
}

test('SIGTERM under load: who was heard is answered, exit 0', async () => {
    const { user, args, env } = site.how_it_runs();
    const { child, ended } = await run_instead([...user, BINARY, ...args], env);
    const agent = new http.Agent({ keepAlive: false });
    const acknowledged = new Map();
    const statuses = {};
    let stop = false;
    const senders = Array.from({ length: 16 }, async (_, n) => {
        for (let i = 0; !stop; i++) {
            const fields = { ...VALID.callback, name: `Остановка ${n}.${i}` };
            const answer = await site.post_json('callback', fields, { agent });
            statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
            if (answer.status === 201) acknowledged.set(answer.json().receipt, fields.name);
            else if (answer.status === 502) return;
        }
    });
    await until('it is busy', () => acknowledged.size > 100);
    const start = Date.now();
    child.kill('SIGTERM');
    const { code, signal } = await ended;
    const took = Date.now() - start;
    stop = true;
    await Promise.all(senders);
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
    assert.ok(took < 20_000, `${took} ms`);
    assert.deepEqual(Object.keys(statuses).filter((s) => !['201', '502', '503'].includes(s)), []);
    const stored = await site.sql(`SELECT id, answers->>'name' AS name FROM intake.lead WHERE answers->>'name' LIKE 'Остановка %'`);
    assert.equal(new Set(stored.map((r) => r.name)).size, stored.length);
    const by_id = new Map(stored.map((r) => [r.id, r.name]));
    for (const [id, name] of acknowledged) assert.equal(by_id.get(id), name);
    // 502 is for those that nginx had queued on the socket: they were not read, so not stored.
    assert.equal(stored.length, acknowledged.size, JSON.stringify(statuses));
    await site.part('start', 'firstline');
});

test('restarts refuse nobody when the socket is handed over', async () => {
    const { user, args, env } = site.how_it_runs();
    const keeper = new URL('keep-socket.pl', import.meta.url).pathname;
    const path = join(site.dir, 'run/firstline.sock');
    const { child, ended } = await run_instead([...user, 'perl', keeper, path, BINARY, ...args], env);
    const runs = [];
    child.stdout.on('data', (d) => runs.push(...d.toString().trim().split('\n')));
    const agent = new http.Agent({ keepAlive: false });
    const statuses = {};
    let stop = false;
    const senders = Array.from({ length: 8 }, async (_, n) => {
        for (let i = 0; !stop; i++) {
            const { status } = await site.post_json('callback', { ...VALID.callback, name: `Передача ${n}.${i}` }, { agent });
            statuses[status] = (statuses[status] ?? 0) + 1;
        }
    });
    /** Whoever serves now has served: it is past its start, and a signal ends it as it should. */
    const busy = async () => {
        const before = statuses[201] ?? 0;
        await until('it is busy', () => (statuses[201] ?? 0) > before + 50);
    };
    for (let i = 1; i <= 5; i++) {
        await busy();
        child.kill('SIGHUP');
        await until('it was started again', () => runs.length === i);
    }
    await busy();
    stop = true;
    await Promise.all(senders);
    child.kill('SIGTERM');
    await ended;
    assert.deepEqual(Object.keys(statuses), ['201'], JSON.stringify(statuses));
    assert.deepEqual(runs, Array(6).fill('ended 0 0'));
    const [{ n }] = await site.sql(`SELECT count(*) AS n FROM intake.lead WHERE answers->>'name' LIKE 'Передача %'`);
    assert.equal(Number(n), statuses[201]);
    await site.part('start', 'firstline');
});

test('it tells the service manager how it is', async () => {
    for (const path of [join(scratch, 'notify.sock'), `@${join(scratch, 'notify')}`]) {
        const manager = spawn('perl', [new URL('notify-socket.pl', import.meta.url).pathname, path]);
        const said = [];
        manager.stdout.on('data', (d) => said.push(...d.toString().trim().split('\n')));
        await until('it listens', () => said.includes('listening'));
        const args = ['serve', '--forms', join(ROOT, 'forms'), '--socket', join(scratch, 'notified.sock'), '--spool', join(scratch, 'notified-spool')];
        const child = spawn(BINARY, args, { env: { ...process.env, PGHOST: scratch, NOTIFY_SOCKET: path }, stdio: 'ignore' });
        const ended = new Promise((resolve) => { child.on('close', resolve); });
        await until('it says that it is well', () => said.includes('WATCHDOG=1'));
        child.kill('SIGTERM');
        assert.equal(await ended, 0);
        await until('it says that it stops', () => said.includes('STOPPING=1'));
        manager.kill();
        assert.equal(said[1], 'READY=1');
        assert.equal(said.at(-1), 'STOPPING=1');
    }
});

test('it starts beside a socket that a killed one left behind', async () => {
    await site.part('kill', 'firstline');
    assert.equal((await site.get('/f/callback')).status, 502);
    await site.part('start', 'firstline');
    const page = await until('it answers', async () => {
        const answer = await site.get('/f/callback');
        return answer.status === 200 ? answer : undefined;
    });
    assert.ok(controls(page.text).has('phone'));
});

test('a second one on the same socket is refused', async () => {
    const { args } = site.how_it_runs();
    const { code, out } = await finish(args);
    assert.notEqual(code, 0);
    assert.match(out, /another process serves it/);
    assert.equal((await site.get('/f/callback')).status, 200, 'and the first one still serves');
});

test('a socket that cannot be is named, with the reason', async () => {
    const spool = join(scratch, 'no-socket-spool');
    const cases = [
        [join(scratch, 'x'.repeat(120)), {}, /longer than 107 octets/],
        [join(scratch, 'nowhere/x.sock'), {}, /nowhere\/x\.sock why="No such file or directory"/],
        [scratch, {}, /why="Is a directory"/],
        ['unused', { LISTEN_FDS: '2' }, /expected one socket to be handed over/],
        ['unused', { LISTEN_FDS: '1' }, /fd=3 why="handed over, but no listening Unix socket"/],
    ];
    for (const [path, env, said] of cases) {
        const args = ['serve', '--forms', join(ROOT, 'forms'), '--socket', path, '--spool', spool];
        const { code, out } = await finish(args, env, 'LISTEN_FDS' in env);
        assert.notEqual(code, 0, out);
        assert.match(out, said);
    }
});

test('it starts without a database, and takes leads when there is one', async () => {
    await site.part('stop', 'firstline');
    await site.part('stop', 'postgres');
    site.expected.push(/error (database_away|batch_failed) /, /FATAL: {2}(the database|terminat)/);
    await site.part('start', 'firstline');
    assert.equal((await site.get('/f/callback')).status, 200);
    const early = await site.receipt('callback', { ...VALID.callback, name: 'Пришёл раньше' });
    await site.part('start', 'postgres');
    await until('it is delivered', () => site.lead(early));
    const later = await site.receipt('callback', { ...VALID.callback, name: 'Пришёл позже' });
    await until('it is there', () => site.lead(later));
});

site.check_at_end();
