// world: the real stack (nginx, firstline, PostgreSQL; tests/stack.sh) with everything that a fault
// may lay hands on, and the bookkeeping of one fault: how often it struck, what was expected.
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, Site, until } from '../http/lib.mjs';
import { account, repeat_unknown } from './account.mjs';
import { balance } from './balance.mjs';
import { Service } from './service.mjs';
import { Shim } from './shim.mjs';
import { Stall } from './stall.mjs';
import { Journal, Traffic } from './traffic.mjs';

/** A busy machine gets more time for everything; the table says how much. */
export const SLACK = Math.min(5, Math.max(1, Number(process.env.FAULTS_SLACK) || loadavg()[0] / cpus().length));
export const DELIVERED_MS = 30_000 * SLACK;
export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
export const is_root = process.getuid() === 0;

export class World {
    /** binary: with fault points. env: for tests/stack.sh. */
    static async up({ binary, library, env = {} }) {
        const w = new World();
        w.site = await Site.up({ env: { ...env, FIRSTLINE_BIN: binary } });
        w.dir = join(w.site.dir, 'faults');
        w.spool = join(w.site.dir, 'spool');
        w.copy_files(binary, library);
        await w.start_proxy();
        w.shim = new Shim(join(w.dir, 'page'));
        w.shim.object = join(w.dir, 'shim.so');
        w.own(w.shim.path);
        w.service = new Service(w.site, {
            binary: w.binary, forms: w.forms, geo: join(w.dir, 'geo.mmdb'), shim: w.shim,
            hosts: { direct: w.site.env.PGHOST, proxy: w.proxy_dir, pair: `${w.site.env.PGHOST},${w.site.env.PGHOST}/standby` },
        });
        await w.site.part('stop', 'firstline');
        w.service.start();
        await w.service.ready();
        w.traffic = new Traffic(w.site);
        w.journals = [];
        w.stall = new Stall(join(w.dir, 'stall'));
        return w;
    }

    /** The path belongs to the service's user. */
    own(path) {
        const { uid, gid } = statSync(join(this.site.dir, 'pgdata'));
        if (is_root) chownSync(path, uid, gid);
    }

    /** The service's user need not be able to enter the checkout. */
    copy_files(binary, library) {
        mkdirSync(this.dir, { mode: 0o755 });
        this.binary = join(this.dir, 'firstline');
        this.forms = join(this.dir, 'forms');
        cpSync(binary, this.binary, { dereference: true });
        cpSync(library, join(this.dir, 'shim.so'));
        cpSync(join(ROOT, 'forms'), this.forms, { recursive: true });
        cpSync(join(ROOT, 'tests/fixtures/geo/nested.mmdb'), join(this.dir, 'geo.mmdb'));
        chmodSync(this.forms, 0o755);
    }

    async start_proxy() {
        this.proxy_dir = join(this.site.env.PGHOST, 'proxy');
        mkdirSync(this.proxy_dir, { mode: 0o755 });
        const script = fileURLToPath(new URL('proxy.mjs', import.meta.url));
        this.proxy = fork(script, [join(this.proxy_dir, '.s.PGSQL.5432'), join(this.site.env.PGHOST, '.s.PGSQL.5432')]);
        this.proxy.setMaxListeners(0);
        await new Promise((resolve) => { this.proxy.once('message', resolve); });
    }

    /** See proxy.mjs. Resolves when it is in force, or when a mode that strikes once has struck. */
    proxy_mode(mode) {
        return new Promise((resolve) => {
            const hear = (message) => {
                if (message.did !== mode) return;
                this.proxy.off('message', hear);
                resolve();
            };
            this.proxy.on('message', hear);
            this.proxy.send({ mode });
        });
    }

    async down() {
        await this.stall.stop();
        await this.service.stop();
        this.proxy.disconnect();
        spawnSync(join(ROOT, 'tests/stack.sh'), ['down', this.site.dir], { env: this.site.env });
        this.site.remove();
    }

    // ---- one fault --------------------------------------------------------------------------------

