// network: three namespaces, so that "one address" and "the others" are two: the server's, that of one who
// does harm, and that of everybody else, each of the latter joined to the first by a cable of its own. Only root
// can make them; nothing of it is seen outside, and all of it goes with close().
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const NUMBERS = { slow: 1, others: 2 };
const quiet = { stdio: ['ignore', 'ignore', 'pipe'] };

export const can_net = () => process.getuid() === 0
    && ['ip', 'nft'].every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);

export class Network {
    constructor() {
        this.children = new Set();
        this.names = {};
        for (const place of ['server', ...Object.keys(NUMBERS)]) {
            this.names[place] = `firstline-${process.pid}-${place}`;
            this.ip('netns', 'add', this.names[place]);
            this.ip('-n', this.names[place], 'link', 'set', 'lo', 'up');
        }
        process.on('exit', () => this.close());
        for (const [place, n] of Object.entries(NUMBERS)) {
            this.ip('link', 'add', place, 'netns', this.names.server, 'type', 'veth', 'peer', 'name', 'server', 'netns', this.names[place]);
            for (const [end, device, last] of [['server', place, 1], [place, 'server', 2]]) {
                this.ip('-n', this.names[end], 'address', 'add', `10.93.${n}.${last}/30`, 'dev', device);
                this.ip('-n', this.names[end], 'address', 'add', `fd93:${n}::${last}/64`, 'dev', device, 'nodad');
                this.ip('-n', this.names[end], 'link', 'set', device, 'up');
            }
        }
        execFileSync('ip', this.words('server', 'sysctl', '-qw', 'net.ipv4.ip_unprivileged_port_start=0'), quiet);
    }

    ip(...args) {
        execFileSync('ip', args, quiet);
    }

    /** A command there, as words of ip. */
    words(place, ...command) {
        return ['netns', 'exec', this.names[place], ...command];
    }

    /** The server as that place sees it; the place as the server does. */
    server_for(place, family = 4) {
        return family === 4 ? `10.93.${NUMBERS[place]}.1` : `fd93:${NUMBERS[place]}::1`;
    }

    address_of(place) {
        return `10.93.${NUMBERS[place]}.2`;
    }

    /** A program of node there, which is talked to by messages; first: the first of them. */
    async start(place, script, first) {
        const path = fileURLToPath(new URL(script, import.meta.url));
        const child = spawn('ip', this.words(place, process.execPath, path), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
        this.children.add(child);
        child.on('exit', () => this.children.delete(child));
        await this.ask(child, first);
        return child;
    }

    async ask(child, message) {
        child.send(message);
        const [answer] = await once(child, 'message');
        return answer;
    }

    async stop(child) {
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
    }

    firewall(file) {
        execFileSync('ip', this.words('server', 'nft', ...(file ? ['-f', file] : ['flush', 'ruleset'])), quiet);
    }

    close() {
        for (const child of this.children) child.kill('SIGKILL');
        for (const name of Object.values(this.names)) spawnSync('ip', ['netns', 'del', name]);
        this.names = {};
    }
}
