// lib: one private site (PostgreSQL, firstline, nginx; tests/stack.sh) for a test file, the ways to
// talk to it, and the check at its end that no log holds an error nobody expected.
//
//     const site = await Site.up({ expect: [/database is away/] });
//     test('...', async () => { ... });
//     site.check_at_end();          // the last test of the file: logs, then everything is removed
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { controls } from './html.mjs';
import { TYPE, multipart, urlencoded } from './encode.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STACK = join(ROOT, 'tests/stack.sh');
export const BINARY = process.env.FIRSTLINE_BIN ?? join(ROOT, 'build/firstline');
/** Waits are for a healthy program under the slowest sanitizer; they end as soon as they may. */
export const PATIENCE_MS = 30_000;

/** What is sent when a test does not care: valid for the shipped forms. */
export const VALID = {
    cargo: {
        name: 'Иван Петров', phone: '+7 912 345-67-89', email: '', cargo: 'Станки', weight_kg: '700',
        from: 'Казань', to: 'Самара', ready_on: '', comment: '', consent: 'on',
    },
    callback: { name: 'Иван Петров', phone: '+7 912 345-67-89', consent: 'on' },
    contact: { name: 'Иван Петров', email: 'ivan@example.com', message: 'Здравствуйте!', consent: 'on' },
};

/** The day so many days from now in the zone of the tests, as <input type=date> sends it. */
export function day(plus) {
    const now = new Date(Date.now() + plus * 86_400_000);
    return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Moscow' }).format(now);
}

export const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What a log may not hold, by log. */
const TROUBLE = {
    'nginx-error.log': /\[(warn|error|crit|alert|emerg)\]/,
    'desk.log': /^\S+ error |Sanitizer|runtime error:|Assertion|FATAL|terminate called/,
    'firstline.log': /^\S+ error |Sanitizer|runtime error:|Assertion|FATAL|terminate called/,
    // The server's own stop ends its autovacuum, if one runs just then; a session that is to be ended may have gone by itself.
    'postgres.log': / (WARNING|ERROR|FATAL|PANIC):(?!  (terminating autovacuum process due to administrator command|PID \d+ is not a PostgreSQL backend process))/,
    'standby.log': / (WARNING|ERROR|FATAL|PANIC):/,
};

function run(command, args, options = {}) {
    return new Promise((resolve, reject) => {
        execFile(command, args, { maxBuffer: 1 << 28, ...options }, (error, stdout, stderr) => {
            if (error) reject(new Error(`${command} ${args.join(' ')}\n${stderr || error.message}`, { cause: error }));
            else resolve(stdout);
        }).stdin?.end();
    });
}

/** Asks again until probe gives something true, which is returned. */
export async function until(what, probe, patience_ms = PATIENCE_MS) {
    const end = Date.now() + patience_ms;
    for (;;) {
        const result = await probe();
        if (result) return result;
        if (Date.now() > end) throw new Error(`waited ${patience_ms} ms in vain for: ${what}`);
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
}

/** The words before a command that give it the user, and the right to pass folders, of a process. */
function as_user_of(pid) {
    if (process.getuid() !== 0) return [];
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const id = (name) => status.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1];
    const passes = /^CapAmb:\s+0*[1-9a-f]/m.test(status) ? ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'] : [];
    return ['setpriv', `--reuid=${id('Uid')}`, `--regid=${id('Gid')}`, '--clear-groups', ...passes];
}

export class Site {
    /** expect: patterns of log lines that this file provokes. env: for tests/stack.sh. port: 'auto'
     *  for browsers; without it nginx listens on a Unix socket only. desk: with the desk, and then
     *  people sign in by password, unknown ones as well. */
    static async up({ expect = [], env = {}, port = '', desk = false } = {}) {
        const site = new Site();
        site.dir = mkdtempSync(join(tmpdir(), 'firstline-site-'));
        site.expected = [...expect];
        const with_desk = desk ? { FIRSTLINE_DESK: 'yes', FIRSTLINE_SCRAM: 'all' } : { FIRSTLINE_DESK: '' };
        site.env = { ...process.env, FIRSTLINE_BIN: BINARY, ...with_desk, ...env };
        site.agent = new http.Agent({ keepAlive: true });
        process.on('exit', () => site.remove());
        for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
        await run(STACK, ['up', site.dir, ...(port ? [port] : [])], { env: site.env });
        for (const [, name, value] of readFileSync(join(site.dir, 'env.sh'), 'utf8')
            .matchAll(/^export (\w+)=(.*)$/gm)) {
            site.env[name] = value.replace(/\\(.)/g, '$1');
        }
        site.url = site.env.FIRSTLINE_URL;
        site.socket = site.env.FIRSTLINE_HTTP_SOCKET;
        return site;
    }

