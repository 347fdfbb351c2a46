// events_network: cuts, standbys that are missed, and the etcd that all depends on.
import { sleep } from '../faults/world.mjs';

const STANDSTILL_MS = 8000;

/** Cut so that another has to be promoted. */
const unseated = (cut) => async (w, who) => {
    cut(w, who);
    await w.another_leads(who.leader);
    await w.healed();
};

/** Leads go to the spool, and to the database again while it lasts. */
async function got_over(w) {
    await w.away();
    await w.healed();
    await w.more();
}

async function kill_standbys({ sync, async }) {
    sync.machine.signal('SIGKILL');
    async.machine.signal('SIGKILL');
    await sleep(STANDSTILL_MS);
}

export const network_events = [
    {
        id: 'C11', title: 'the primary cut from everybody',
        strike: unseated((w, { leader }) => leader.machine.cable(false)),
    },
    {
        id: 'C12', title: 'the primary is not heard any more',
        strike: unseated((w, { leader }) => leader.machine.drop('OUTPUT')),
    },
    {
        id: 'C13', title: 'the primary hears nothing any more', order: ({ leader, sync, async }) => [sync, async, leader],
        strike: unseated((w, { leader }) => leader.machine.drop('INPUT')),
    },
    {
        id: 'C14', title: 'the primary cut from etcd',
        strike: unseated((w, { leader }) => leader.machine.cut_from(...w.etcd.machines)),
    },
    {
        id: 'C15', title: 'the primary cut from its synchronous standby',
        async strike(w, { leader, sync }) {
            leader.machine.cut_from(sync.machine);
            await got_over(w);
        },
    },
    {
        id: 'C16', title: 'firstline cut from the primary alone',
        async strike(w, { leader }) {
            w.service.machine.cut_from(leader.machine);
            await w.away();
            await sleep(STANDSTILL_MS);
        },
    },
    {
        id: 'C17', title: 'all of etcd down, longer than the ttl',
        async strike(w) {
            for (const machine of w.etcd.machines) machine.signal('SIGKILL');
            await w.away(); // Patroni takes writes from the primary that it cannot vouch for
            await sleep(STANDSTILL_MS);
            await w.etcd.up();
        },
    },
    {
        id: 'C18', title: 'the leader of etcd killed',
        async strike(w) {
            const machine = await w.etcd.leader();
            machine.signal('SIGKILL');
            await sleep(STANDSTILL_MS);
            w.etcd.start(machine);
        },
    },
    {
        id: 'C19', title: 'the synchronous standby lost',
        async strike(w, { sync }) {
            sync.machine.signal('SIGKILL');
            await sleep(STANDSTILL_MS);
        },
    },
    {
        id: 'C20', title: 'the synchronous standby halted: commits hang',
        async strike(w, { sync }) {
            sync.machine.signal('SIGSTOP');
            await got_over(w);
        },
    },
    {
        id: 'C21', title: 'both standbys lost',
        async strike(w, who) {
            await kill_standbys(who);
            await w.healed(); // Patroni goes on without
            await w.more();
        },
    },
    {
        id: 'C22', title: 'both standbys lost, synchronous_mode_strict',
        begin: (w) => w.cluster.change({ synchronous_mode_strict: true }),
        async strike(w, who) {
            await kill_standbys(who);
            w.expect((await w.health()).database === 'away', 'a lone primary has acknowledged');
        },
        end: (w) => w.cluster.change({ synchronous_mode_strict: null }),
    },
];
