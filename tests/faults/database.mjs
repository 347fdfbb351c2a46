// database: faults of PostgreSQL and of the way to it. Visitors are thanked all the while, from the
// spool; and everything is delivered when it is over.
import { metric, until } from '../http/lib.mjs';
import { SLACK, sleep } from './world.mjs';

const SPOOLED_MS = 2500;
const random = (max) => Math.random() * max;
const pick = (list) => list[Math.floor(random(list.length))];

/** Until the writer asks the database again. */
const healed = (w) => until('the database is asked again', async () => (await w.health()).database === 'up', 30_000 * SLACK)
    .catch((error) => w.wrong.push(error.message));

const away = (w) => until('the database counts as away', async () => (await w.health()).database === 'away', 10_000 * SLACK)
    .catch((error) => w.wrong.push(error.message));

async function halted(w, pids, ms) {
    w.signal('STOP', pids);
    await sleep(ms);
    w.signal('CONT', pids);
    await healed(w);
}

const terminate = (w) => w.site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
const set = (w, name, value) => w.site.psql(value === null ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = '${value}'`)
    .then(() => w.site.psql('SELECT pg_reload_conf()'));

// F07: what is done and undone. New connections see it at the latest.
const UNFIT = [
    ['read-only', (w) => set(w, 'default_transaction_read_only', 'on'), (w) => set(w, 'default_transaction_read_only', null)],
    ['nobody let in', (w) => w.site.psql('ALTER ROLE firstline_intake NOLOGIN'), (w) => w.site.psql('ALTER ROLE firstline_intake LOGIN')],
    ['function missing', (w) => w.site.psql('ALTER FUNCTION intake.submit(json) RENAME TO submit_gone'),
        (w) => w.site.psql('ALTER FUNCTION intake.submit_gone(json) RENAME TO submit')],
    ['rights revoked', (w) => w.site.psql('REVOKE EXECUTE ON FUNCTION intake.submit(json) FROM firstline_intake'),
        (w) => w.site.psql('GRANT EXECUTE ON FUNCTION intake.submit(json) TO firstline_intake')],
];

async function lock(w, seconds) {
    const held = w.site.psql(`BEGIN; LOCK TABLE intake.lead IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(${seconds}); COMMIT;`);
    await away(w);
    await w.more(5);
    await held;
}

/** Locks in the order opposite to intake.submit's, and has more patience: submit is the victim. */
async function deadlock(w) {
    const from = w.site.log('firstline.log').length;
    await set(w, 'deadlock_timeout', '100ms');
    for (let i = 0; i < 20 && !w.site.log('firstline.log').slice(from).includes('40P01'); i++) {
        await w.site.psql(`BEGIN; SET LOCAL deadlock_timeout = '10s'; LOCK TABLE intake.work IN SHARE MODE; SELECT pg_sleep(0.07);
            LOCK TABLE intake.lead IN SHARE MODE; COMMIT;`);
    }
    w.expect(w.site.log('firstline.log').slice(from).includes('40P01'), 'no deadlock came about');
    await set(w, 'deadlock_timeout', null);
}

const CUTS = ['before', 'lost', 'sent', 'answered', 'half', 'open'];

export const database_faults = [
    {
        id: 'F04', title: 'backend killed; server stopped at once and started', often: 40, short: 2, via: 'direct',
        async strike(w, n) {
            await sleep(random(300));
            if (n % 2 === 0) {
                w.signal('KILL', await w.backends());
            } else {
                await w.site.part('kill', 'postgres');
                await sleep(random(1000));
                await w.site.part('start', 'postgres');
            }
            await healed(w);
        },
        gap_ms: SPOOLED_MS + 500, statuses: [201],
    },
    {
        id: 'F05', title: 'backend, postmaster or all halted', often: 18, short: 2, via: 'direct',
        async strike(w, n) {
            const whom = [() => w.backends(), () => [w.postmaster()], () => w.server_processes()][n % 3];
            const pids = await whom();
            w.signal('STOP', pids);
            const start = Date.now();
            const long = n === 11 ? 60_000 : pick([1000, 3500, 5000]);
            await sleep(Math.min(long, 3000));
            const open_at = Date.now();
            await sleep(long - Math.min(long, 3000));
            w.expect(w.traffic.p99(start) < w.limit(3000), `p99 ${w.traffic.p99(start)} ms while halted`);
            if (long > 4000) w.expect(w.traffic.p99(open_at) < w.limit(500), `p99 ${w.traffic.p99(open_at)} ms with the breaker open`);
            w.signal('CONT', pids);
            await healed(w);
        },
        gap_ms: SPOOLED_MS + 500, statuses: [201],
    },
    {
        id: 'F06', title: 'connection cut around the commit, half-open, slow', often: 150, short: 7,
        async strike(w, n) {
            const kind = n % (CUTS.length + 1);
            if (kind === CUTS.length) {
                await w.proxy_mode(pick(['slow', 'stall']));
                await away(w);
                await w.proxy_mode('pass');
            } else {
                await w.proxy_mode(CUTS[kind]);
            }
            await healed(w);
            await sleep(random(50));
        },
        gap_ms: SPOOLED_MS + 500, statuses: [201],
    },
    {
        id: 'F07', title: 'server read-only, no entry, no function, no rights', often: 12, short: 4, via: 'direct',
        async strike(w, n) {
            const [what, spoil, mend] = UNFIT[n % UNFIT.length];
            const from = w.site.log('firstline.log').length;
            await spoil(w);
            await terminate(w);
            await away(w);
            await w.more(5);
            w.expect(/ error (database_away|batch_failed) /.test(w.site.log('firstline.log').slice(from)), `${what}: no alarm`);
            await mend(w);
            await healed(w);
        },
        gap_ms: SPOOLED_MS + 500, statuses: [201],
    },
    {
        id: 'F08', title: 'the lead table locked; a deadlock', often: 8, short: 2, via: 'direct',
        async strike(w, n) {
            await (n % 2 === 0 ? lock(w, n === 2 ? 30 : 3) : deadlock(w));
            await healed(w);
        },
        gap_ms: SPOOLED_MS + 500, statuses: [201],
    },
    {
        id: 'F09', title: 'the standby is missing; its wait is cancelled', often: 10, short: 1, via: 'direct',
        async strike(w) {
            const from_database = async () => {
                const { text } = await w.site.get('/metrics');
                return metric(text, 'firstline_leads_new_total') + metric(text, 'firstline_leads_replay_total');
            };
            await set(w, 'synchronous_standby_names', 'nobody');
            await sleep(500); // what was committed before has been told
            const before = await from_database();
            for (let i = 0; i < 4; i++) {
                await w.site.psql(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
                await sleep(300);
            }
            await away(w);
            const open_at = Date.now();
            await sleep(3000);
            w.expect(w.traffic.p99(open_at) < w.limit(500), `p99 ${w.traffic.p99(open_at)} ms with the breaker open`);
            const more = await from_database() - before;
            w.expect(more === 0, `${more} were acknowledged from the database`);
            await set(w, 'synchronous_standby_names', null);
            await healed(w);
        },
        gap_ms: SPOOLED_MS + 500, statuses: [201],
    },
    {
        id: 'F24', title: 'a poison row among a hundred', often: 10, short: 1, load: false,
        async strike(w, n) {
            await w.site.psql(`ALTER TABLE intake.lead ADD CONSTRAINT poison CHECK (answers->>'phone' <> '+79990000000') NOT VALID`);
            const before = w.files('bad').length;
            const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => {
                const submission = w.traffic.fresh(w.id);
                if (i === 50) submission.fields.phone = '+7 999 000-00-00';
                return w.traffic.send(submission);
            }));
            w.expect(answers.every(({ status }) => status === 201), `round ${n}: ${answers.filter((a) => a.status !== 201).length} not thanked`);
            const bad = w.files('bad').length - before;
            w.expect(bad === 1, `round ${n}: ${bad} in bad, not 1`);
            await w.site.psql('ALTER TABLE intake.lead DROP CONSTRAINT poison');
            w.expect(w.command('retry', '--all').status === 0, 'firstline spool retry failed');
            await w.drained(); // before the next round's poison meets it
        },
    },
];
