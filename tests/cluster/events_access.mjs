// events_access: names, haproxy, passwords and places at the server; firstline and nginx meanwhile.
import { sleep } from '../faults/world.mjs';
import { until } from '../http/lib.mjs';
import { Haproxy } from './haproxy.mjs';
import { PASSWORD, as_postgres } from './patroni.mjs';

const names = ({ leader, sync, async }) => [leader, sync, async].map(({ name }) => `${name}.lab`).join();
const KILLED = [201, 502, 504, undefined]; // who was waiting when firstline was killed
const GUESTS = 24; // four more than max_connections leaves
const GUESTS_MS = 12_000;

const terminate = (node) => node.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);

/** The primary is lost; while nobody leads, something happens to ourselves. */
const during_failover = (act) => async (w, { leader }) => {
    leader.machine.signal('SIGKILL');
    await w.away();
    await act(w);
    await w.another_leads(leader);
    await act(w);
};

/** More guests than there are places: those who found none try again, and take what firstline had. */
async function take_all_places(w, { leader }) {
    await leader.psql('CREATE ROLE guest LOGIN');
    const end = Date.now() + GUESTS_MS;
    const sit = async () => {
        while (Date.now() < end) {
            const sleeps = `SELECT pg_sleep(${(end - Date.now()) / 1000})`;
            await as_postgres('psql', ['-Xq', '-h', leader.ip, '-U', 'guest', '-c', sleeps, 'postgres']).catch(() => {});
        }
    };
    const guests = Array.from({ length: GUESTS }, sit);
    await until('no place is left for firstline', async () => {
        await terminate(leader);
        return (await w.health()).database === 'away';
    });
    await Promise.all(guests);
    await leader.psql('DROP ROLE guest');
}

export const access_events = [
    {
        id: 'C27', title: 'hosts by name, the resolver halted during a switchover', order: names,
        async strike(w, { leader, sync }) {
            w.lab.resolver.kill('SIGSTOP');
            await w.cluster.switchover(leader, sync);
            await sleep(10_000);
        },
    },
    {
        id: 'C28', title: 'hosts by name, each answer after 3 s, the postmaster killed', order: names,
        async strike(w, { leader }) {
            w.lab.slow_names(3000);
            process.kill(leader.postmaster(), 'SIGKILL');
            await w.away();
            await w.healed();
        },
    },
    {
        id: 'C29', title: 'haproxy killed and started, and a switchover through it',
        order: (who, w) => Haproxy.of(w).up(),
        async strike(w, { leader, sync }) {
            await Haproxy.of(w).restart(3000);
            await w.healed();
            await w.cluster.switchover(leader, sync);
        },
    },
    {
        id: 'C30', title: 'firstline killed twice during a failover', statuses: KILLED,
        strike: during_failover(async (w) => {
            w.service.child.kill('SIGKILL');
            await w.service.child.ended;
            await w.service.ready();
        }),
    },
    {
        // A client may use a kept connection at the moment in which the old worker closes it.
        id: 'C31', title: 'nginx reloaded twice during a failover', statuses: [201, undefined],
        strike: during_failover((w) => w.site.part('reload', 'nginx')),
    },
    {
        id: 'C32', title: 'no connection is left at the server', strike: take_all_places,
    },
    {
        id: 'C33', title: 'the password changed, and told a little later',
        async strike(w, { leader }) {
            await leader.psql(`ALTER ROLE firstline_intake PASSWORD 'second'`);
            await terminate(leader);
            await w.away();
            await sleep(3000);
            w.service.password('second');
            await w.healed();
            await leader.psql(`ALTER ROLE firstline_intake PASSWORD '${PASSWORD}'`);
            w.service.password(PASSWORD);
        },
    },
];
