// run: a real cluster (Patroni, etcd, three PostgreSQL nodes, each machine in a network namespace) under
// load, and what happens to clusters. After each event the journal of the visitors is held against
// the primary of the day. Prints a table; exits 1 if anything was lost or doubled, or somebody waited.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BINARY, ROOT } from '../http/lib.mjs';
import { SLACK } from '../faults/world.mjs';
import { table, total } from '../faults/report.mjs';
import { EVENTS } from './events.mjs';

const WAIT_MAX_MS = 2100;
const EVENT_MAX_MS = 600_000;
const RATE = 100;

const USAGE = `usage: tests/cluster/run.mjs [options]       as root
  --list              the events
  --only PATTERN      those whose id or title fits: --only 'C0[1-4]', --only pause
  --rate ${RATE}          leads a second
  --quick             a backup is some seconds old when it is restored, not three minutes
  --keep              leave the lab running afterwards, for looking at it, until Ctrl-C
  --json              for programs
From the environment: FIRSTLINE_BIN; FAULTS_SLACK (how much longer a busy machine may take); FIRSTLINE_KEEP (the
folder with every log stays).
`;
const { values: options } = parseArgs({
    options: {
        list: { type: 'boolean' }, only: { type: 'string' }, rate: { type: 'string' }, quick: { type: 'boolean' },
        keep: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' },
    },
});
const pattern = new RegExp(options.only ?? '', 'i');
const chosen = EVENTS.filter(({ id, title }) => pattern.test(`${id} ${title}`));

// ---- outside: a place that vanishes with all that runs in it ------------------------------------

// Of its own are network, mounts and processes; the shell is the first of them, which takes in orphans.
const UNSHARE = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=KILL', '--'];
const INSIDE = 'FIRSTLINE_CLUSTER_DIR';

function refuse(why, code = 77) {
    process.stderr.write(`cluster: ${why}\n`);
    process.exit(code);
}

function check_possible() {
    if (process.getuid() !== 0) refuse('needs root, for network namespaces');
    const tried = spawnSync('unshare', [...UNSHARE, 'ip', 'link', 'add', 'veth1', 'type', 'veth', 'peer', 'name', 'veth2'], { encoding: 'utf8' });
    if (tried.status !== 0) refuse(`network namespaces are impossible here: ${tried.stderr || tried.error}`);
    for (const command of ['patroni', 'etcd', 'haproxy', 'iptables']) {
        if (spawnSync('which', [command]).status !== 0) refuse(`there is no ${command}: run tests/setup.sh cluster`);
    }
}

function run_inside() {
    check_possible();
    const dir = mkdtempSync(join(tmpdir(), 'firstline-cluster-'));
    chmodSync(dir, 0o755);
    cpSync(join(ROOT, 'sql'), join(dir, 'sql'), { recursive: true });
    // Should this process be killed, so is all the rest.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...UNSHARE,
        'bash', '-c', '"$0" "$@" & wait $!', process.execPath, ...process.argv.slice(1)],
    { stdio: 'inherit', detached: true, env: { ...process.env, FIRSTLINE_BIN: BINARY, TMPDIR: dir, [INSIDE]: dir } });
    if (options.keep) process.stderr.write(`# to enter it:  nsenter --all --target $(pgrep -P ${child.pid})\n`);
    let stopped = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.on(signal, () => { stopped = true; child.kill('SIGKILL'); });
    }
    child.on('exit', (code) => {
        if (process.env.FIRSTLINE_KEEP) process.stderr.write(`# kept: ${dir}\n`);
        else rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
        process.exit(stopped ? 130 : code ?? 1);
    });
}

// ---- inside ---------------------------------------------------------------------------------------

function judge(w, event, watched) {
    const { statuses = {} } = w.traffic;
    const allowed = (event.statuses ?? [201]).map(String);
    const odd = Object.keys(statuses).filter((status) => !allowed.includes(status));
    w.expect(odd.length === 0, `answers: ${JSON.stringify(statuses)}`);
    w.expect(watched.longest_ms <= w.limit(WAIT_MAX_MS),
        `a visitor waited ${watched.longest_ms} ms (the machine stood still for ${w.stall.longest_ms} ms)`);
}

