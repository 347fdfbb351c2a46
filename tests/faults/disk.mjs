// disk: faults of the machine below: the disk is full or lies, files rot, memory is short, the clock
// is wrong. Real full disks are small tmpfs mounts, which only root may make; calls fail by shim.c.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../http/lib.mjs';
import { controls } from '../http/html.mjs';
import { records_of } from './spoolfile.mjs';
import { hash_of } from './traffic.mjs';
import { DELIVERED_MS, SLACK, is_root, sleep } from './world.mjs';

const DAY_S = 86_400;
const FILES_A_ROUND = 20;
const random = (max) => Math.random() * max;
const whole = (max) => Math.floor(random(max));

// ---- F10 ----------------------------------------------------------------------------------------

function mount(path, bytes) {
    mkdirSync(path, { recursive: true });
    const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=755`, 'tmpfs', path], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`mount: ${done.stderr}`);
    process.once('exit', () => unmount(path));
}

/** The mount goes, whatever else: nothing of the suite may stay on the machine. */
function unmount(path) {
    spawnSync('umount', ['-l', path]);
}

/** A file that leaves so much of the file system free; less, if others write meanwhile. */
function fill(folder, leave) {
    const { bavail, bsize } = statfsSync(folder);
    const file = join(folder, 'filler');
    try {
        writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
    }
    return file;
}

const free_share = (folder) => { const { bavail, blocks } = statfsSync(folder); return bavail / blocks; };

async function full_spool(w) {
    const folder = join(w.site.dir, 'small');
    const home = w.spool;
    mount(folder, 4 << 20);
    try {
        w.own(folder);
        await w.service.stop();
        w.service.option('--spool', join(folder, 'spool'));
        w.spool = join(folder, 'spool');
        w.service.start();
        await w.service.ready();
        const filler = fill(folder, 290_000);
        await w.cut_database();
        const refused = w.traffic.statuses[503] ?? 0;
        await until('somebody is refused', () => (w.traffic.statuses[503] ?? 0) > refused + 5, 60_000 * SLACK);
        w.expect((await w.health()).ok === false, 'healthz says that leads are taken');
        w.expect(free_share(folder) > 0.04, `the floor was broken: ${Math.round(free_share(folder) * 100)} % free`);
        rmSync(filler);
        await w.more(10);
        await w.mend_database();
        await w.drained();
    } finally {
        await w.service.stop();
        w.service.option('--spool', home);
        w.spool = home;
        w.service.start();
        await w.service.ready();
        unmount(folder);
    }
}

async function full_nginx(w) {
    const folder = join(w.site.dir, 'nginx/temp/body');
    mount(folder, 65_536);
    try {
        w.own(folder);
        fill(folder, 0);
        await w.more(10);
        const { status } = await w.traffic.send({ ...w.traffic.fresh(w.id), bulk: true });
        w.expect(status === 413, `a large body: ${status}`);
    } finally {
        unmount(folder);
    }
}

async function full_database(w) {
    const folder = join(w.site.dir, 'tablespace');
    const size = await w.site.psql(`SELECT pg_table_size('intake.lead')`);
    mount(folder, Number(size) + (6 << 20));
    try {
        const data = join(folder, 'data');
        mkdirSync(data);
        w.own(data);
        await w.site.psql(`CREATE TABLESPACE small LOCATION '${data}'`);
        await w.site.psql('ALTER TABLE intake.lead SET TABLESPACE small');
        const filler = fill(folder, 0);
        await until('the database has no room', async () => (await w.health()).database === 'away', 30_000 * SLACK);
        await w.more(10);
        rmSync(filler);
        await until('it has', async () => (await w.health()).database === 'up', 30_000 * SLACK);
    } finally {
        rmSync(join(folder, 'filler'), { force: true });
        await w.site.psql('ALTER TABLE intake.lead SET TABLESPACE pg_default');
        await w.site.psql('DROP TABLESPACE IF EXISTS small');
        unmount(folder);
    }
}

function can_mount() {
    if (!is_root) return false;
    const path = `/tmp/firstline-mount-${process.pid}`;
    try {
        mount(path, 65_536);
        return true;
    } catch {
        return false;
    } finally {
        unmount(path);
        rmSync(path, { recursive: true, force: true });
    }
}

// ---- F11 ----------------------------------------------------------------------------------------

const FAILURES = [];
for (const [call, errors] of Object.entries({
    open: ['EIO', 'ENOSPC', 'EMFILE'], write: ['EIO', 'ENOSPC', 'short', 'EINTR'], fsync: ['EIO', 'ENOSPC'], rename: ['EIO', 'ENOSPC'],
    folder: ['EIO', 'EMFILE'],
})) {
    for (const error of errors) {
        for (const nth of [1, 2, 3, 4]) {
            FAILURES.push({ call, error, nth, forever: false });
            // EINTR without end is what no kernel does.
            if (error !== 'EINTR') FAILURES.push({ call, error, nth, forever: true });
        }
    }
}

async function fail_call(w, { call, error, nth, forever }) {
    w.shim.arm(call, nth, error, forever);
    await until(`${call} fails`, () => w.shim.failed() > 0, 10_000 * SLACK);
    if (forever && error !== 'short') {
        await sleep(300); // whoever was already written has been told
        const before = w.traffic.thanked;
        await sleep(200);
        w.expect(w.traffic.thanked === before, `${call} ${error}: ${w.traffic.thanked - before} thanked without a durable copy`);
    }
    w.shim.disarm();
    if (forever) await w.more(1);
}

// ---- F32 ----------------------------------------------------------------------------------------

const remembered = async (w) => (await w.health()).remembered;

/** What is delivered is remembered on that disk; nobody waits for it as long as the database takes the leads. */
async function hang(w, call) {
    w.shim.arm(call, 1, 'hangs', true);
    await until(`${call} hangs`, () => w.shim.failed() > 0, DELIVERED_MS);
    const failed = w.shim.failed();
    await w.more(50);
    if (call === 'write' || call === 'open') w.expect((await remembered(w)).complete === false, `${call}: healthz says that all is remembered`);
    w.expect(w.shim.failed() <= failed + 1, `${call}: tried ${w.shim.failed()} times although it hangs`);
    const { records } = await remembered(w);
    w.shim.disarm();
    await until('it remembers again', async () => (await remembered(w)).records > records, DELIVERED_MS);
}

// ---- F14 ----------------------------------------------------------------------------------------

/** Ways to spoil octets; each returns what is left, and the range that was touched. */
const DAMAGES = [
    (bytes) => { const at = whole(bytes.length); bytes[at] ^= 1 << whole(8); return [bytes, at, at + 1]; },
    (bytes) => { const at = whole(bytes.length); return [bytes.subarray(0, at), at, bytes.length]; },
    (bytes) => { const at = whole(bytes.length - 8); bytes.fill(0, at, at + 8); return [bytes, at, at + 8]; },
    (bytes) => [Buffer.concat([bytes, bytes]), bytes.length, bytes.length * 2],
    (bytes) => { const at = whole(bytes.length - 64); return [Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 64)]), at, at + 64]; },
];

/** Spoils a file of the spool, or (spare) a copy of it; excuses the records that it hit. */
function spoil(w, name, n, spare) {
    const from = join(w.spool, 'new', name);
    const good = readFileSync(from);
    const [bytes, start, end] = DAMAGES[n % DAMAGES.length](Buffer.from(good));
    const to = spare ? from.replace(/-(\w{8})\./, () => `-${whole(2 ** 32).toString(16).padStart(8, '0')}.`) : from;
    writeFileSync(to, bytes, { mode: 0o600 });
    w.own(to);
    w.damaged += 1;
    if (spare) return;
    for (const r of records_of(good)) {
        if (r.start < end && start < r.end) w.excused.add(hash_of(r.payload.raw));
    }
}

async function rot(w) {
    await w.cut_database();
    await until('some files', () => w.files('new').length >= FILES_A_ROUND, 30_000 * SLACK);
    const names = w.files('new').slice(0, FILES_A_ROUND);
    names.forEach((name, n) => {
        if (n % 6 === 5) { // doubled whole: no damage, and no second lead
            const twin = join(w.spool, 'new', name.replace(/-(\w{8})\./, () => `-${whole(2 ** 32).toString(16).padStart(8, '0')}.`));
            copyFileSync(join(w.spool, 'new', name), twin);
            w.own(twin);
        } else {
            spoil(w, name, n, n % 2 === 0);
        }
    });
    await w.mend_database();
    await w.drained();
    w.expect(w.files('bad').length === w.damaged, `${w.files('bad').length} files in bad, ${w.damaged} were damaged`);
    return names.length;
}

// ---- F15 ----------------------------------------------------------------------------------------

async function token_of(w) {
    return controls((await w.site.get('/f/callback')).text).get('_submission').value;
}

async function shift(w, seconds) {
    const old = await token_of(w);
    w.shim.shift_clock(seconds);
    const { fields } = w.traffic.fresh(w.id);
    const late = await w.site.post('callback', { ...fields, _submission: old });
    w.expect(late.status === 422 && late.text.includes(fields.name), `a page of before the jump: ${late.status}`);
    const fresh = await w.site.token('callback');
    await w.proxy_mode('open'); // a deadline is running when the clock jumps
    w.shim.shift_clock(seconds + 7200);
    await w.more(20);
    w.shim.shift_clock(0);
    const early = await w.site.post('callback', { ...fields, _submission: fresh });
    w.expect(early.status === 422, `a page of the future: ${early.status}`);
    const nearly = await token_of(w);
    w.shim.shift_clock(-540);
    const submission = w.traffic.fresh(w.id, { keyed: true });
    const taken = await w.traffic.send({ ...submission, id: nearly });
    w.expect(taken.status === 201, `a clock nine minutes back: ${taken.status}`);
    w.shim.shift_clock(0);
}

export const disk_faults = [
    {
        id: 'F10', title: 'disk full: spool, nginx, database', often: 6, short: 3,
        strike: (w, n) => [full_spool, full_nginx, full_database][n % 3](w),
        unable: () => (can_mount() ? undefined : 'only root may mount a small disk'),
        statuses: [201, 502, 503, undefined],
    },
    {
        id: 'F11', title: 'n-th write, fsync, rename, open fails', often: FAILURES.length, short: 20,
        begin: (w) => w.cut_database(),
        strike: (w, n, often) => fail_call(w, FAILURES[(often < FAILURES.length ? n * 5 : n) % FAILURES.length]),
        statuses: [201, 503],
    },
    {
        id: 'F12', title: 'n-th allocation fails', often: 200, short: 30,
        async strike(w, n) {
            const { child } = w.service;
            w.shim.arm('malloc', n + 1, 'ENOMEM');
            await until('an allocation fails', () => w.shim.failed() > 0, 5000 * SLACK);
            w.shim.disarm();
            const ended = await Promise.race([child.ended, sleep(30)]);
            if (ended !== undefined) await w.service.ready();
            await w.more(1);
        },
        crashes: true,
    },
    {
        id: 'F32', title: 'the disk of the spool hangs while the database is well', often: 12, short: 2,
        strike: (w, n) => hang(w, ['write', 'open', 'rename', 'folder'][n % 4]), gap_ms: 1000, statuses: [201],
    },
    {
        id: 'F14', title: 'spool files flipped, cut, zeroed, doubled', often: 10 * FILES_A_ROUND, short: FILES_A_ROUND, strike: rot,
    },
    {
        id: 'F15', title: 'clock a day ahead, a day back, ten years ahead', often: 6, short: 3, keyed: 1,
        strike: (w, n) => shift(w, [DAY_S + 60, -DAY_S, 3652 * DAY_S][n % 3]),
        statuses: [201],
    },
];
