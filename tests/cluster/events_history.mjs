// events_history: the primary of afterwards has never heard of leads that the one of before has taken.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../faults/world.mjs';
import { as_postgres, pg } from './patroni.mjs';

const LAG_MS = 3000;
const BACKUP_AGE_MS = 180_000;
const DUMP_AGE_MS = 20_000;
const QUICK_MS = 10_000;
const WHOLE_MS = 60_000;

/** Every server ends with its data, and Patroni's memory; this node begins anew, with these or with none. */
async function begin_anew(w, node, data) {
    await w.cluster.wipe_out();
    for (const { data: old } of w.cluster.nodes) rmSync(old, { recursive: true, force: true });
    if (data) renameSync(data, node.data);
    await w.cluster.up(node);
}

async function restore_backup(w, { leader }) {
    const backup = join(w.lab.folder('backup'), 'data');
    await as_postgres(pg('pg_basebackup'), ['-h', leader.sockets, '-D', backup, '-X', 'stream', '-c', 'fast']);
    await sleep(w.quick ? QUICK_MS : BACKUP_AGE_MS);
    await begin_anew(w, leader, backup);
    const since = Date.now();
    await w.confirmed();
    w.expect(Date.now() - since < w.limit(WHOLE_MS), `it took ${Date.now() - since} ms until every lead was there again`);
}

/** A new server (initdb), into which a dump is loaded: nothing of its history is that of the old one. */
async function restore_dump(w, { leader }) {
    const folder = w.lab.folder('dump');
    const [roles, database] = [join(folder, 'roles.sql'), join(folder, 'firstline.dump')];
    await as_postgres(pg('pg_dumpall'), ['-h', leader.sockets, '--roles-only', '-f', roles]);
    await as_postgres(pg('pg_dump'), ['-h', leader.sockets, '-Fc', '-f', database, 'firstline']);
    await sleep(w.quick ? QUICK_MS : DUMP_AGE_MS);
    await begin_anew(w, leader);
    // Under another name till it is whole: nobody is to write into half of it.
    await leader.psql('CREATE DATABASE restored TEMPLATE template0', 'postgres');
    await as_postgres('psql', ['-Xq', '-h', leader.sockets, '-f', roles, 'postgres']);
    await as_postgres(pg('pg_restore'), ['-h', leader.sockets, '-d', 'restored', database]);
    await w.install(leader, 'restored');
    await leader.psql('ALTER DATABASE restored RENAME TO firstline', 'postgres');
}

export const history_events = [
    {
        id: 'C23', title: 'a standby promoted behind the back of Patroni', order: ({ leader, sync, async }) => [sync, leader, async],
        async strike(w, { sync }) {
            await sync.psql('SELECT pg_promote()');
            await sleep(10_000); // Patroni takes it down again, and what it has taken
            await w.cluster.ctl('reinit', 'lab', sync.name, '--force'); // by itself it only limps after that
        },
    },
    {
        id: 'C24', title: 'failover to an asynchronous standby that lags',
        begin: (w) => w.cluster.change({ synchronous_mode: false, maximum_lag_on_failover: 1 << 28 }),
        async strike(w, { leader, sync, async }) {
            leader.machine.cut_from(sync.machine, async.machine);
            await sleep(LAG_MS);
            leader.machine.signal('SIGKILL');
            await w.another_leads(leader);
        },
        end: (w) => w.cluster.change({ synchronous_mode: true, maximum_lag_on_failover: 1 << 20 }),
    },
    {
        id: 'C25', title: 'a base backup of three minutes ago restored', strike: restore_backup,
    },
    {
        id: 'C26', title: 'a new server, with a dump of before', strike: restore_dump,
    },
];
