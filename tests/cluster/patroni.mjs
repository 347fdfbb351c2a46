// patroni: three PostgreSQL nodes under Patroni, as a company runs them: small, and as durable as in
// earnest. Times are the shortest that Patroni takes, so that thirty events fit into a coffee break.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../http/lib.mjs';
import { AS_POSTGRES } from './lab.mjs';

const NODES = 3;
const TTL_S = 20;
export const PASSWORD = 'first';
const PORT = 5432;
const REST_PORT = 8008;
const SCOPE = 'lab';
const KEYS = `/service/${SCOPE}/`;
export const PATRONI = /bin\/patroni /; // its command line
export const SETTLED_MS = 120_000;
const BIN = readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
    .filter((path) => existsSync(`${path}/initdb`)).at(-1);

const run = promisify(execFile);
/** A command as user postgres; its output. */
export const as_postgres = (command, args, options = {}) => run(AS_POSTGRES[0], [...AS_POSTGRES.slice(1), command, ...args],
    { cwd: '/', maxBuffer: 1 << 28, ...options });
export const pg = (name) => join(BIN, name);

const DYNAMIC = {
    ttl: TTL_S, loop_wait: 2, retry_timeout: 5, maximum_lag_on_failover: 1 << 20, synchronous_mode: true,
    postgresql: {
        use_pg_rewind: true,
        parameters: {
            max_connections: 30, superuser_reserved_connections: 10, wal_keep_size: '128MB', max_wal_size: '256MB',
            wal_sender_timeout: '10s', wal_receiver_timeout: '10s',
        },
    },
};

class Node {
    constructor(cluster, machine, data, sockets) {
        Object.assign(this, { cluster, machine, data, sockets, name: machine.name, ip: machine.ip });
        this.conf = join(cluster.lab.dir, `${this.name}.yml`);
    }

    /** JSON is YAML. Only the intake needs a password: the rest of this network belongs to the lab. */
    write_conf() {
        const { etcd, api } = this.cluster;
        const hba = [`host firstline firstline_intake ${this.cluster.intake_net} scram-sha-256`,
            'local all all trust', 'local replication all trust',
            'host all all 10.77.0.0/24 trust', 'host replication all 10.77.0.0/24 trust'];
        writeFileSync(this.conf, JSON.stringify({
            scope: SCOPE, name: this.name,
            restapi: { listen: `${this.ip}:${REST_PORT}`, connect_address: `${this.ip}:${REST_PORT}` },
            [api]: { hosts: etcd.hosts },
            bootstrap: { dcs: DYNAMIC, initdb: ['data-checksums', { encoding: 'UTF8' }, { locale: 'C.UTF-8' }] },
            postgresql: {
                listen: `${this.ip}:${PORT}`, connect_address: `${this.ip}:${PORT}`, data_dir: this.data, bin_dir: BIN,
                pgpass: join(this.sockets, 'pgpass'), use_unix_socket: true, use_unix_socket_repl: true, pg_hba: hba,
                authentication: { superuser: { username: 'postgres' }, replication: { username: 'replicator' } },
                basebackup: [{ checkpoint: 'fast' }], remove_data_directory_on_rewind_failure: true,
                remove_data_directory_on_diverged_timelines: true,
                parameters: {
                    unix_socket_directories: this.sockets, shared_buffers: '32MB', jit: 'off', fsync: 'on',
                    autovacuum_naptime: '30s', client_connection_check_interval: '1s', log_line_prefix: '%m [%p] %q%u@%d ',
                    timezone: 'UTC', log_timezone: 'UTC',
                },
            },
            watchdog: { mode: 'off' },
        }));
    }

    start() {
        this.write_conf();
        this.patroni = this.machine.spawn('patroni', [this.conf]);
        this.patroni.unref();
    }

    async rest(path, options = {}) {
        const answer = await fetch(`http://${this.ip}:${REST_PORT}/${path}`, { signal: AbortSignal.timeout(1500), ...options })
            .catch(() => undefined);
        return answer && { status: answer.status, text: await answer.text().catch(() => '') };
    }

    async is(what) {
        return (await this.rest(what))?.status === 200;
    }

    postmaster() {
        return Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    }

    /** Those of its processes whose command line fits. */
    processes(pattern) {
        return this.machine.pids().filter((pid) => {
            try {
                return pattern.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
            } catch {
                return false;
            }
        });
    }

