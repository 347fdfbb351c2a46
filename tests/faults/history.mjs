// history: faults by which a server forgets what it has committed, while visitors go on: what firstline
// remembers is handed in again, marked and counted. Each second strike kills firstline as well.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { metric, until } from '../http/lib.mjs';
import { DELIVERED_MS, sleep } from './world.mjs';

const GAP_MS = 4000; // until the spool takes over, and a second more if firstline was killed
const ORPHAN_MS = 20_000; // the file that a killed process has left may still grow for so long
const KILLED_WITHIN_MS = 3000;
const LOST = 100; // at least, in a strike
const NEVER = 0x7fffffff;
const is_killed = (n) => n % 2 === 1;

// ---- servers --------------------------------------------------------------------------------------

const beside = (w) => ({ PGHOST: w.service.hosts.pair.split(',')[1] });
const folder = (w, name) => join(w.site.dir, name);

/** A copy of the server as it is now, which streams from it. */
async function standby_up(w) {
    rmSync(folder(w, 'standby'), { recursive: true, force: true });
    await w.site.part('start', 'standby');
    await until('the standby streams', async () => (await w.site.psql('SELECT state FROM pg_stat_replication')) === 'streaming', DELIVERED_MS);
}

/** The copy is the server from here on, in the place of the one that is gone. */
async function move_in(w) {
    rmSync(folder(w, 'pgdata'), { recursive: true });
    renameSync(folder(w, 'standby'), folder(w, 'pgdata'));
    rmSync(folder(w, 'pgdata/standby.signal'), { force: true });
    for (const left of ['', '.lock']) rmSync(join(w.site.env.PGHOST, `.s.PGSQL.5432${left}`), { force: true }); // by one that was killed
    await w.site.part('start', 'postgres');
}

/** The standby lives, and gets nothing any more; or it is down meanwhile. */
async function cut_off(w) {
    await w.site.psql("ALTER SYSTEM SET primary_conninfo = ''", { server: beside(w) });
    await w.site.psql('SELECT pg_reload_conf()', { server: beside(w) });
    await until('the standby receives no more', async () => (await w.site.psql('SELECT pid FROM pg_stat_wal_receiver', { server: beside(w) })) === '', DELIVERED_MS);
}

const up = (w) => until('the database is asked again', async () => (await w.health()).database === 'up', DELIVERED_MS);
const away = (w) => until('the database counts as away', async () => (await w.health()).database === 'away', DELIVERED_MS);

// ---- what firstline makes of it -------------------------------------------------------------------

async function counted(w) {
    return metric((await w.site.get('/metrics')).text, 'firstline_leads_restored_total');
}

const leads = async (w, server) => Number(await w.site.psql(
    `SELECT count(*) FROM intake.lead WHERE answers->>'name' LIKE '${w.id} %'`, { server }));

const marked = async (w) => Number(await w.site.psql(
    `SELECT count(*) FROM intake.lead WHERE answers->>'name' LIKE '${w.id} %' AND 'restored' = ANY (marks)`));

/** What the log has said since it had that length, by slices of the time: { restored, history }. */
const handed_in = (w, from) => [...w.site.log('firstline.log').slice(from).matchAll(/ handed_in_again records=\d+ restored=(\d+) history=(\S+)/g)]
    .map(([, restored, history]) => ({ restored: Number(restored), history }));

/** The server of now was asked for all that is remembered. */
async function made_good(w, from, { killed = false, server = {} } = {}) {
    const now = await w.site.psql('SELECT intake.history()', { server });
    await until('all that is remembered is handed in again', async () => {
        if (!handed_in(w, from).some(({ history }) => history === now)) return false;
        const h = await w.health();
        return h.database === 'up' && h.remembered.unconfirmed_records === 0;
    }, DELIVERED_MS + (killed ? ORPHAN_MS : 0)).catch((error) => w.wrong.push(error.message));
}

