// remember: the server that took the leads has forgotten them: a backup of some time ago was restored,
// a standby that was behind has taken over. Whoever was thanked is in the database all the same, once,
// and what had to be stored again says so.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Site, VALID, metric, receipt_of, until } from './lib.mjs';

const FOUND_MS = 30_000;
const EXPECTED = [
    /error (database_away|batch_failed|batch_unknown) /, / FATAL: {2}(terminating|the database system is|could not (connect|receive|send))/,
    / FATAL: .*not permitted to log in/, /connection to client lost/, / WARNING: {2}terminating connection/,
];
let number = 0;

class Memory {
    static async up() {
        const m = new Memory();
        m.site = await Site.up({ expect: [...EXPECTED] });
        m.dir = m.site.env.FIRSTLINE_DIR;
        m.thanked = new Map(); // name by receipt
        await m.confirmed();
        return m;
    }

    async send(count) {
        const receipts = await Promise.all(Array.from({ length: count }, async () => {
            number += 1;
            const fields = { ...VALID.callback, name: `Память ${number}`, phone: `8 913 9${String(number).padStart(6, '0')}` };
            const receipt = receipt_of(await this.site.post_json('callback', fields));
            this.thanked.set(receipt, fields.name);
            return receipt;
        }));
        return receipts;
    }

    async health() { return (await this.site.get('/healthz')).json(); }

    async restored() { return metric((await this.site.get('/metrics')).text, 'firstline_leads_restored_total'); }

    /** The spool is empty, and the server of now was asked for all that is remembered. */
    async confirmed() {
        let h;
        await until('all is confirmed', async () => {
            h = await this.health();
            return h.database === 'up' && h.spool_files === 0 && h.remembered.unconfirmed_records === 0;
        }, FOUND_MS);
        return h.remembered;
    }

    /** A copy of the server's data as they are now; the standby that it is need not run. */
    async copy() {
        rmSync(join(this.dir, 'standby'), { recursive: true, force: true });
        await this.site.part('start', 'standby');
        await this.site.part('stop', 'standby');
    }

    async restore() {
        await this.site.part('stop', 'postgres');
        rmSync(join(this.dir, 'pgdata'), { recursive: true });
        renameSync(join(this.dir, 'standby'), join(this.dir, 'pgdata'));
        rmSync(join(this.dir, 'pgdata', 'standby.signal'));
        await this.another_history(() => this.site.part('start', 'postgres'));
    }

    changes() { return this.site.log('firstline.log').match(/ history_(changed|cut) /g)?.length ?? 0; }

    async another_history(act) {
        const before = this.changes();
        await act();
        await until('the server was looked at', () => this.changes() > before, FOUND_MS);
    }

    /** Whoever was thanked is there, once; how many are marked. */
    async all_there() {
        await this.confirmed();
        const rows = await this.site.sql("SELECT id, answers->>'name' AS name, 'restored' = ANY (marks) AS restored FROM intake.lead WHERE answers->>'name' LIKE 'Память %'");
        const by_id = new Map(rows.map((row) => [row.id, row.name]));
        assert.deepEqual([...this.thanked].filter(([id, name]) => by_id.get(id) !== name), [], `of ${this.thanked.size}`);
        assert.equal(new Set(rows.map((row) => row.name)).size, rows.length, 'none twice');
        return rows.filter((row) => row.restored).length;
    }
}

{
    const memory = await Memory.up();
    const { site } = memory;

    test('a restored backup has what was committed after it a moment later', async () => {
        await memory.send(20);
        await memory.copy();
        await memory.send(30);
        assert.equal(await memory.restored(), 0);
        await memory.restore();
        assert.equal(await memory.all_there(), 30);
        assert.equal(await memory.restored(), 30);
    });

    site.check_at_end();
}
