// events_server: what happens to nodes: processes end, machines end, stand still and come back.

export const server_events = [
    {
        id: 'C01', title: "the primary's postmaster killed",
        async strike(w, { leader }) {
            process.kill(leader.postmaster(), 'SIGKILL');
            await w.away();
        },
    },
    {
        id: 'C02', title: "the primary's machine lost", order: ({ leader, sync, async }) => [leader, sync, async],
        async strike(w, { leader }) {
            leader.machine.signal('SIGKILL');
            await w.another_leads(leader);
        },
    },
    {
        id: 'C04', title: 'switchover', order: ({ leader, sync, async }) => [async, sync, leader],
        async strike(w, { leader, sync }) {
            await w.cluster.ctl('switchover', '--master', leader.name, '--candidate', sync.name, '--force');
            await w.another_leads(leader);
        },
    },
];
