// events_server: what happens to nodes: processes end, machines end, stand still and come back.
import { sleep } from '../faults/world.mjs';
import { PATRONI } from './patroni.mjs';

const FOUND_MS = 30_000; // within the first steps of the back-off

/** Patroni ends, its server lives on: another is promoted while the old one still answers. */
async function orphan(w, { leader }) {
    leader.signal('SIGKILL', PATRONI);
    await w.another_leads(leader);
    await w.away(); // the orphan misses its standby, and commits nothing
    await w.healed(FOUND_MS);
    await w.more();
}

/** The machine stands still till another leads and has taken leads; then it wakes. */
async function pause_and_return(w, { leader }) {
    leader.machine.pause();
    await w.another_leads(leader);
    await w.healed(FOUND_MS);
    await sleep(5000);
    leader.machine.resume();
    await sleep(5000); // whoever believes that it leads has said so by now
    await w.cluster.forget_sync();
}

export const server_events = [
    {
        id: 'C01', title: "the primary's postmaster killed",
        async strike(w, { leader }) {
            process.kill(leader.postmaster(), 'SIGKILL');
            await w.away();
        },
    },
    {
        id: 'C02', title: "the primary's machine lost",
        async strike(w, { leader }) {
            leader.machine.signal('SIGKILL');
            await w.another_leads(leader);
        },
    },
    {
        id: 'C03', title: 'switchover', order: ({ leader, sync, async }) => [async, leader, sync],
        async strike(w, { leader, sync }) {
            await w.cluster.switchover(leader, sync);
        },
    },
    {
        id: 'C04', title: 'the primary restarted as planned',
        async strike(w, { leader }) {
            await w.cluster.ctl('restart', 'lab', leader.name, '--force');
        },
    },
    {
        id: 'C05', title: "the primary's Patroni killed, an orphan stays; it is the first host", strike: orphan,
    },
    {
        id: 'C06', title: "the primary's Patroni killed, an orphan stays; it is the last host", strike: orphan,
        order: ({ leader, sync, async }) => [sync, async, leader],
    },
    {
        // Patroni starts with an empty synchronous_standby_names: what hung at its server is committed, and gone.
        id: 'C07', title: "the primary's Patroni killed, and back when another leads", order: ({ leader, sync, async }) => [async, leader, sync],
        async strike(w, { leader }) {
            leader.signal('SIGKILL', PATRONI);
            await w.another_leads(leader);
            leader.start();
        },
    },
    {
        id: 'C08', title: 'the primary paused, shorter than the ttl',
        async strike(w, { leader }) {
            leader.machine.pause();
            await sleep(8000);
            leader.machine.resume();
        },
    },
    {
        id: 'C09', title: 'the primary paused, longer than the ttl, and back', strike: pause_and_return,
    },
    {
        id: 'C10', title: 'the same with the v2 API of etcd', strike: pause_and_return,
        order: ({ leader, sync, async }) => [sync, leader, async],
        begin: (w) => w.cluster.use('etcd'),
        end: (w) => w.cluster.use('etcd3'),
    },
];
