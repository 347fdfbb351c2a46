// slow: thousands of connections of one address that send headers or bodies one octet at a time, while
// others want to send a form. The server, the slow one and the others are in namespaces of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, until } from '../http/lib.mjs';
import { Network, can_net } from './network.mjs';
import { sleep } from './world.mjs';

const CONNECTIONS = 4200;
const MEASURE_MS = 4000;
const ROUNDS = 3; // with and without, in turns: the machine is not as quick at all times
const FLOOR_MS = 50; // a p99 below that is as good as any
const PER_SECOND_MAX = 100;
const RULES = join(ROOT, 'nginx/firstline.nft');

const read = (file, pattern) => Number(readFileSync(join(ROOT, 'nginx', file), 'utf8').match(pattern)[1]);
const PROPOSED = {
    connections: read('firstline.nft', /worker_connections\s+(\d+)/), files: read('firstline.nft', /worker_rlimit_nofile\s+(\d+)/),
    share: read('firstline.nft', /ip saddr ct count over (\d+)/),
};
const FILES_MAX = Number(readFileSync('/proc/self/limits', 'utf8').match(/^Max open files +\d+ +(\d+)/m)?.[1] ?? Infinity);
const WORKERS = read('nginx.conf.in', /worker_processes (\d+)/);
const DEBIAN = { connections: 768, files: 1024 };

/** The first shows that there is a fault at all. */
const STRIKES = [
    { kind: 'headers', nginx: DEBIAN, locked_out: true },
    { kind: 'headers', nginx: PROPOSED, firewall: true },
    { kind: 'bodies', nginx: PROPOSED, firewall: true },
    { kind: 'headers', nginx: PROPOSED, firewall: true, family: 6 },
    { kind: 'headers', nginx: PROPOSED },
    { kind: 'bodies', nginx: PROPOSED },
];

/** The nginx of the site once more, in the namespace of the server and with other settings. */
class Front {
    constructor(w, network, { connections, files }) {
        const limit = Math.min(files, FILES_MAX);
        const path = join(w.site.dir, 'nginx/slow.conf');
        const text = readFileSync(join(w.site.dir, 'nginx/nginx.conf'), 'utf8')
            .replace('daemon on', 'daemon off').replace('run/nginx.pid', 'run/slow.pid').replace('log/nginx-error.log', 'log/nginx-slow.log')
            .replace(/listen unix:[^;]*;/, 'listen 80 backlog=4096; listen [::]:80 backlog=4096 ipv6only=on;')
            .replace(/worker_connections \d+/, `worker_connections ${connections}`)
            .replace('set_real_ip_from unix:;', `set_real_ip_from ${network.address_of('others')};`);
        writeFileSync(path, text);
        this.child = spawn('ip', network.words('server', 'prlimit', `--nofile=${limit}:${limit}`, ...w.site.how_it_runs().user,
            'nginx', '-p', `${w.site.dir}/`, '-c', path, '-e', join(w.site.dir, 'log/nginx-slow.log')), { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/' });
    }

    async stop() {
        const ended = once(this.child, 'exit');
        if (this.child.exitCode === null && this.child.kill('SIGTERM')) await ended;
    }
}

/** How long the slowest hundredth of those waited who sent a form in the time that passes now. */
async function measured(w) {
    const since = Date.now();
    await sleep(MEASURE_MS);
    return w.traffic.p99(since);
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

/** Nearly as many are there as may be. */
async function settled(w, network, slow, most, share = Infinity) {
    let open;
    await until(`nearly ${most} slow connections`, async () => {
        ({ open } = await network.ask(slow, {}));
        return open >= most * 0.9;
    }, w.limit(30_000));
    w.expect(open <= share, `${open} connections of one address, ${share} are its share`);
}

/** Sooner or later somebody who comes now is thrown out. */
async function expect_locked_out(w) {
    const ask = () => w.traffic.site.request('/healthz', { agent: false }).then(({ status }) => status, () => 0);
    await until('somebody is locked out: else this is no test', async () => await ask() !== 200, w.limit(30_000));
}

async function compare(w, network, begin) {
    const calm = [], beside = [];
    w.traffic.start(w.id, { per_second: Math.min(PER_SECOND_MAX, w.traffic.per_second), keep: false });
    await w.more(20);
    for (let i = 0; i < ROUNDS; i++) {
        calm.push(await measured(w));
        const slow = await begin();
        beside.push(await measured(w));
        await network.stop(slow);
    }
    await w.traffic.stop();
    const { statuses } = w.traffic;
    w.expect(Object.keys(statuses).join() === '201', `answers beside slow connections: ${JSON.stringify(statuses)}`);
    return [median(calm), median(beside)];
}

async function strike_in(w, network, { kind, nginx, firewall, family = 4, locked_out }) {
    const most = locked_out ? WORKERS * nginx.connections : firewall ? PROPOSED.share : CONNECTIONS;
    const to = { port: 80, host: network.server_for('slow', family) };
    if (firewall) network.firewall(RULES);
    const begin = async () => {
        const slow = await network.start('slow', 'trickle.mjs', { to, kind, count: CONNECTIONS });
        await settled(w, network, slow, most, firewall && PROPOSED.share);
        return slow;
    };
    if (locked_out) {
        await begin();
        await expect_locked_out(w);
        return;
    }
    const [calm, beside] = await compare(w, network, begin);
    process.stderr.write(`#   slow ${kind}${firewall ? '' : ', no firewall'}${family === 6 ? ', IPv6' : ''}: the others' p99 ${calm} ms without, ${beside} ms beside them\n`);
    if (beside / calm > (w.worst ? w.worst[1] / w.worst[0] : 0)) w.worst = [calm, beside];
    w.expect(beside <= w.limit(Math.max(FLOOR_MS, 2 * calm)), `p99 ${calm} ms without, ${beside} ms beside slow ${kind}`);
}

async function strike(w, n) {
    const how = STRIKES[n % STRIKES.length];
    const network = new Network();
    const path = join(w.site.env.PGHOST, 'others.sock');
    const front = new Front(w, network, how.nginx);
    const { site } = w.traffic;
    try {
        await network.start('others', 'relay.mjs', { path, to: { port: 80, host: network.server_for('others') } });
        w.traffic.site = Object.assign(Object.create(site), { socket: path });
        await until('nginx answers', async () => (await w.traffic.site.request('/healthz', { agent: false }).catch(() => ({}))).status === 200);
        await strike_in(w, network, how);
    } finally {
        w.traffic.site = site;
        await front.stop();
        network.close();
    }
}

export const slow_faults = [
    {
        id: 'F33', title: `${CONNECTIONS} slow connections of one address`, often: STRIKES.length, short: 0, fixed: true, alone: true, load: false, strike,
        partly: ({ worst }) => worst && `the others' p99 ${worst[0]} ms, at the worst ${worst[1]} ms`,
        instead: 'its short form is tests/http/slow.test.mjs',
        unable: () => (can_net() ? undefined : 'namespaces and a firewall need root, ip and nft'),
    },
];
