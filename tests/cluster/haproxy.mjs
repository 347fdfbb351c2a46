// haproxy: one address for whichever node leads, as Patroni's manual has it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../faults/world.mjs';

export class Haproxy {
    static of(w) {
        w.haproxy ??= new Haproxy(w);
        return w.haproxy;
    }

    constructor(w) {
        this.machine = w.lab.machine('haproxy', 3);
        this.conf = join(w.lab.dir, 'haproxy.cfg');
        const servers = w.cluster.nodes.map(({ name, ip }) => `    server ${name} ${ip}:5432 check port 8008`);
        writeFileSync(this.conf, `global
    maxconn 100
defaults
    mode tcp
    timeout connect 1s
    timeout client 1h
    timeout server 1h
    timeout check 1s
listen primary
    bind ${this.machine.ip}:5432
    option httpchk OPTIONS /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`);
    }

    /** PGHOST. */
    up() {
        if (this.machine.pids().length === 0) this.machine.spawn('haproxy', ['-f', this.conf]);
        return this.machine.ip;
    }

    async restart(after_ms) {
        this.machine.signal('SIGKILL');
        await sleep(after_ms);
        this.up();
    }
}