    /** Begins the account of a fault. */
    open(id) {
        const path = join(this.dir, `${id}.ndjson`);
        this.id = id;
        this.traffic.journal = new Journal(path);
        this.traffic.recent = [];
        this.journals.push({ id, path, excused: new Set() });
        this.injected = 0;
        this.wrong = [];
        this.excused = this.journals.at(-1).excused;
        this.damaged = 0;
        this.stall.take();
        this.service.take_exits();
    }

    /** A limit of time, as this machine just now allows it. */
    limit(ms) {
        return ms * SLACK + 2 * this.stall.longest_ms;
    }

    expect(good, text) {
        if (!good) this.wrong.push(text);
    }

    /** Ends it: everything is well again, the spool is empty; the account. */
    async close() {
        await this.well();
        await this.drained();
        this.wrong.push(...await repeat_unknown(this.traffic, this.traffic.journal.path));
        await this.drained();
        const journal = this.journals.at(-1);
        const result = await account(this.site, journal.path, this.id, journal);
        this.expect(this.files('bad').length === this.damaged, `I7 spool/bad has ${this.files('bad').length} files, ${this.damaged} were damaged`);
        for (const name of readdirSync(join(this.spool, 'bad'))) rmSync(join(this.spool, 'bad', name));
        const { unanswered, wrong } = await balance(this.site);
        const before = this.unanswered ?? 0;
        this.unanswered = unanswered;
        this.wrong.push(...wrong);
        const exits = this.service.take_exits().filter(({ code, signal }) => code !== 0 && signal !== 'SIGKILL');
        if (exits.length > 0) this.wrong.push(`ended by itself: ${JSON.stringify(exits)}`);
        return { ...result, injected: this.injected, unanswered: unanswered - before, statuses: this.traffic.statuses, wrong: [...this.wrong, ...result.wrong] };
    }

    /** Nothing of any fault is in force any more. */
    async well() {
        this.shim.disarm();
        this.shim.shift_clock(0);
        await this.proxy_mode('pass');
        await this.service.ready();
    }

    async health() {
        const answer = await this.site.get('/healthz').catch(() => undefined);
        try {
            return answer.json();
        } catch {
            return {};
        }
    }

    files(folder) {
        const path = join(this.spool, folder);
        return existsSync(path) ? readdirSync(path).filter((name) => !name.endsWith('.reason')) : [];
    }

    /** The spool is delivered; how long that took. */
    async drained() {
        const start = Date.now();
        await until('the spool is empty', async () => {
            const h = await this.health();
            return h.database === 'up' && h.spool_files === 0 && this.files('new').length === 0;
        }, DELIVERED_MS).catch((error) => this.wrong.push(`I7 ${error.message}: ${this.files('new').length} files`));
        return Date.now() - start;
    }

    // ---- the database -------------------------------------------------------------------------------

    /** Leads go to the spool from here on. */
    async cut_database() {
        await this.proxy_mode('refuse');
    }

    async mend_database() {
        await this.proxy_mode('pass');
    }

    postmaster() {
        return readFileSync(join(this.site.dir, 'pgdata/postmaster.pid'), 'utf8').split('\n')[0];
    }

    /** The processes that serve firstline. */
    async backends() {
        const text = await this.site.psql(`SELECT pid FROM pg_stat_activity WHERE usename = 'firstline_intake'`);
        return text.split('\n').filter(Boolean);
    }

    /** All processes of the server. */
    server_processes() {
        const pid = this.postmaster();
        return [pid, ...execFileSync('pgrep', ['-P', pid], { encoding: 'utf8' }).trim().split('\n')];
    }

    signal(name, pids) {
        for (const pid of pids) spawnSync('kill', [`-${name}`, pid]);
    }

    /** Some submissions were thanked for since. */
    async more(count = 5, patience_ms = 20_000 * SLACK) {
        const before = this.traffic.thanked;
        await until(`${count} more thanks`, () => this.traffic.thanked >= before + count, patience_ms)
            .catch((error) => this.wrong.push(error.message));
    }

    /** firstline spool, on this spool. */
    command(...args) {
        return spawnSync(this.binary, ['spool', ...args, '--spool', this.spool], { encoding: 'utf8' });
    }
}
