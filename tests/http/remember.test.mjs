// remember: the server that took the leads has forgotten them: a backup of some time ago was restored,
// a standby that was behind has taken over, a machine that was paused was made primary again. Whoever
// was thanked is in the database all the same, once, and what had to be stored again says so.
//
// "Many machines" in short: two servers, without the engine that decides which of them is the primary;
// failover.test.mjs has those that answer and do not commit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Site, VALID, metric, receipt_of, until } from './lib.mjs';

const FOUND_MS = 60_000; // the file that a killed process has left is looked into after 20 s
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
        m.recent = join(m.dir, 'spool', 'recent');
        m.server = { PGHOST: m.site.env.PGHOST }; // that has the leads
        m.thanked = new Map(); // name by receipt
        await m.confirmed();
        return m;
    }

    async send(count, form = 'callback', more = {}) {
        return Promise.all(Array.from({ length: count }, async () => {
            number += 1;
            const phone = form === 'callback' ? { phone: `8 913 9${String(number).padStart(6, '0')}` } : {};
            const fields = { ...VALID[form], name: `Память ${number}`, ...phone, ...more };
            const receipt = receipt_of(await this.site.post_json(form, fields));
            this.thanked.set(receipt, fields.name);
            return receipt;
        }));
    }

    async health() { return (await this.site.get('/healthz')).json(); }

    async metric(name) { return metric((await this.site.get('/metrics')).text, `firstline_${name}`); }

    restored() { return this.metric('leads_restored_total'); }

    up_again() { return until('the database is up', async () => (await this.health()).database === 'up', FOUND_MS); }

    /** The spool is empty, and the server of now was asked for all that is remembered. */
    async confirmed() {
        let h;
        await until('all is confirmed', async () => {
            h = await this.health();
            return h.database === 'up' && h.spool_files === 0 && h.remembered.unconfirmed_records === 0;
        }, FOUND_MS);
        return h.remembered;
    }

    // ---- what happens to firstline ----------------------------------------------------------------

    /** Anew, with other options and hosts; gently, or killed. */
    async anew({ how = 'stop', ...env } = {}) {
        await this.site.part(how, 'firstline');
        Object.assign(this.site.env, env);
        await this.site.part('start', 'firstline');
    }

    /** It writes to the primary, and knows the standby that streams from it. */
    async pair() {
        const { PGHOST } = this.site.env;
        rmSync(join(this.dir, 'standby'), { recursive: true, force: true });
        await this.site.part('start', 'standby');
        await this.anew({ FIRSTLINE_PGHOST: `${PGHOST},${PGHOST}/standby` });
        await this.confirmed();
        await until('the standby streams', async () => (await this.site.sql('SELECT state FROM pg_stat_replication'))[0]?.state === 'streaming');
        return { PGHOST: `${PGHOST}/standby` };
    }

    /** After act it finds another history, and hands in again what it remembers. */
    async asked_again(act) {
        const from = this.site.log('firstline.log').length;
        await act();
        await until('all is handed in again', () => / handed_in_again /.test(this.site.log('firstline.log').slice(from)), FOUND_MS);
        await this.confirmed();
        return this.site.log('firstline.log').slice(from);
    }

    // ---- what happens to the server ---------------------------------------------------------------

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
        await this.site.part('start', 'postgres');
    }

    /** Every process of the primary stands still, or goes on. */
    signal(name) {
        const pid = readFileSync(join(this.dir, 'pgdata/postmaster.pid'), 'utf8').split('\n')[0];
        const children = execFileSync('pgrep', ['-P', pid], { encoding: 'utf8' }).trim().split('\n');
        for (const each of [pid, ...children]) process.kill(Number(each), name);
    }

    // ---- the account ------------------------------------------------------------------------------

    async rows() {
        return this.site.sql("SELECT id, answers->>'name' AS name, 'restored' = ANY (marks) AS restored FROM intake.lead WHERE answers->>'name' LIKE 'Память %'",
            { server: this.server });
    }

    /** Whoever was thanked is there, once; the receipts of those that are marked. */
    async all_there() {
        const rows = await this.rows();
        const by_id = new Map(rows.map((row) => [row.id, row.name]));
        assert.deepEqual([...this.thanked].filter(([id, name]) => by_id.get(id) !== name), [], `of ${this.thanked.size}`);
        assert.equal(new Set(rows.map((row) => row.name)).size, rows.length, 'none twice');
        return new Set(rows.filter((row) => row.restored).map((row) => row.id));
    }

    async are_there(receipts, server) {
        const list = receipts.map((r) => `'${r}'`).join(',');
        return (await this.site.sql(`SELECT count(*)::int AS n FROM intake.lead WHERE id IN (${list})`, { server }))[0].n;
    }
}

