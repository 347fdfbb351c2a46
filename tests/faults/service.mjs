// service: firstline as the suite runs it: a child that is started again 0.2 s after it ended, as
// its unit does it (Restart=always, RestartSec=200ms), with the environment of one fault if wanted.
import { spawn, spawnSync } from 'node:child_process';
import { openSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../http/lib.mjs';

const RESTART_MS = 200;

export class Service {
    /** Takes over the options and environment of the one that tests/stack.sh has started in site.
     *  binary, forms, geo: copies that its user can read. hosts: { direct, proxy, pair } for PGHOST. */
    constructor(site, { binary, forms, geo, shim, hosts }) {
        this.site = site;
        this.binary = binary;
        this.hosts = hosts;
        ({ args: this.args, env: this.env } = site.how_it_runs());
        this.owner = statSync(`/proc/${site.pid()}`);
        this.shim = shim;
        this.option('--forms', forms);
        this.option('--geo', geo);
        this.exits = [];
        this.log = openSync(join(site.dir, 'log/firstline.log'), 'a');
    }

    option(name, value) {
        const at = this.args.indexOf(name);
        if (at === -1) this.args.push(name, value);
        else this.args[at + 1] = value;
    }

    as_owner() {
        const { uid, gid } = this.owner;
        return process.getuid() === 0 ? { uid, gid } : {};
    }

    spawn(args, env, stderr, { command = this.binary, stdout = 'ignore' } = {}) {
        return spawn(command, args, {
            cwd: '/', stdio: ['ignore', stdout, stderr], ...this.as_owner(),
            env: { ...this.env, LD_PRELOAD: this.shim.object, FIRSTLINE_SHIM: this.shim.path, ...env },
        });
    }

    /** via: 'proxy' | 'direct' | 'pair'. env: for this one run; the ones after it have it not. */
    start({ via = this.via ?? 'proxy', env = {} } = {}) {
        this.via = via;
        this.wanted = true;
        const child = this.spawn(this.args, { PGHOST: this.hosts[via], ...env }, this.log);
        this.child = child;
        writeFileSync(join(this.site.dir, 'run/firstline.pid'), `${child.pid}\n`);
        child.ended = new Promise((resolve) => {
            child.on('exit', (code, signal) => {
                this.exits.push({ code, signal });
                if (this.child === child && this.wanted) setTimeout(() => { if (this.wanted) this.start(); }, RESTART_MS);
                resolve({ code, signal });
            });
        });
        return child;
    }

    /** SIGTERM, and how it ended. restart: as after a deploy; else it stays down. */
    async stop({ restart = false, signal = 'SIGTERM' } = {}) {
        this.wanted = restart;
        const { child } = this;
        child.kill(signal);
        return child.ended;
    }

    async ready() {
        await until('firstline answers', async () => {
            const { status } = await this.site.get('/healthz').catch(() => ({}));
            return status === 200 || status === 503;
        });
    }

    /** Stops, and starts with something else; nobody is meant to notice more than a pause. */
    async restart(options) {
        await this.stop();
        this.start(options);
        await this.ready();
    }

    /** Ends of the process since the last call. */
    take_exits() {
        return this.exits.splice(0);
    }

    /** Soft limits of the running process: --nofile=10. Asked for as its own user, who may. */
    limit(...limits) {
        return spawnSync('prlimit', ['--pid', String(this.child.pid), ...limits], { encoding: 'utf8', ...this.as_owner() });
    }

    reload() {
        this.child.kill('SIGHUP');
    }
}
