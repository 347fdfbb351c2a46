// hosts: the standby is promoted and nobody stops the old primary, which goes on answering and, as its
// standby is gone, commits nothing any more. It is left, in whatever order the two are listed, and
// whoever was thanked is in the new primary, once.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FOUND_MS, Pair } from './pair.mjs';
import { until } from './lib.mjs';

for (const first of ['primary', 'standby']) {
    const pair = await Pair.up();
    const { site } = pair;
    // A session that waits for the standby keeps its locks, which the same lead may meet when it comes again.
    site.expected.push(/ WARNING: {2}canceling the wait for synchronous replication/, / ERROR: {2}canceling statement due to lock timeout/);
    const last = first === 'primary' ? 'standby' : 'primary';
    const connections = () => site.log('postgres.log').match(/connection authorized: user=firstline_intake/g)?.length ?? 0;
    const moved = () => until('it is connected to the new primary', () => pair.connected_to() === pair.standby, FOUND_MS);

    test(`promoted without killing the old one, the list begins with the ${first}`, async () => {
        await pair.set('log_connections', 'on');
        await pair.know(pair[first], pair[last]);
        await pair.found();
        assert.equal(pair.connected_to(), pair.primary);
        const pid = site.pid();
        const end = pair.load();
        await until('some are stored', () => pair.thanked.size > 50);
        await site.part('promote', 'standby');
        const before = connections();
        await moved();
        assert.ok(connections() - before <= 2, `${connections() - before} more connections to one that commits nothing`);
        await end();
        await pair.delivered(pair.standby);
        assert.equal(site.pid(), pid, 'nobody restarted anything');
        assert.match(site.log('firstline.log'), /error database_away why="\S+ port \d+: no answer in time"/);
    });

    test(`an orphan is there at the start, the list begins with the ${first}`, async () => {
        await pair.know(pair[first], pair[last]);
        const end = pair.load();
        await moved();
        await end();
        await pair.delivered(pair.standby);
        assert.equal((await site.sql('SELECT sync_state FROM pg_stat_replication')).length, 0, 'the old one has no standby');
    });

    site.check_at_end({ whole: false, server: { PGHOST: pair.standby } }); // counts of the last seconds may be lost with a server
}