/** act loses leads; they are found again, and that is said. */
async function lose(w, n, act, server = {}) {
    const from = w.site.log('firstline.log').length;
    const { child } = w.service;
    const before = await counted(w);
    const kill = async () => {
        await sleep(Math.random() * KILLED_WITHIN_MS);
        child.kill('SIGKILL');
        await child.ended;
        await w.service.ready();
    };
    await Promise.all([act(), ...(is_killed(n) ? [kill()] : [])]);
    await made_good(w, from, { killed: is_killed(n), server });
    if (is_killed(n)) return;
    const more = await counted(w) - before;
    const logged = () => handed_in(w, from).reduce((sum, { restored }) => sum + restored, 0);
    w.expect(more > 0, `strike ${n + 1}: none is counted as restored`);
    await until('the log has as many', () => logged() >= more).catch(() => w.wrong.push(`strike ${n + 1}: ${logged()} restored by the log, ${more} counted`));
}

/** A strike: it has to lose something. */
const forgets = (strike) => async (w, n) => {
    await up(w);
    const before = await marked(w);
    await strike(w, n);
    await up(w);
    w.expect(await marked(w) > before, `strike ${n + 1}: nothing was lost and marked as restored`);
};

/** The server takes leads that its copy will not have; what goes to the spool meanwhile is no loss. */
async function run_ahead(w) {
    const before = await leads(w);
    await until('the database takes leads', async () => await leads(w) >= before + LOST, DELIVERED_MS);
}

async function behind(w, n) {
    const lives = n % 4 < 2;
    await standby_up(w);
    await (lives ? cut_off(w) : w.site.part('stop', 'standby'));
    await run_ahead(w);
    await lose(w, n, async () => {
        await w.site.part('kill', 'postgres');
        if (!lives) await w.site.part('start', 'standby');
        await w.site.part('promote', 'standby');
    }, beside(w));
    const from = w.site.log('firstline.log').length;
    await w.site.part('stop', 'standby');
    await move_in(w);
    await made_good(w, from);
}

async function backup(w, n) {
    await standby_up(w);
    await w.site.part('stop', 'standby');
    await run_ahead(w);
    await lose(w, n, async () => {
        await w.site.part(n % 4 < 2 ? 'stop' : 'kill', 'postgres');
        await move_in(w);
    });
}

async function pause(w, n) {
    await standby_up(w);
    const pids = w.server_processes();
    w.signal('STOP', pids);
    try {
        await away(w);
        await w.site.part('promote', 'standby');
        const before = await leads(w, beside(w));
        await until('the other takes leads', async () => await leads(w, beside(w)) >= before + LOST, DELIVERED_MS);
    } finally {
        await lose(w, n, async () => {
            await w.site.part('kill', 'standby');
            w.signal('CONT', pids);
        });
    }
}

// ---- and what it costs ----------------------------------------------------------------------------

const spooled = async (w) => metric((await w.site.get('/metrics')).text, 'firstline_leads_spooled_total');

/** While the database takes leads nothing is synced here, whether they are remembered or not. */
async function count_syncs(w, n) {
    w.service.option('--remember', ['10', '0'][n % 2]);
    await w.service.restart({});
    await up(w);
    await w.drained();
    const before = await spooled(w);
    w.shim.arm('fsync', NEVER, 'EIO');
    await w.more(LOST);
    const syncs = w.shim.seen();
    if (await spooled(w) > before) return 0; // the machine stood still: once more
    w.expect(syncs === 0, `strike ${n + 1}: ${syncs} syncs while the database took ${LOST} leads`);
    await w.cut_database();
    await until('a lead goes to the spool', async () => await spooled(w) > before, DELIVERED_MS);
    w.expect(w.shim.seen() > 0, 'no sync for the spool either: they are not counted');
    w.shim.disarm();
    await w.mend_database();
    return 1;
}

const STATUSES = [201, 502, 504, undefined];

export const history_faults = [
    {
        id: 'F28', title: 'a standby that was behind is promoted', often: 12, short: 1, via: 'pair',
        strike: forgets(behind), gap_ms: GAP_MS, statuses: STATUSES,
    },
    {
        id: 'F29', title: 'a backup is restored', often: 12, short: 1, via: 'pair',
        strike: forgets(backup), gap_ms: GAP_MS, statuses: STATUSES,
    },
    {
        id: 'F30', title: 'a paused primary comes back as the primary', often: 12, short: 1, via: 'pair',
        strike: forgets(pause), gap_ms: GAP_MS, statuses: STATUSES,
    },
    {
        id: 'F31', title: 'leads are remembered, and nothing is synced', often: 4, short: 2,
        strike: count_syncs,
        async end(w) {
            w.service.option('--remember', '10');
            await w.service.restart({});
        },
    },
];
