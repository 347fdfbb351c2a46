// run: the fault suite. Each fault strikes a real stack under load, again and again; then the journal
// of the visitors is held against the database. Prints a table; exits 1 if anything was lost or
// doubled, if an expectation of a fault failed, or if a seeded defect went undetected. --help says what can be set.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crowd_faults } from './crowd.mjs';
import { database_faults } from './database.mjs';
import { DEFECTS, detect } from './defects.mjs';
import { disk_faults } from './disk.mjs';
import { history_faults } from './history.mjs';
import { process_faults } from './process.mjs';
import { defect_table, table, total } from './report.mjs';
import { account } from './account.mjs';
import { slow_faults } from './slow.mjs';
import { SLACK, World, sleep } from './world.mjs';

const STRIKE_MAX_MS = 150_000;
const CALIBRATE_MS = 1500;
const RATE_MAX = 300; // leads a second in a lane: the client shares the machine with what it tests

const USAGE = `usage: tests/faults/run.mjs [options]
  --only F01,F06      these faults alone (none: the defects alone)
  --injections 1000   how often they strike in all, and F22 its own thousands besides
  --seconds 3600      after which no fault strikes any more
  --short             few strikes of each, as make check does
  --lanes 1           how many stacks are struck side by side
  --defects all       plant these defects, too (or one: ${DEFECTS[0].patch}): each has to be noticed
  --json              for programs
From the environment: FIRSTLINE_BIN (with fault points), FAULTS_SHIM, FAULTS_SLACK (how much longer a busy machine may take).
`;
const { values: options } = parseArgs({
    options: {
        short: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' }, injections: { type: 'string' },
        lanes: { type: 'string' }, defects: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean' },
    },
});
if (options.help) {
    process.stdout.write(USAGE);
    process.exit(0);
}
const FAULTS = [...process_faults, ...database_faults, ...disk_faults, ...crowd_faults, ...history_faults, ...slow_faults].sort((a, b) => a.id.localeCompare(b.id));
const root = fileURLToPath(new URL('../..', import.meta.url));
const files = {
    binary: process.env.FIRSTLINE_BIN || `${root}build/faults/firstline`,
    library: process.env.FAULTS_SHIM ?? `${root}build/faults/shim.so`,
};
let defects_now = false; // for which a few strikes must do
let ends_at = Date.now() + Number(options.seconds ?? 3600) * 1000;

function how_often(fault) {
    if (options.short || defects_now) return fault.short;
    if (fault.fixed) return fault.often;
    const all = FAULTS.reduce((n, f) => n + (f.fixed ? 0 : f.often), 0);
    return Math.max(fault.short, Math.ceil(fault.often * Number(options.injections ?? all) / all));
}

/** Half of what this machine does at most is the load of every fault. */
async function calibrate(w) {
    w.open('F00');
    w.traffic.start('F00', { per_second: 1e6 });
    await sleep(CALIBRATE_MS);
    await w.traffic.stop();
    w.traffic.per_second = Math.max(20, Math.min(RATE_MAX, w.traffic.thanked / CALIBRATE_MS * 1000 / 2));
    await w.close();
}

async function strike_all(w, fault) {
    const often = how_often(fault);
    while (w.injected < often && Date.now() < ends_at) {
        const done = await Promise.race([
            fault.strike(w, w.injected, often).then((n) => n ?? 1),
            sleep(STRIKE_MAX_MS).then(() => { throw new Error(`strike ${w.injected + 1} hangs`); }),
        ]);
        w.injected += done;
    }
    if (w.injected === 0) w.wrong.push('no time was left for it');
}

/** Judges how visitors fared. */
function judge(w, fault) {
    const { statuses, longest_ms } = w.traffic;
    const odd = Object.keys(statuses).filter((status) => !fault.statuses.map(String).includes(status));
    w.expect(odd.length === 0, `answers: ${JSON.stringify(statuses)}`);
    if (fault.gap_ms) {
        w.expect(longest_ms < w.limit(fault.gap_ms),
            `nobody was thanked for ${longest_ms} ms (the machine stood still for ${w.stall.longest_ms} ms)`);
    }
}