async function strike(w, event) {
    await event.begin?.(w);
    const who = await w.cluster.roles();
    await w.point_at(event.order?.(who, w) ?? [who.leader, who.sync, who.async]);
    w.traffic.start(event.id);
    await w.more(20);
    await event.strike(w, who);
    await w.recovered();
    await w.traffic.stop();
    await event.end?.(w);
}

const too_long = (timer) => new Promise((_, reject) => {
    timer.id = setTimeout(() => reject(new Error(`not over after ${EVENT_MAX_MS / 1000} s`)), EVENT_MAX_MS);
});

async function run_event(w, event) {
    w.open(event.id);
    const restored = await w.restored();
    const start = Date.now();
    const timer = {};
    await Promise.race([strike(w, event), too_long(timer)]).catch((error) => w.wrong.push(String(error.stack ?? error)));
    clearTimeout(timer.id);
    if (w.traffic.agent) await w.traffic.stop(); // it came to no end by itself
    const result = await w.close().catch((error) => ({ acknowledged: 0, lost: 0, doubled: 0, wrong: [`no account: ${error.message}`] }));
    const now = await w.restored().catch(() => restored);
    const watched = await w.watch.stop();
    judge(w, event, watched);
    return {
        id: event.id, title: event.title, ...result, ...watched, wrong: [...new Set([...w.wrong, ...result.wrong])],
        restored: now < restored ? now : now - restored, seconds: Math.round((Date.now() - start) / 1000),
    };
}

function progress(row) {
    const state = row.wrong.length === 0 ? 'ok' : `FAILED: ${row.wrong[0].split('\n')[0]}`;
    process.stderr.write(`# ${row.id} ${row.title} (${row.seconds} s): ${state}\n`);
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const COLUMNS = [
    { head: 'event', of: (row) => row.id },
    { head: 'what', of: (row) => row.title },
    ...['acknowledged', 'lost', 'doubled', 'restored'].map((name) => ({ head: name, right: true, of: (row) => row[name] })),
    { head: 'longest wait', right: true, of: (row) => seconds(row.longest_ms) },
    { head: 'spooling', right: true, of: (row) => (row.spooling_ms === undefined ? '' : seconds(row.spooling_ms)) },
];

async function run_all(dir) {
    const { ClusterWorld } = await import('./intake.mjs');
    const start = Date.now();
    const passed = () => Math.round((Date.now() - start) / 1000);
    const w = await ClusterWorld.up({ dir, binary: BINARY, rate: Number(options.rate ?? RATE), quick: options.quick });
    process.stderr.write(`# the cluster is up after ${passed()} s\n`);
    const rows = [];
    for (const event of chosen) {
        rows.push(await run_event(w, event));
        progress(rows.at(-1));
    }
    await w.look_back(rows);
    const sum = { ...total(rows), restored: rows.reduce((n, row) => n + row.restored, 0) };
    if (options.json) console.log(JSON.stringify({ seconds: passed(), slack: SLACK, total: sum, events: rows }, null, 1));
    else {
        console.log(table(rows, { colour: process.stdout.isTTY, columns: COLUMNS, sum }));
        console.log(`\n${rows.length} events in ${passed()} s${SLACK > 1 ? `; the machine is busy: limits of time × ${SLACK.toFixed(1)}` : ''}`);
    }
    if (options.keep) {
        process.stderr.write(`# the lab stays until Ctrl-C; in it:  patronictl -c ${dir}/pg1.yml list;  ip netns exec intake ...\n`);
        await new Promise(() => {});
    }
    process.exit(sum.wrong.length > 0 ? 1 : 0);
}

if (options.help) process.stdout.write(USAGE);
else if (options.list) for (const { id, title } of chosen) console.log(`${id}  ${title}`);
else if (chosen.length === 0) refuse(`no event fits ${options.only}`, 64);
else if (process.env[INSIDE]) await run_all(process.env[INSIDE]);
else run_inside();
