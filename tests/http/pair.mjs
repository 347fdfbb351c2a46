// pair: a site whose PostgreSQL has a synchronous standby, for tests in which the two change places: what
// firstline is told of them, visitors, and whether whoever was thanked is in the one that is left, once.
import assert from 'node:assert/strict';
import http from 'node:http';
import { join } from 'node:path';
import { Site, VALID, metric, receipt_of, until } from './lib.mjs';

export const FOUND_MS = 30_000;
const THANKS_MS = 3000;
const EXPECTED = [
    /error (database_away|batch_failed|batch_unknown) /, / FATAL: {2}(terminating|the database system is|could not (connect|receive|send))/,
    / FATAL: .*not permitted to log in/, /connection to client lost/, / WARNING: {2}terminating connection/,
];
export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
let number = 0;
const fresh = () => {
    number += 1;
    return { ...VALID.callback, name: `Смена ${number}`, phone: `8 912 9${String(number).padStart(6, '0')}` };
};

/** A site whose postgres has a synchronous standby. */
export class Pair {
    static async up() {
        const pair = new Pair();
        pair.site = await Site.up({ expect: [...EXPECTED] });
        pair.primary = pair.site.env.PGHOST;
        pair.standby = join(pair.primary, 'standby');
        pair.thanked = new Map(); // name by receipt
        await pair.site.part('start', 'standby');
        await pair.set('synchronous_standby_names', 'standby');
        await until('the standby is synchronous', async () => (await pair.site.sql('SELECT sync_state FROM pg_stat_replication'))[0]?.sync_state === 'sync');
        return pair;
    }

    async set(name, value) {
        await this.site.psql(`ALTER SYSTEM SET ${name} = '${value}'`);
        await this.site.psql('SELECT pg_reload_conf()');
    }

    /** firstline anew, with these hosts in this order. */
    async know(...hosts) {
        await this.site.part('stop', 'firstline');
        this.site.env.FIRSTLINE_PGHOST = hosts.join(',');
        await this.site.part('start', 'firstline');
        assert.equal(this.site.how_it_runs().env.PGHOST, hosts.join(','), 'it knows them');
    }

    async health() { return (await this.site.get('/healthz')).json(); }

    async found(since = Date.now()) {
        await until('the database is up', async () => (await this.health()).database === 'up', FOUND_MS);
        const took = Date.now() - since;
        assert.ok(took < FOUND_MS, `${took} ms`);
    }

    /** One after the other, each a file of its own if it goes to the spool. */
    async send(count) {
        const receipts = [];
        for (let i = 0; i < count; i++) {
            const fields = fresh();
            const start = Date.now();
            const receipt = receipt_of(await this.site.post_json('callback', fields));
            assert.ok(Date.now() - start < THANKS_MS, `${Date.now() - start} ms`);
            this.thanked.set(receipt, fields.name);
            receipts.push(receipt);
        }
        return receipts;
    }

    /** Four visitors who send until told to stop, and are thanked each time. */
    load() {
        const agent = new http.Agent({ keepAlive: false });
        const wrong = [];
        let stop = false;
        const all = Array.from({ length: 4 }, async () => {
            while (!stop) {
                const fields = fresh();
                const answer = await this.site.post_json('callback', fields, { agent });
                if (answer.status === 201) this.thanked.set(answer.json().receipt, fields.name);
                else wrong.push(answer.status);
                await sleep(5);
            }
        });
        return async () => {
            stop = true;
            await Promise.all(all);
            assert.deepEqual(wrong, []);
        };
    }

    async spooled() { return metric((await this.site.get('/metrics')).text, 'firstline_leads_spooled_total'); }

    /** How many of these are in the server. */
    async stored(receipts, host) {
        const list = receipts.map((r) => `'${r}'`).join(',');
        return (await this.site.sql(`SELECT count(*)::int AS n FROM intake.lead WHERE id IN (${list})`, { server: { PGHOST: host } }))[0].n;
    }

    /** Whoever was thanked is in the server, once; returns when the spool is empty. */
    async delivered(host) {
        await until('the spool is empty', async () => {
            const h = await this.health();
            return h.database === 'up' && h.spool_files === 0;
        }, FOUND_MS);
        const rows = await this.site.sql(`SELECT id, answers->>'name' AS name FROM intake.lead WHERE answers->>'name' LIKE 'Смена %'`, { server: { PGHOST: host } });
        const by_id = new Map(rows.map((row) => [row.id, row.name]));
        const lost = [...this.thanked].filter(([id, name]) => by_id.get(id) !== name);
        assert.deepEqual(lost, [], `of ${this.thanked.size}`);
        assert.equal(new Set(rows.map((row) => row.name)).size, rows.length, 'none twice');
    }

    /** Nobody tried to write to the standby; said of the time before its promotion. */
    async untouched() {
        assert.equal(await this.site.psql('SELECT pg_is_in_recovery()', { server: { PGHOST: this.standby } }), 't');
        assert.doesNotMatch(this.site.log('standby.log'), /read-only transaction|ERROR: /);
        const used = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'firstline_intake'
            AND state_change < now() - interval '3 s'`;
        assert.equal((await this.site.sql(used, { server: { PGHOST: this.standby } }))[0].n, 0, 'no session stays there');
    }

    /** The host that firstline connected to last. */
    connected_to() { return this.site.log('firstline.log').match(/.*database_connected host=(\S+)/gm)?.at(-1).split('host=')[1]; }

    /** While the one is no more and the other not yet: thanked from the spool, tried in vain. */
    async between() {
        await until('the database counts as away', async () => (await this.health()).database === 'away');
        const before = await this.spooled();
        const receipts = await this.send(8);
        assert.ok(await this.spooled() >= before + 8, 'from the spool');
        await sleep(1000);
        assert.equal((await this.health()).database, 'away', 'a standby is no database to write to');
        assert.equal(await this.stored(receipts, this.standby), 0);
        await this.untouched();
    }
}