    signal(name, pattern) {
        for (const pid of this.processes(pattern)) process.kill(pid, name);
    }

    /** Any SQL, by the Unix socket, which no cut reaches. */
    async psql(text, database = 'firstline') {
        const { stdout } = await as_postgres('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', this.sockets, '-c', text, database]);
        return stdout.trim();
    }
}

export class Cluster {
    /** intake_net: from where a password is asked. */
    constructor(lab, etcd, intake_net) {
        Object.assign(this, { lab, etcd, intake_net, api: 'etcd3' });
        this.nodes = Array.from({ length: NODES }, (_, i) => {
            const machine = lab.machine(`pg${i + 1}`, 11 + i);
            return new Node(this, machine, join(lab.folder(`${machine.name}-data`), 'data'), lab.folder(`${machine.name}-run`));
        });
    }

    /** The first leads; the others follow it. */
    async up(first = this.nodes[0]) {
        first.start();
        await until('the first node leads', () => first.is('leader'), SETTLED_MS);
        for (const node of this.nodes) if (node !== first) node.start();
    }

    /** The node that has the lock, and takes writes. */
    async find_leader() {
        const leads = await Promise.all(this.nodes.map((node) => node.is('leader')));
        const found = this.nodes.filter((_, i) => leads[i]);
        return found.length === 1 ? found[0] : undefined;
    }

    leader() {
        return until('there is one primary', () => this.find_leader(), SETTLED_MS);
    }

    /** { leader, sync, async }: who is what, now that all is well. */
    async roles() {
        const leader = await this.leader();
        const rest = this.nodes.filter((node) => node !== leader);
        const sync = await Promise.all(rest.map((node) => node.is('sync')));
        const first = sync[0] ? 0 : 1;
        return { leader, sync: rest[first], async: rest[1 - first] };
    }

    async look() {
        const leader = await this.find_leader();
        if (!leader) return false;
        const rest = this.nodes.filter((node) => node !== leader);
        const streams = await leader.psql(`SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'
            AND application_name IN (${rest.map((n) => `'${n.name}'`).join()})`).catch(() => '0');
        const replicas = await Promise.all(rest.map((node) => node.is('replica')));
        if (streams !== String(rest.length) || !replicas.every(Boolean)) return false;
        if (!this.synchronous) return true;
        return (await Promise.all(rest.map((node) => node.is('sync')))).some(Boolean);
    }

    /** One leads, two stream, one of them synchronously if that is wanted. */
    settled(patience_ms = SETTLED_MS) {
        return until('the cluster is whole', () => this.look(), patience_ms);
    }

    synchronous = true;

    /** Changes what Patroni keeps for all: { synchronous_mode: false }; null removes. */
    async change(settings) {
        const leader = await this.leader();
        await leader.rest('config', { method: 'PATCH', body: JSON.stringify(settings) });
        if ('synchronous_mode' in settings) this.synchronous = settings.synchronous_mode;
    }

    /** patronictl, with the configuration of a node. */
    async ctl(...args) {
        const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
        await as_postgres('patronictl', ['-c', this.nodes[0].conf, ...args], { env });
    }

    /** As planned, to that node. */
    async switchover(from, to) {
        await this.ctl('switchover', '--master', from.name, '--candidate', to.name, '--force');
        await until(`${to.name} leads`, async () => await this.find_leader() === to, SETTLED_MS);
    }

    /** Patroni goes over to that API of etcd ('etcd3', 'etcd'), while the servers run on. */
    async use(api) {
        const leader = await this.leader();
        for (const node of this.nodes) node.signal('SIGKILL', PATRONI);
        await this.etcd.forget(KEYS);
        this.api = api;
        await this.up(leader);
        await this.settled();
    }

    /** What an operator has to do once a node took the lock away from another: the key that says who is
     *  synchronous still names that one's, and the new leader of Patroni 3.0.2 never dares to replace it. */
    forget_sync() {
        return this.etcd.forget(`${KEYS}sync`);
    }

    /** All nodes end at once, and Patroni's memory of them; the data stay. */
    async wipe_out() {
        for (const node of this.nodes) node.machine.signal('SIGKILL');
        await this.etcd.forget(KEYS);
    }

    /** Nodes whose Patroni does not run get one, as at the start of their machine. */
    start_missing() {
        for (const node of this.nodes) if (node.processes(PATRONI).length === 0) node.start();
    }
}
