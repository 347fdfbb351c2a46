// etcd: three members, each a machine. Their data lie in memory: a slow disk of the test's machine
// is not what is tried here.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../http/lib.mjs';

const MEMBERS = 3;
const CLIENT_PORT = 2379;
const PEER_PORT = 2380;

const base64 = (text) => Buffer.from(text).toString('base64');

export class Etcd {
    constructor(lab) {
        this.dir = join(lab.dir, 'etcd');
        mkdirSync(this.dir);
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=0755,uid=postgres', 'etcd', this.dir]);
        this.machines = Array.from({ length: MEMBERS }, (_, i) => lab.machine(`etcd${i + 1}`, 21 + i));
    }

    get hosts() {
        return this.machines.map((m) => `${m.ip}:${CLIENT_PORT}`).join(',');
    }

    start(machine) {
        const client = `http://${machine.ip}:${CLIENT_PORT}`;
        const peer = (m) => `http://${m.ip}:${PEER_PORT}`;
        machine.spawn('etcd', ['--name', machine.name, '--data-dir', join(this.dir, machine.name), '--enable-v2',
            '--listen-client-urls', client, '--advertise-client-urls', client,
            '--listen-peer-urls', peer(machine), '--initial-advertise-peer-urls', peer(machine),
            '--initial-cluster', this.machines.map((m) => `${m.name}=${peer(m)}`).join(','),
            '--logger', 'zap', '--log-level', 'error']);
    }

    async up() {
        for (const machine of this.machines) this.start(machine);
        await until('etcd has a leader', () => this.leader());
    }

    /** The v3 API by JSON, of any member that answers. */
    async ask(path, body = {}) {
        for (const { ip } of this.machines) {
            const answer = await fetch(`http://${ip}:${CLIENT_PORT}/v3/${path}`, {
                method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(1000),
            }).catch(() => undefined);
            if (answer?.ok) return answer.json();
        }
        return undefined;
    }

    /** The machine of the leading member, if there is one. */
    async leader() {
        for (const machine of this.machines) {
            const answer = await fetch(`http://${machine.ip}:${CLIENT_PORT}/v3/maintenance/status`, {
                method: 'POST', body: '{}', signal: AbortSignal.timeout(1000),
            }).then((a) => a.json()).catch(() => ({}));
            if (answer.leader && answer.leader === answer.header.member_id) return machine;
        }
        return undefined;
    }

    /** All keys that begin so are gone, in both APIs. */
    async forget(prefix) {
        const after = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
        await this.ask('kv/deleterange', { key: base64(prefix), range_end: base64(after) });
        await fetch(`http://${this.machines[0].ip}:${CLIENT_PORT}/v2/keys${prefix}?recursive=true`, { method: 'DELETE' }).catch(() => {});
    }
}
