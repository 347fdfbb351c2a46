// intake: the machine with nginx and firstline, and the bookkeeping of one event: tests/faults' world
// with a cluster in the place of its one server.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, Site, metric, until } from '../http/lib.mjs';
import { account } from '../faults/account.mjs';
import { Service } from '../faults/service.mjs';
import { Stall } from '../faults/stall.mjs';
import { Traffic } from '../faults/traffic.mjs';
import { World } from '../faults/world.mjs';
import { Etcd } from './etcd.mjs';
import { AS_POSTGRES, Lab } from './lab.mjs';
import { Cluster, PASSWORD, SETTLED_MS, as_postgres } from './patroni.mjs';
import { Watch } from './watch.mjs';

const LOOKED_MS = 2500;

/** firstline in its namespace, where the network ends at the bridge. */
class LabService extends Service {
    spawn(args, env, stderr, { command = this.binary, stdout = 'ignore' } = {}) {
        return spawn('ip', ['netns', 'exec', this.machine.name, ...AS_POSTGRES, command, ...args],
            { cwd: '/', stdio: ['ignore', stdout, stderr], env: { ...this.env, PGPASSFILE: this.passfile, ...env } });
    }

    password(text) {
        writeFileSync(this.passfile, `*:*:*:*:${text}\n`);
    }
}

export class ClusterWorld extends World {
    /** dir: an empty folder. binary: firstline. */
    static async up({ dir, binary, rate, quick }) {
        const w = new ClusterWorld();
        w.quick = quick;
        w.lab = new Lab(dir);
        const machine = w.lab.machine('intake', 2);
        w.etcd = new Etcd(w.lab);
        w.cluster = new Cluster(w.lab, w.etcd, `${machine.ip}/32`);
        const [site] = await Promise.all([w.start_site(binary), w.start_cluster()]);
        w.site = site;
        w.dir = join(site.dir, 'cluster');
        w.spool = join(site.dir, 'spool');
        w.copy(binary);
        w.service = new LabService(site, { binary: w.binary, forms: w.forms, geo: join(w.dir, 'geo.mmdb'), shim: {}, hosts: {} });
        w.service.hosts.list = w.cluster.nodes.map((node) => node.ip).join();
        Object.assign(w.service, { machine, passfile: join(w.dir, 'passfile') });
        w.service.password(PASSWORD);
        w.own(w.service.passfile);
        chmodSync(w.service.passfile, 0o600);
        await site.part('stop', 'firstline');
        site.part('stop', 'postgres');
        w.service.env.PGPORT = '5432';
        w.service.start({ via: 'list' });
        w.wrong = [];
        w.traffic = new Traffic(site);
        w.traffic.per_second = rate;
        w.journals = [];
        w.stall = new Stall(join(w.dir, 'stall'));
        w.watch = new Watch(w);
        await w.cluster.settled();
        await w.healed();
        return w;
    }

    /** nginx and firstline as they are always tried; the server that comes with them is stopped. */
    async start_site(binary) {
        const site = await Site.up({ env: { FIRSTLINE_BIN: binary } });
        site.remove = () => {}; // the namespace ends with all that is in it
        return site;
    }

    async start_cluster() {
        await Promise.all([this.etcd.up(), this.lab.start_resolver()]);
        await this.cluster.up();
        const [node] = this.cluster.nodes;
        await node.psql('CREATE DATABASE firstline TEMPLATE template0', 'postgres');
        await this.install(node, 'firstline');
        await node.psql(`ALTER ROLE firstline_intake PASSWORD '${PASSWORD}'`);
    }

    /** install.sql does all of it, the first time and every time. */
    install(node, database) {
        return as_postgres('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '--single-transaction', '-h', node.sockets, '-f', 'install.sql', database],
            { cwd: join(this.lab.dir, 'sql') });
    }

    copy(binary) {
        mkdirSync(this.dir, { mode: 0o755 });
        this.binary = join(this.dir, 'firstline');
        this.forms = join(this.dir, 'forms');
        cpSync(binary, this.binary, { dereference: true });
        cpSync(join(ROOT, 'forms'), this.forms, { recursive: true });
        cpSync(join(ROOT, 'tests/fixtures/geo/nested.mmdb'), join(this.dir, 'geo.mmdb'));
    }

    // ---- one event ----------------------------------------------------------------------------------

    /** PGHOST of firstline: these nodes in this order, or any other text. */
    async point_at(hosts) {
        const list = Array.isArray(hosts) ? hosts.map((node) => node.ip).join() : hosts;
        if (this.service.hosts.list === list) return;
        this.service.hosts.list = list;
        await this.service.restart();
        await this.healed();
    }

    open(id) {
        super.open(id);
        this.lab.note(`${id} begins`);
        this.watch.start();
    }

    /** The writer asks the database. */
    healed(patience_ms = SETTLED_MS) {
        return until('leads go to the database', async () => (await this.health()).database === 'up', patience_ms)
            .catch((error) => this.wrong.push(error.message));
    }

    async away() {
        await until('leads go to the spool', async () => (await this.health()).database === 'away', SETTLED_MS)
            .catch((error) => this.wrong.push(error.message));
    }

    /** Some other node than this one leads. */
    another_leads(old) {
        return until('another node leads', async () => {
            const found = await this.cluster.find_leader();
            return found !== undefined && found !== old && found;
        }, SETTLED_MS);
    }

    /** What is remembered was handed in again wherever history has changed: firstline looks each second,
     *  so a while without anything unconfirmed says that it has looked. */
    async confirmed() {
        let since = Date.now();
        await until('what is remembered is confirmed', async () => {
            const { database, remembered } = await this.health();
            if (database !== 'up' || remembered?.unconfirmed_records > 0) since = Date.now();
            return Date.now() - since > LOOKED_MS;
        }, SETTLED_MS).catch((error) => this.wrong.push(error.message));
    }

    /** Everything runs, is joined and awake again, while visitors still come. */
    async recovered() {
        this.lab.mend();
        this.cluster.start_missing();
        await this.cluster.settled().catch((error) => this.wrong.push(error.message));
        await this.healed();
        await this.more();
    }

    /** There is no proxy here. */
    async well() {
        await this.service.ready();
        this.site.env.PGHOST = (await this.cluster.leader()).ip;
        await this.confirmed();
    }

    /** How many leads this process of firstline has handed in again that were gone. */
    async restored() {
        const { text } = await this.site.get('/metrics');
        return metric(text, 'firstline_leads_restored_total') ?? 0;
    }

    /** What earlier events have kept is still there. */
    async look_back(rows) {
        await this.well();
        for (const journal of this.journals) {
            const row = rows.find(({ id }) => id === journal.id);
            const { lost, doubled } = await account(this.site, journal.path, journal.id, journal);
            if (lost <= row.lost && doubled <= row.doubled) continue;
            Object.assign(row, { lost, doubled });
            row.wrong.push('lost or doubled by an event after it');
        }
    }
}
