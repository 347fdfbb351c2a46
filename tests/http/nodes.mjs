// nodes: several firstlines behind the one nginx of a Site, each with a socket and a spool of its own,
// one token key and one database. The site's own firstline is stopped: all of them are ours.
import { spawn } from 'node:child_process';
import { openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { BINARY, ROOT, until } from './lib.mjs';

const UNIX_LISTENS = '00010000'; // __SO_ACCEPTCON in /proc/net/unix
const STREAM = '/usr/lib/nginx/modules/ngx_stream_module.so'; // Debian's libnginx-mod-stream

class Process {
    run([program, ...args], options) {
        this.child = spawn(program, args, options);
        this.ended = new Promise((resolve) => { this.child.on('exit', resolve); });
        // A test that fails before it ends it is not held up by it, and leaves none behind.
        this.child.unref();
        process.on('exit', () => this.signal('SIGKILL'));
    }

    signal(name) { this.child?.kill(name); }

    /** Ends it, and waits till it is no more. */
    async end(name = 'SIGTERM') {
        this.child.ref();
        this.signal(name);
        await this.ended;
    }
}

export class Node extends Process {
    constructor(site, { user, args, env }, name) {
        super();
        this.socket = join(site.env.PGHOST, `${name}.sock`);
        this.spool = join(site.dir, `spool-${name}`);
        this.log = openSync(join(site.dir, 'log/firstline.log'), 'a');
        const own = [...args];
        own[own.indexOf('--socket') + 1] = this.socket;
        own[own.indexOf('--spool') + 1] = this.spool;
        this.command = [...user, BINARY, ...own];
        this.env = env;
        this.address = `unix:${this.socket}`;
    }

    async start() {
        this.run(this.command, { env: this.env, stdio: ['ignore', this.log, this.log] });
        await until(`${this.socket} listens`, () => readFileSync('/proc/net/unix', 'utf8').split('\n')
            .some((line) => line.endsWith(` ${this.socket}`) && line.split(' ')[3] === UNIX_LISTENS));
    }

    waiting() { return readdirSync(join(this.spool, 'new')).length; }
}

/** The nginx of another machine, as firstline-node.conf has it, before a node: let in is 127.0.0.1. */
export class Door extends Process {
    constructor(site, { user }, node) {
        super();
        this.site = site;
        this.node = node;
        this.user = user;
    }

    async start() {
        this.port ??= await free_port();
        this.address = `127.0.0.1:${this.port}`;
        const conf = join(this.site.dir, 'nginx/node.conf');
        const shipped = readFileSync(join(ROOT, 'nginx/firstline-node.conf'), 'utf8')
            .replace(/listen \S+/, `listen ${this.address}`).replace(/allow \S+;/, 'allow 127.0.0.1;')
            .replace('unix:/run/firstline/firstline.sock', this.node.address);
        writeFileSync(conf, `load_module ${STREAM};\ndaemon off; master_process off; pid run/node.pid;\n`
            + `error_log log/node-error.log warn;\nevents { worker_connections 1000; }\n${shipped}`);
        this.run([...this.user, '/usr/sbin/nginx', '-p', `${this.site.dir}/`, '-c', conf, '-e', join(this.site.dir, 'log/node-error.log')], { stdio: 'inherit' });
        await until(`${this.address} listens`, () => answers(this.port));
    }
}

/** Below the range of outgoing connections, or one of those could have it when a node comes back. */
async function free_port() {
    for (;;) {
        const port = 20_000 + Math.floor(Math.random() * 12_000);
        if (!await answers(port)) return port;
    }
}

function answers(port) {
    return new Promise((resolve) => {
        const peer = net.connect(port, '127.0.0.1', () => { peer.destroy(); resolve(true); });
        peer.on('error', () => resolve(false));
    });
}

/** Two nodes in the place of the site's own, and a door to the second. */
export async function two_nodes(site) {
    const how = site.how_it_runs();
    const nodes = ['first', 'second'].map((name) => new Node(site, how, name));
    const door = new Door(site, how, nodes[1]);
    process.on('exit', () => [...nodes, door].forEach((each) => each.signal('SIGKILL')));
    await site.part('stop', 'firstline');
    await Promise.all(nodes.map((node) => node.start()));
    return [...nodes, door];
}

/** nginx knows these and no others, each by the line that is shipped for one; change: of the locations. */
export async function know(site, addresses, change = (text) => text) {
    const edit = (name, change_text) => {
        const path = join(site.dir, 'nginx', name);
        writeFileSync(path, change_text(site.shipped[name] ??= readFileSync(path, 'utf8')));
    };
    site.shipped ??= {};
    edit('firstline-http.conf', (text) => text.replace(/^( *server )unix:\S+?\.sock([^;\n]*;)/m,
        (_, before, after) => addresses.map((address) => `${before}${address}${after}`).join('\n')));
    for (const name of ['firstline.conf', 'firstline-status.conf']) edit(name, change);
    site.agent.destroy(); // a reload closes the connections that were kept, when it likes
    await site.part('reload', 'nginx');
}
