// process: faults of firstline itself: killed, stopped, reloaded, doubled, starved. Each is an
// entry of a table: strike() is called `often` times under load, then the account is drawn up.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../http/lib.mjs';
import { read_but_unanswered } from './account.mjs';
import { DELIVERED_MS, SLACK, sleep } from './world.mjs';

const BACK_MS = 1000;
const STOP_MAX_MS = 20_000;
const random = (max) => Math.random() * max;
const pick = (list) => list[Math.floor(random(list.length))];

/** Waits for the process to end and to serve again. */
async function back(w, child, what) {
    const ended = await Promise.race([child.ended, sleep(DELIVERED_MS)]);
    w.expect(ended !== undefined, `${what}: it never ended`);
    if (ended === undefined) return undefined;
    const start = Date.now();
    await w.service.ready();
    w.expect(Date.now() - start < w.limit(BACK_MS), `${what}: back after ${Date.now() - start} ms`);
    return ended;
}

// Where it is killed, and what has to happen for a thread to come by.
const POINTS = [
    ...['request-read', 'queued', 'pg-send', 'pg-sent', 'pg-answered', 'answer', 'answered'].map((name) => ({ name, at_most: 8 })),
    ...['spool-open', 'spool-write', 'spool-fsync', 'spool-rename', 'spool-dirsync'].map((name) => ({ name, away: true, at_most: 8 })),
    // All that waits goes in one transaction, so that the first time is the only sure one.
    ...['drain-read', 'drain-commit'].map((name) => ({ name, drains: true, at_most: 1 })),
    ...['pg-send', 'pg-sent', 'drain-unlink'].map((name) => ({ name, drains: true, at_most: 3 })),
    ...['reload', 'reloaded'].map((name) => ({ name, reload: true, at_most: 1 })),
];

async function kill_at(w, point) {
    if (point.away || point.drains) await w.cut_database();
    const nth = 1 + Math.floor(random(point.at_most));
    // A spool is filled while nobody delivers; then a fresh process does.
    if (point.drains) await w.more(5);
    await w.service.stop();
    if (point.drains) w.mend_database();
    w.service.start({ env: { FIRSTLINE_FAULT: `${point.name}:${nth}` } });
    const { child } = w.service;
    if (point.reload) {
        await w.service.ready();
        w.service.reload();
    }
    const ended = await Promise.race([child.ended, sleep(10_000 * SLACK)]);
    if (ended === undefined && point.drains) child.kill('SIGKILL'); // there were fewer files than that
    else w.expect(ended?.signal === 'SIGKILL', `${point.name}:${nth} was not reached`);
    await child.ended;
    await w.mend_database();
    await w.service.ready();
}

