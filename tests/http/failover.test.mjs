// failover: firstline knows two servers (PGHOST=a,b), a primary and its standby. It writes to the one
// that takes writes, wherever that stands in the list, and finds the new one by itself when the first
// dies or is retired. Whoever was thanked is in the new primary, once.
//
// The replication is synchronous (synchronous_standby_names): a commit is acknowledged when the
// standby has flushed it too, so a promotion, which replays all that was flushed, keeps it.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { Pair, sleep } from './pair.mjs';
import { until } from './lib.mjs';

{
    const pair = await Pair.up();
    const { site } = pair;

    test('the first host is the standby: the second is written to', async () => {
        await pair.know(pair.standby, pair.primary);
        await pair.found();
        const receipts = await pair.send(5);
        assert.equal(pair.connected_to(), pair.primary);
        assert.equal(await pair.spooled(), 0);
        assert.equal(await pair.stored(receipts, pair.primary), 5);
        await pair.untouched();
    });

    test('the primary is killed for good, the standby promoted: everybody is thanked, nothing is lost', async () => {
        await pair.know(pair.primary, pair.standby);
        await pair.found();
        const receipts = await pair.send(5);
        assert.equal(pair.connected_to(), pair.primary);
        assert.equal(await pair.stored(receipts, pair.primary), 5);
        await pair.untouched();
        const pid = site.pid();
        const end = pair.load();
        const start = pair.thanked.size;
        await until('some are stored', () => pair.thanked.size > start + 50);
        await site.part('kill', 'postgres');
        await pair.between();
        await site.part('promote', 'standby');
        await pair.found();
        assert.equal(pair.connected_to(), pair.standby);
        await end();
        const after = await pair.send(5);
        assert.equal(await pair.stored(after, pair.standby), 5, 'at once');
        await pair.delivered(pair.standby);
        assert.equal(site.pid(), pid, 'nobody restarted anything');
    });

    test('hosts that take connections and say nothing cost their share of the time, and no more', async () => {
        const silent = join(pair.primary, 'silent');
        mkdirSync(silent, { mode: 0o755 });
        const sockets = new Set();
        const server = net.createServer((socket) => {
            sockets.add(socket);
            socket.on('error', () => {}).on('close', () => sockets.delete(socket));
        });
        await new Promise((resolve) => { server.listen(join(silent, '.s.PGSQL.5432'), resolve); });
        chmodSync(join(silent, '.s.PGSQL.5432'), 0o777);
        try {
            await pair.know(silent, silent, pair.standby);
            await pair.found();
            assert.equal(pair.connected_to(), pair.standby);
            const receipts = await pair.send(3);
            assert.equal(await pair.stored(receipts, pair.standby), 3);
            await pair.delivered(pair.standby);
        } finally {
            server.close();
            for (const socket of sockets) socket.destroy();
        }
    });

    site.check_at_end({ whole: false, server: { PGHOST: pair.standby } }); // counts of the last seconds may be lost with a server
}

{
    const pair = await Pair.up();
    const { site } = pair;
    site.expected.push(/ ERROR: .*read-only transaction/);

    test('the drainer has a connection of its own to the primary', async () => {
        await pair.know(pair.primary, pair.standby);
        await pair.found();
        await site.psql('ALTER ROLE firstline_intake NOLOGIN');
        await site.psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
        await pair.send(5);
        await site.psql('ALTER ROLE firstline_intake LOGIN');
        await pair.delivered(pair.primary);
        await until('writer, drainer and keeper have one each', async () =>
            (await site.sql(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'firstline_intake'`))[0].n === 3);
    });

    test('the primary is made read-only and stays, the standby promoted: the spool goes to the new one, too', async () => {
        const end = pair.load();
        await sleep(300);
        await pair.set('default_transaction_read_only', 'on');
        await pair.between();
        await site.part('promote', 'standby');
        await pair.found();
        await end();
        await pair.delivered(pair.standby);
        assert.equal(pair.connected_to(), pair.standby);
    });

    site.check_at_end({ whole: false, server: { PGHOST: pair.standby } }); // counts of the last seconds may be lost with a server
}
