// servers: what is measured. One PostgreSQL, one nginx and firstline by tests/stack.sh; beside
// them, behind the same nginx with the same settings on ports of their own, PHP-FPM, the echo, and
// "large": firstline again, with many more clients in its database. Each has a database of its own,
// made from one template.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(HERE, '../..');
const PHP_FPM = '/usr/sbin/php-fpm8.2';
const START_S = 30;
const RESTORE_S = 300;
export const DATABASES = { firstline: 'firstline', pgbench: 'bench_pgbench', php: 'bench_php', large: 'bench_large' };

// The stack's own settings are for a demo. Durability stays; these are about size. Checkpoints are
// made between measurements and not in one of them by chance.
const SETTINGS = { max_connections: '400', shared_buffers: "'256MB'", max_wal_size: "'16GB'", checkpoint_timeout: "'1h'" };

export const has_php = () => existsSync(PHP_FPM);

async function until(what, probe, seconds = START_S) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) if (await probe()) return;
    throw new Error(`waited ${seconds} s in vain for: ${what}`);
}

const answers = (target) => new Promise((resolve) => {
    const socket = net.connect(target, () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
});

const free_port = () => new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

export class Servers {
    /** options: dir (removed first), systems, clients, large, php_workers, threads; root, a tree with
     *  its own sql/, forms/, nginx/ and stack.sh, if it is not this one; bin, its program. */
    static async up(options, say) {
        const s = Object.assign(new Servers(), { root: ROOT, systems: ['firstline'] }, options, { children: [], urls: {}, parents: {} });
        rmSync(s.dir, { recursive: true, force: true });
        mkdirSync(s.dir, { recursive: true });
        s.env = { ...process.env, FIRSTLINE_THREADS: String(s.threads), FIRSTLINE_DESK: '' };
        if (s.bin) s.env.FIRSTLINE_BIN = s.bin;
        try {
            await s.make_databases(say);
            await s.start();
        } catch (error) {
            await s.down();
            throw error;
        }
        return s;
    }

    stack(...args) {
        return execFileSync(join(this.root, 'tests/stack.sh'), [args[0], this.dir, ...args.slice(1)], { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    }

    read_env() {
        for (const [, name, value] of readFileSync(join(this.dir, 'env.sh'), 'utf8').matchAll(/^export (\w+)=(.*)$/gm)) {
            this.env[name] = value.replace(/\\(.)/g, '$1');
        }
        this.run = this.env.PGHOST;
    }

    psql(text, database = 'firstline') {
        return new Promise((resolve, reject) => {
            const child = execFile('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', database],
                { env: { ...this.env, PGUSER: 'postgres' }, maxBuffer: 1 << 28 },
                (error, stdout, stderr) => (error ? reject(new Error(stderr || error.message)) : resolve(stdout.trim())));
            child.stdin.end(text);
        });
    }

    async rows(text, database) {
        return JSON.parse(await this.psql(`SELECT coalesce(json_agg(q), '[]') FROM (${text}) AS q;`, database));
    }

    async make_databases(say) {
        this.stack('db');
        this.read_env();
        for (const [name, value] of Object.entries(SETTINGS)) await this.psql(`ALTER SYSTEM SET ${name} = ${value}`);
        this.stack('stop', 'postgres');
        this.stack('start', 'postgres');
        // The role of the intake may have few connections and is cut off after a while; here 256 wait.
        await this.psql('CREATE ROLE bench LOGIN IN ROLE firstline_intake');
        await this.fill('firstline', 0, this.clients, say);
        for (const [system, name] of Object.entries(DATABASES).filter(([x]) => x !== 'firstline' && this.systems.includes(x))) {
            await this.psql(`CREATE DATABASE ${name} TEMPLATE firstline STRATEGY file_copy`, 'postgres');
            // The rights on a database itself are not copied.
            await this.psql(`GRANT CONNECT ON DATABASE ${name} TO firstline_intake`, 'postgres');
            if (system === 'large') await this.fill(name, this.clients, this.large, say);
        }
        await this.psql('CHECKPOINT');
    }

    async fill(database, first, clients, say) {
        if (clients > first) {
            say(`filling ${database} with ${clients.toLocaleString('en-US')} clients`);
            await this.psql(`\\set first ${first}\n\\set clients ${clients}\n${readFileSync(join(this.root, 'tests/bench/fill.sql'), 'utf8')}`, database);
        }
        await this.psql('VACUUM (FREEZE, ANALYZE)', database);
    }

    clients_of(system) {
        return system === 'large' ? this.large : this.clients;
    }

    async start() {
        this.stack('up', 'auto');
        this.read_env();
        this.urls.firstline = new URL(this.env.FIRSTLINE_URL).host;
        const pid = (path) => Number(readFileSync(join(this.dir, path), 'utf8').split('\n')[0]);
        this.parents = { nginx: [pid('run/nginx.pid')], postgres: [pid('pgdata/postmaster.pid')] };
        this.server_of = { firstline: [pid('run/firstline.pid')], pgbench: [] };
        if (this.systems.includes('php')) await this.start_php();
        if (this.systems.includes('echo')) await this.start_echo();
        if (this.systems.includes('large')) await this.start_large();
        await this.add_to_nginx();
    }

    /** Whether a run before this one has left something to be handed in again. */
    remembers() {
        const folder = join(this.dir, 'spool/recent');
        return existsSync(folder) && readdirSync(folder).length > 0;
    }

    /** All of them anew, with the same data: only if none of this program's own is among them. A server
     *  that was started anew is handed in again what firstline remembers; that is over before the load. */
    async restart() {
        for (const name of ['nginx', 'firstline', 'postgres']) this.stack('stop', name);
        await this.start();
        await until('what is remembered to be handed in again', async () => {
            const { remembered, spool_records } = await (await fetch(`http://${this.urls.firstline}/healthz`)).json();
            const looked = !this.remembers() || remembered.records > 0;
            return looked && !remembered?.unconfirmed_records && spool_records === 0;
        }, RESTORE_S);
    }

    /** As tests/stack.sh does it: root becomes postgres, but may read the checkout. */
    launch(command, args, env = {}) {
        const as = process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups',
            '--inh-caps=+dac_override', '--ambient-caps=+dac_override'] : [];
        const [program, ...all] = [...as, command, ...args];
        const child = spawn(program, all, { env: { ...this.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
        this.children.push(child);
        return child.pid;
    }

    async start_php() {
        const conf = join(this.dir, 'php-fpm.conf');
        writeFileSync(conf, readFileSync(join(HERE, 'php-fpm.conf.in'), 'utf8').replaceAll('@DIR@', this.dir)
            .replaceAll('@RUN@', this.run).replaceAll('@WORKERS@', String(this.php_workers)));
        this.server_of.php = [this.launch(PHP_FPM, ['-F', '-y', conf], { PGDATABASE: DATABASES.php, PGUSER: 'bench' })];
        await until('PHP-FPM', () => answers({ path: join(this.run, 'php.sock') }));
    }

    async start_echo() {
        const socket = join(this.run, 'echo.sock');
        this.server_of.echo = [this.launch(join(ROOT, 'build/bench/echo'), [socket, String(this.threads)])];
        await until('the echo', () => answers({ path: socket }));
    }

    async start_large() {
        const socket = join(this.run, 'large.sock');
        const user = process.getuid() === 0 ? 'postgres' : userInfo().username;
        const args = ['serve', '--forms', join(ROOT, 'forms'), '--socket', socket, '--peer', user, '--threads', String(this.threads),
            '--geo', join(ROOT, 'tests/fixtures/geo/nested.mmdb'), '--log-level', 'warn'];
        this.server_of.large = [this.launch(this.env.FIRSTLINE_BIN ?? join(ROOT, 'build/firstline'), args,
            { PGDATABASE: DATABASES.large, PGUSER: 'firstline_intake' })];
        await until('the second firstline', () => answers({ path: socket }));
    }

    /** The same location with the same settings, only passed on to somebody else. */
    async add_to_nginx() {
        const nginx = join(this.dir, 'nginx');
        let conf = readFileSync(join(nginx, 'nginx.conf'), 'utf8');
        const location = readFileSync(join(nginx, 'firstline.conf'), 'utf8');
        for (const name of ['php', 'echo', 'large'].filter((n) => this.server_of[n])) {
            const port = await free_port();
            this.urls[name] = `127.0.0.1:${port}`;
            writeFileSync(join(nginx, `${name}.conf`), location.replaceAll('fastcgi_pass firstline;',
                `fastcgi_param SCRIPT_FILENAME ${join(HERE, 'handler.php')};\n    fastcgi_pass ${name};`));
            conf = conf.replace(/\}\s*$/, `
    upstream ${name} { server unix:${this.run}/${name}.sock; }
    server {
        listen 127.0.0.1:${port} backlog=4096;
        server_name _;
        include ${name}.conf;
    }
}
`);
        }
        writeFileSync(join(nginx, 'nginx.conf'), conf);
        this.stack('reload', 'nginx');
        for (const url of Object.values(this.urls)) {
            const [host, port] = url.split(':');
            await until(`nginx at ${url}`, () => answers({ host, port: Number(port) }));
        }
        await sleep(500);   // the workers before the reload end
    }

    groups(system) {
        return { nginx: system === 'pgbench' ? [] : this.parents.nginx, server: this.server_of[system], postgres: this.parents.postgres };
    }

    async down() {
        for (const child of this.children) {
            if (child.exitCode === null && child.kill('SIGTERM')) await new Promise((resolve) => { child.on('exit', resolve); });
        }
        try { this.stack('down'); } catch (error) { console.error(error.message); }
    }
}

/** Servers for the time of work, which gets them; gone also after a signal. */
export async function with_servers(options, say, work) {
    const servers = await Servers.up(options, say);
    const stop = () => { servers.down().finally(() => process.exit(130)); };
    process.on('SIGINT', stop).on('SIGTERM', stop);
    try {
        return await work(servers);
    } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop);
        await servers.down();
    }
}