async function run_fault(w, fault) {
    const why = (how_often(fault) === 0 ? fault.instead : undefined) ?? fault.unable?.();
    if (why) return { id: fault.id, title: fault.title, skipped: why };
    w.open(fault.id);
    const via = fault.via ?? 'proxy';
    if (w.service.via !== via) await w.service.restart({ via });
    const load = fault.load !== false;
    if (load) w.traffic.start(fault.id, { keyed: fault.keyed });
    try {
        if (load) await w.more(5);
        await fault.begin?.(w);
        await strike_all(w, fault);
        await w.well();
        if (load) await w.more(5);
        await fault.end?.(w);
    } catch (error) {
        w.wrong.push(String(error.stack ?? error));
    }
    if (load) await w.traffic.stop();
    if (load && fault.statuses) judge(w, fault);
    if (fault.crashes) w.service.take_exits();
    const result = await w.close();
    const partly = fault.partly?.(w);
    const title = partly ? `${fault.title} (${partly})` : fault.title;
    return { id: fault.id, title, longest_ms: load ? w.traffic.longest_ms : undefined, ...result };
}

/** What an earlier fault has kept is still there after all the others. */
async function look_back(w, rows) {
    for (const journal of w.journals) {
        const result = await account(w.site, journal.path, journal.id, journal);
        const row = rows.find((r) => r.id === journal.id);
        if (row && result.lost + result.doubled > row.lost + row.doubled) {
            Object.assign(row, { lost: result.lost, doubled: result.doubled });
            row.wrong.push('lost or doubled after the fault was over');
        }
    }
}

function progress(row) {
    if (options.json || defects_now) return; // there a failure is what is hoped for
    const state = row.skipped ? `skipped: ${row.skipped}` : row.wrong.length === 0 ? 'ok' : `FAILED: ${row.wrong[0].split('\n')[0]}`;
    process.stderr.write(`# ${row.id} ${row.title}: ${row.injected ?? 0} injected, ${state}\n`);
}

export async function run_lane(queue, rows, site_options) {
    const w = await World.up(site_options);
    try {
        await calibrate(w);
        for (let fault = queue.shift(); fault; fault = queue.shift()) {
            const row = await run_fault(w, fault);
            rows.push(row);
            progress(row);
        }
        await look_back(w, rows);
    } finally {
        await w.down();
    }
}

/** The faults of those ids, in lanes of their own stacks; rows in order. */
async function run_faults(ids, lanes, site_options) {
    // The longest first, so that no lane is left alone with one.
    const chosen = FAULTS.filter((f) => ids === undefined || ids.includes(f.id)).sort((a, b) => how_often(b) - how_often(a));
    const queue = chosen.filter((f) => !f.alone);
    const rows = [];
    await Promise.all(Array.from({ length: Math.min(lanes, queue.length) }, () => run_lane(queue, rows, site_options)));
    const alone = chosen.filter((f) => f.alone);
    if (alone.length > 0) await run_lane(alone, rows, site_options);
    return rows.sort((a, b) => a.id.localeCompare(b.id));
}

process.setMaxListeners(0); // each stack and each small disk cleans up at the exit
const ids = options.only?.split(',');
const lanes = Number(options.lanes ?? 1);
const start = Date.now();
const rows = options.only === 'none' ? [] : await run_faults(ids, lanes, files);
const sum = total(rows);
const seconds = Math.round((Date.now() - start) / 1000);
const colour = process.stdout.isTTY;
if (!options.json && rows.length > 0) {
    console.log(table(rows, { colour }));
    console.log(`\n${sum.injected} faults in ${seconds} s${SLACK > 1 ? `; the machine is busy: limits of time × ${SLACK.toFixed(1)}` : ''}\n`);
}
const defects = [];
if (options.defects) {
    ends_at = Infinity;
    defects_now = true;
    for (const defect of DEFECTS.filter((d) => options.defects === 'all' || options.defects.split(',').includes(d.patch))) {
        const found = await detect(defect, { root, files, run: (faults, site_options) => run_faults(faults, 1, site_options) });
        defects.push(found);
        if (!options.json) process.stderr.write(`# ${found.title}: ${found.detected ? 'detected' : 'NOT DETECTED'} by ${found.by}\n`);
    }
    if (!options.json) console.log(defect_table(defects, { colour }));
}
if (options.json) console.log(JSON.stringify({ seconds, slack: SLACK, total: sum, faults: rows, defects }, null, 1));
process.exit(sum.wrong.length > 0 || defects.some((d) => !d.detected) ? 1 : 0);