    /** start | stop | kill | reload of postgres | firstline | desk | nginx; and a standby (tests/stack.sh). */
    part(action, name) {
        // Who is killed while he asks leaves a server that complains of him.
        if (action === 'kill' && ['firstline', 'desk'].includes(name)) this.expected.push(/FATAL: {2}connection to client lost/);
        return run(STACK, [action, this.dir, name], { env: this.env });
    }

    log(name) {
        const path = join(this.dir, 'log', name);
        return existsSync(path) ? readFileSync(path, 'utf8') : '';
    }

    /** The process id of the running program. */
    pid() {
        return Number(readFileSync(join(this.dir, 'run/firstline.pid'), 'utf8'));
    }

    /** How the running program was started: the words of its user, its arguments, its environment. */
    how_it_runs() {
        const pid = this.pid();
        const parts = (file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
        const env = Object.fromEntries(parts('environ').filter(Boolean)
            .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
        return { user: as_user_of(pid), args: parts('cmdline').slice(1, -1), env };
    }

    /** The last test of a file. server: that has the leads at its end; whole: false: some leads did not come by a form, or what
     *  was counted could not be told. */
    check_at_end(balance = {}) {
        test('every log is clean, and everything stops', async () => {
            this.agent.destroy();
            await this.check_balance(balance);
            // A stop that needs force, or a leak that is found at exit, is a failure as well.
            await run(STACK, ['down', this.dir], { env: this.env });
            assert.deepEqual(this.troubles(), []);
            this.remove();
        });
    }

    /** Every submission of the file is in one column of marketing.balance, and every lead came of one. */
    async check_balance({ server = {}, whole = true }) {
        const asked = { server };
        if (!server.PGHOST && !existsSync(join(this.dir, 'pgdata/postmaster.pid'))) return; // the last act was to stop it
        await this.part('kill', 'nginx'); // else firstline would wait for its connections
        await this.part('stop', 'firstline'); // which tells what was counted last
        if (await this.psql(`SELECT to_regclass('marketing.balance') IS NULL`, asked) === 't') return; // of an old version
        assert.deepEqual(await this.sql('SELECT * FROM marketing.balance WHERE difference <> 0', asked), []);
        let b;
        const fits = async () => {
            [b] = await this.sql(`SELECT coalesce(sum(stored), 0)::int AS stored, coalesce(sum(spooled + busy + unanswered), 0)::int AS perhaps,
                coalesce(sum(leads), 0)::int AS leads FROM marketing.balance`, asked);
            return b.stored <= b.leads && b.leads <= b.stored + b.perhaps;
        };
        if (!whole || await fits()) return;
        // What could not be told at the stop, since the server had just come back, the next process tells.
        await this.part('start', 'firstline');
        await until('what was counted is told', fits, 15000).catch(() => assert.fail(JSON.stringify(b)));
        await this.part('stop', 'firstline');
    }

    troubles() {
        const out = [];
        for (const name of readdirSync(join(this.dir, 'log'))) {
            const pattern = TROUBLE[name];
            if (!pattern) continue;
            for (const line of this.log(name).split('\n')) {
                if (pattern.test(line) && !this.expected.some((e) => e.test(line))) {
                    out.push(`${name}: ${line}`);
                }
            }
        }
        return out;
    }

    /** Whatever happened before, nothing is left running; the directory goes unless asked for. */
    remove() {
        if (!existsSync(this.dir)) return;
        spawnSync(STACK, ['down', this.dir], { env: this.env });
        if (process.env.FIRSTLINE_KEEP) console.error(`# kept: ${this.dir}`);
        else rmSync(this.dir, { recursive: true, force: true });
    }

    // ---- HTTP ---------------------------------------------------------------------------------

    /** One request. from: the client's address (X-Real-IP, believed on the Unix socket only); null
     *  for a client that has none, as on a Unix socket. Resolves to { status, headers, bytes, text, json() }. */
    request(path, { method = 'GET', headers = {}, body, from = '127.0.0.1', agent = this.agent } = {}) {
        const bytes = body === undefined ? undefined : Buffer.from(body);
        const all = { Host: 'localhost', ...headers };
        if (from) all['X-Real-IP'] = from;
        if (bytes && !('Transfer-Encoding' in all)) all['Content-Length'] ??= bytes.length;
        const target = this.socket ? { socketPath: this.socket }
            : { host: '127.0.0.1', port: new URL(this.url).port };
        return new Promise((resolve, reject) => {
            const request = http.request({ ...target, path, method, headers: all, agent }, (response) => {
                const chunks = [];
                response.on('data', (chunk) => chunks.push(chunk));
                response.on('error', reject);
                response.on('end', () => {
                    const whole = Buffer.concat(chunks);
                    resolve({
                        status: response.statusCode, headers: response.headers, bytes: whole,
                        text: whole.toString(), json: () => JSON.parse(whole.toString()),
                    });
                });
            });
            request.on('error', reject);
            request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`${method} ${path}: no answer`)));
            request.end(bytes);
        });
    }

    get(path, headers = {}) {
        return this.request(path, { headers });
    }

    /** POST of fields (an object or pairs) as a browser sends them. options: type 'urlencoded' |
     *  'multipart' | 'json', charset, headers, from. A Buffer or string as fields is sent as it is. */
    post(form, fields, { type = 'urlencoded', charset, headers = {}, from, agent, path } = {}) {
        const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
        const suffix = charset ? `; charset=${charset}` : '';
        const [content_type, body] = {
            urlencoded: () => [TYPE.urlencoded + suffix, urlencoded(pairs, charset)],
            multipart: () => [TYPE.multipart(), multipart(pairs)],
            json: () => [TYPE.json + suffix, JSON.stringify(fields)],
        }[type]();
        return this.request(path ?? `/f/${form}`, {
            method: 'POST', body, from, agent, headers: { 'Content-Type': content_type, ...headers },
        });
    }

    /** The same as a script sends it and wants it answered. */
    post_json(form, fields, options = {}) {
        return this.post(form, fields, {
            ...options, type: 'json', headers: { Accept: 'application/json', ...options.headers },
        });
    }

    /** Sends and expects a thank-you; the receipt. */
    async receipt(form, fields, options = {}) {
        const answer = await this.post(form, fields, options);
        return receipt_of(answer);
    }

    /** A fresh token from the form's page. */
    async token(form) {
        const page = await this.get(`/f/${form}`);
        assert.equal(page.status, 200, page.text);
        return controls(page.text).get('_submission').value;
    }

    // ---- the database -------------------------------------------------------------------------

    /** Rows of a query, as objects. vars are psql variables, quoted in the text as :'name'. */
    async sql(text, { user = 'postgres', vars = {}, server = {} } = {}) {
        const out = await this.psql(`SELECT coalesce(json_agg(q), '[]') FROM (${text}) AS q;`, { user, vars, server });
        return JSON.parse(out);
    }

    /** Any SQL; psql's unaligned output. server: { PGHOST, PGPORT } of another than the site's own. */
    async psql(text, { user = 'postgres', vars = {}, server = {} } = {}) {
        const args = ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose'];
        for (const [name, value] of Object.entries(vars)) args.push('-v', `${name}=${value}`);
        const env = { ...this.env, PGUSER: user, PGOPTIONS: '', PGCLIENTENCODING: 'UTF8', ...server };
        return new Promise((resolve, reject) => {
            const child = execFile('psql', args, { env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
                if (error) reject(new Error(stderr || error.message));
                else resolve(stdout.trim());
            });
            child.stdin.end(text);
        });
    }

    /** The lead of a receipt with its present work, or undefined; of a repetition's, the lead that it repeats. */
    async lead(id) {
        const rows = await this.sql(`SELECT l.*, w.state FROM intake.lead AS l
            JOIN intake.work AS w ON w.lead = l.id
            WHERE l.id = coalesce((SELECT o.lead FROM intake.other_receipt AS o WHERE o.receipt = :'id'), :'id')`, { vars: { id } });
        return rows[0];
    }

    async count(table = 'intake.lead', where = 'true') {
        return (await this.sql(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`))[0].n;
    }
}

/** The receipt in a 303 or 201; anything else fails. */
export function receipt_of(answer) {
    let receipt;
    if (answer.status === 303) {
        receipt = new URL(answer.headers.location, 'http://localhost').searchParams.get('receipt');
    } else {
        assert.equal(answer.status, 201, answer.text);
        receipt = answer.json().receipt;
    }
    assert.match(receipt, /^[0-9a-f-]{36}$/);
    return receipt;
}

/** The value of a series in Prometheus text; labels in the order they are written. */
export function metric(text, series) {
    for (const line of text.split('\n')) {
        if (line.startsWith(`${series} `)) return Number(line.slice(series.length + 1));
    }
    return undefined;
}