const broken_forms = [
    ['callback.yaml', (text) => text.replace(/type: phone/, 'type: fone'), /callback\.yaml:\d+: .*fone/],
    ['cargo.yaml', (text) => text.replace(/matches: '/, "matches: '("), /cargo\.yaml:\d+: /],
    ['contact.yaml', () => 'title: [\n', /contact\.yaml:\d+: /],
    ['categories.yaml', () => 'nothing: here\n', /categories\.yaml(:\d+)?: /],
    ['page.html', (text) => text.replace(/\{\{form\}\}/, ''), /page\.html(:\d+)?: /],
];

async function break_form(w, [name, change, expected]) {
    const file = join(w.forms, name);
    const good = readFileSync(file, 'utf8');
    const from = w.site.log('firstline.log').length;
    const said = () => w.site.log('firstline.log').slice(from);
    const { rule_set } = await w.health();
    writeFileSync(file, change(good));
    w.service.reload();
    await until('it refuses', () => said().includes('reload_refused'), 10_000 * SLACK).catch(() => w.wrong.push(`${name}: taken`));
    w.expect(expected.test(said()), `${name}: the message does not name file and line: ${said().slice(0, 200)}`);
    w.expect((await w.health()).rule_set === rule_set, `${name}: the old set is not in force`);
    writeFileSync(file, good);
}

/** An unreadable key is met at the start: it says so and ends, and starts when it can be read. */
async function unreadable_key(w) {
    const key = w.service.args[w.service.args.indexOf('--token-key') + 1];
    const from = w.site.log('firstline.log').length;
    const text = readFileSync(key);
    await w.service.stop();
    writeFileSync(key, 'short');
    const child = w.service.start();
    const { code } = await child.ended;
    w.expect(code === 78, `a bad key: exit ${code}, not 78`);
    w.expect(w.site.log('firstline.log').slice(from).includes(key), 'a bad key: the message does not name the file');
    writeFileSync(key, text);
    await w.service.ready();
    w.service.take_exits();
}

/** Soft limits of the running process, so that its own next call fails. */
async function starve(w, limits, lift) {
    const done = w.service.limit(...limits);
    w.expect(done.status === 0, `prlimit: ${done.stderr}`);
    const { child } = w.service;
    w.service.reload();
    await sleep(1500);
    if (child === w.service.child && child.exitCode === null) w.service.limit(...lift);
    await w.service.ready();
    await w.more(10);
}

/** firstline under one who keeps the listening socket for it, as a socket unit does. */
async function keep_socket(w) {
    const script = join(w.dir, 'keep-socket.pl');
    const path = w.service.args[w.service.args.indexOf('--socket') + 1];
    cpSync(fileURLToPath(new URL('../http/keep-socket.pl', import.meta.url)), script);
    await w.service.stop();
    const child = w.service.spawn([script, path, w.binary, ...w.service.args], { PGHOST: w.service.hosts.proxy }, w.service.log,
        { command: 'perl', stdout: 'pipe' });
    const ends = [];
    child.stdout.on('data', (bytes) => ends.push(...bytes.toString().trim().split('\n')));
    w.keeper = { child, ends, ended: new Promise((resolve) => { child.on('exit', resolve); }) };
    await w.service.ready();
    // From here on nobody is to notice anything.
    w.traffic.statuses = {};
}

async function second_process(w) {
    const args = [...w.service.args];
    args[args.indexOf('--socket') + 1] += '2';
    let said = '';
    const child = w.service.spawn(args, { PGHOST: w.service.hosts.proxy }, 'pipe');
    child.stderr.on('data', (bytes) => { said += bytes; });
    const ended = new Promise((resolve) => { child.on('exit', (code) => resolve(code)); });
    await until('the second serves', () => said.includes(' serving '), 10_000 * SLACK);
    return { child, ended, said: () => said };
}

export const process_faults = [
    {
        id: 'F01', title: 'SIGKILL at random times', often: 200, short: 5,
        async strike(w) {
            await sleep(random(200));
            const { child } = w.service;
            child.kill('SIGKILL');
            await back(w, child, 'killed');
        },
        statuses: [201, 502, 504, undefined],
    },
    {
        id: 'F02', title: 'SIGKILL at each named point', often: 190, short: POINTS.length,
        strike: (w, n) => kill_at(w, POINTS[n % POINTS.length]),
    },
    {
        id: 'F03', title: 'SIGTERM under load', often: 60, short: 3,
        async strike(w) {
            await sleep(random(200));
            const start = Date.now();
            const { code, signal } = await w.service.stop({ restart: true });
            w.expect(code === 0, `exit ${code ?? signal}`);
            w.expect(Date.now() - start < STOP_MAX_MS, `${Date.now() - start} ms to stop`);
            await w.service.ready();
        },
        // What nginx had queued on the socket was not read: 502. What was read is answered.
        async end(w) {
            await w.drained();
            w.wrong.push(...await read_but_unanswered(w.site, w.traffic.journal.path, w.id));
        },
        statuses: [201, 502, 503, 504, undefined],
    },
    {
        id: 'F03s', title: 'SIGTERM under load, the socket kept', often: 60, short: 3,
        begin: keep_socket,
        async strike(w) {
            await sleep(random(200));
            const { ends } = w.keeper;
            const before = ends.length;
            w.keeper.child.kill('SIGHUP');
            await until('it was started again', () => ends.length > before, STOP_MAX_MS);
            w.expect(ends.at(-1) === 'ended 0 0', ends.at(-1));
            await w.more(3);
        },
        async end(w) {
            w.expect(Object.keys(w.traffic.statuses).join() === '201', `answers: ${JSON.stringify(w.traffic.statuses)}`);
            w.keeper.child.kill('SIGTERM');
            await w.keeper.ended;
            w.service.start();
            await w.service.ready();
        },
    },
    {
        id: 'F17', title: 'broken definitions and keys', often: 12, short: 6,
        strike: (w, n) => (n % 6 === 5 ? unreadable_key(w) : break_form(w, broken_forms[n % 6])),
    },
    {
        id: 'F18', title: 'no descriptors, threads, memory', often: 12, short: 3,
        async strike(w, n) {
            const kind = n % 3;
            if (kind === 0) await starve(w, ['--nofile=12:'], ['--nofile=4096:']);
            if (kind === 1) await starve(w, ['--nproc=1:'], ['--nproc=unlimited:']);
            if (kind === 2) {
                const vsize = Number(readFileSync(`/proc/${w.service.child.pid}/statm`, 'utf8').split(' ')[0]) * 4096;
                await starve(w, [`--as=${vsize + 100_000}:`], ['--as=unlimited:']);
            }
        },
        crashes: true,
    },
    {
        id: 'F25', title: 'two processes on one spool; restart while draining', often: 20, short: 2,
        async strike(w, n) {
            await w.cut_database();
            await w.more(10);
            if (n % 2 === 0) {
                const other = await second_process(w);
                const from = w.site.log('firstline.log').length;
                await w.mend_database();
                await sleep(random(500));
                if (n % 4 === 0) w.service.child.kill('SIGKILL');
                await w.drained();
                const delivered = [other.said(), w.site.log('firstline.log').slice(from)].filter((said) => said.includes('spool_delivered'));
                if (n % 4 !== 0) w.expect(delivered.length === 1, `${delivered.length} delivered`);
                other.child.kill('SIGTERM');
                w.expect(await other.ended === 0, 'the second did not stop well');
            } else {
                await w.mend_database();
                await sleep(random(300));
                await w.service.stop({ restart: true, signal: pick(['SIGKILL', 'SIGTERM']) });
            }
            await w.service.ready();
        },
    },
];