{
    const memory = await Memory.up();
    const { site } = memory;
    let marked = new Set();

    /** Those, and none but those, are marked since the last time. */
    async function marked_now(receipts) {
        const now = await memory.all_there();
        assert.deepEqual([...now].filter((id) => !marked.has(id)).sort(), [...receipts].sort());
        marked = now;
    }

    test('what was delivered is remembered, and healthz and metrics tell of it', async () => {
        await memory.send(20);
        await until('it takes stock', async () => (await memory.health()).remembered.octets > 0);
        const { seconds, octets, ...rest } = (await memory.health()).remembered;
        assert.deepEqual(rest, { records: 20, unconfirmed_records: 0, complete: true });
        assert.ok(seconds >= 0 && seconds < 600 && octets > 20 * 100, `${seconds} s, ${octets} octets`);
        assert.equal(await memory.metric('remembered_records'), 20);
        assert.ok(await memory.metric('remembered_octets') >= octets);
        assert.equal(await memory.metric('remembered_unconfirmed_records'), 0);
        assert.equal(await memory.metric('remembered_complete'), 1);
        assert.equal(await memory.restored(), 0);
        assert.ok(readdirSync(memory.recent).length > 0);
    });

    test('a restored backup has what was committed after it a moment later', async () => {
        await memory.copy();
        const gone = await memory.send(30);
        const said = await memory.asked_again(() => memory.restore());
        await marked_now(gone);
        assert.equal(await memory.restored(), 30);
        assert.match(said, / warn history_changed was=\S+ now=\S+ /);
        assert.match(said, / warn handed_in_again records=\d+ restored=\d+ history=/);
    });

    test('a server that is only started again is asked for everything, and has it', async () => {
        const { records } = await memory.confirmed();
        const said = await memory.asked_again(async () => {
            await site.part('stop', 'postgres');
            await site.part('start', 'postgres');
        });
        const handed = [...said.matchAll(/ info handed_in_again records=(\d+) restored=0 /g)].map(([, n]) => Number(n));
        assert.equal(handed.reduce((sum, n) => sum + n, 0), records);
        assert.equal((await memory.confirmed()).records, records);
        await marked_now([]);
        assert.equal(await memory.restored(), 30);
    });

    test('firstline itself is killed between the commit and the loss', async () => {
        await memory.copy();
        const gone = await memory.send(30);
        await memory.asked_again(async () => {
            await memory.anew({ how: 'kill' });
            await memory.restore();
            await until('the orphan is handed in', async () => await memory.restored() === 30, FOUND_MS);
        });
        await marked_now(gone);
    });

    test('a paused primary comes back, is the primary again, and has what the other took meanwhile', async () => {
        const other = await memory.pair();
        const from = site.log('firstline.log').length;
        memory.signal('SIGSTOP');
        await site.part('promote', 'standby');
        await memory.send(1); // who finds out
        await memory.up_again();
        const taken = await memory.send(30);
        await until('the other has them', async () => await memory.are_there(taken, other) === 30);
        await until('the other was asked for all of before', () => / handed_in_again /.test(site.log('firstline.log').slice(from)), FOUND_MS);
        await memory.confirmed();
        const said = await memory.asked_again(async () => {
            await site.part('kill', 'standby');
            memory.signal('SIGCONT');
        });
        assert.match(said, / warn history_changed /);
        const now = await memory.all_there();
        assert.deepEqual(taken.filter((id) => !now.has(id)), []);
        marked = now;
    });

    test('a standby that was behind takes over: what it lacks comes back', async () => {
        const other = await memory.pair();
        await site.psql("ALTER SYSTEM SET primary_conninfo = ''", { server: other });
        await site.psql('SELECT pg_reload_conf()', { server: other });
        await until('it receives no more', async () => (await site.sql('SELECT pid FROM pg_stat_wal_receiver', { server: other })).length === 0);
        const gone = await memory.send(30);
        assert.equal(await memory.are_there(gone, other), 0);
        await site.part('kill', 'postgres');
        memory.server = other;
        await memory.asked_again(() => site.part('promote', 'standby'));
        await marked_now(gone);
    });

    test('more than may be kept: the oldest go, and that is said', async () => {
        site.expected.push(/ error recent_short /);
        await memory.anew({ FIRSTLINE_ARGS: '--remember-mib 1' });
        await memory.confirmed();
        assert.equal((await memory.health()).remembered.complete, true);
        const from = site.log('firstline.log').length;
        for (let i = 0; i < 3; i++) await memory.send(100, 'contact', { message: 'Груз '.repeat(800) });
        await until('some are dropped', async () => !(await memory.health()).remembered.complete);
        assert.match(site.log('firstline.log').slice(from), / error recent_short kept_seconds=\d+ promised_seconds=600 octets_max=1048576 do="raise remember-mib/);
        assert.equal(await memory.metric('remembered_complete'), 0);
        await memory.all_there();
    });

    test('--remember 0 keeps nothing, and nothing of before', async () => {
        const folder = join(memory.dir, 'spool-0');
        await memory.anew({ FIRSTLINE_ARGS: '', FIRSTLINE_SPOOL: folder });
        await memory.up_again();
        await memory.send(2);
        assert.equal(readdirSync(join(folder, 'recent')).length, 1);
        await memory.anew({ FIRSTLINE_ARGS: '--remember 0', FIRSTLINE_SPOOL: folder });
        await memory.up_again();
        await memory.send(10);
        await memory.all_there();
        const h = await memory.health();
        assert.deepEqual([h.spool, h.remembered], ['ready', null]);
        assert.deepEqual(readdirSync(join(folder, 'recent')), []);
        assert.equal(await memory.metric('remembered_records'), undefined);
    });

    test('without a spool nothing is remembered, and the server may be started again', async () => {
        await memory.anew({ FIRSTLINE_ARGS: '', FIRSTLINE_SPOOL: '' });
        await memory.up_again();
        await memory.send(10);
        const h = await memory.health();
        assert.deepEqual([h.spool, h.remembered], ['none', null]);
        assert.equal(await memory.metric('remembered_records'), undefined);
        await site.part('stop', 'standby');
        await site.part('start', 'standby');
        await until('a lead is taken', async () => (await site.post_json('callback', { ...VALID.callback, name: 'Без очереди' })).status === 201, FOUND_MS);
        await memory.all_there();
    });

    // A server that forgets, forgets counts as well; and a ledger that has told all is no more.
    site.check_at_end({ whole: false, get server() { return memory.server; } });
}
