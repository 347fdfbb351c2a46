#!/usr/bin/env node
// bench: firstline beside pgbench, PHP-FPM and an echo, in one run, in turns. "make bench" runs it;
// --help says what can be set.
//
// What must hold: all of them have the same durable PostgreSQL and a database of the same size;
// the web servers sit behind the same nginx; they take turns, so that a busy machine is busy for
// all; the load generator's own time counts for nobody; and each acknowledged lead is looked up in
// the table at the end: a fast answer that loses leads is no result.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bodies, pgbench_script, samples } from './leads.mjs';
import { median } from './measure.mjs';
import { BUILD, measure, post, receipts_of, say } from './one.mjs';
import { DATABASES, has_php, with_servers } from './servers.mjs';
import { percent, proof_table, ratios_table, results_table } from './table.mjs';

const HELP = `usage: tests/bench/bench.mjs [options]
  --connections 1,8,64,256    how many at the same time
  --systems firstline,pgbench,php,echo
  --rounds 3                  how often each is measured; the table has medians
  --seconds 3                 how long each time, after --warm-up seconds (1)
  --clients 100000            clients in each database before the start
  --large 0                   if not 0: measures firstline also with so many clients in the base
  --quiet 0                   before each, waits up to so many seconds till others use under 15 %
  --threads 64                of firstline and of the echo
  --php-workers 32            processes of PHP-FPM
  --dir build/bench/run       removed first; must lie on a real disk
  --json                      the result for programs
  --check                     short: are the leads all in the table? no figures are judged
`;

function settings() {
    const text = (fallback) => ({ type: 'string', default: fallback });
    const { values } = parseArgs({ options: {
        connections: text('1,8,64,256'), systems: text('firstline,pgbench,php,echo'), rounds: text('3'), seconds: text('3'),
        'warm-up': text('1'), clients: text('100000'), large: text('0'), quiet: text('0'), threads: text('64'), 'php-workers': text('32'), dir: text(join(BUILD, 'run')),
        json: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean' },
    } });
    if (values.help) {
        process.stdout.write(HELP);
        process.exit(0);
    }
    if (values.check) Object.assign(values, { connections: '32', rounds: '1', seconds: '1', 'warm-up': '0.2', clients: '1000' });
    const number = (name) => {
        const n = Number(values[name]);
        if (!(n >= 0)) throw new Error(`--${name} is a number, not "${values[name]}"`);
        return n;
    };
    let systems = values.systems.split(',');
    const unknown = systems.filter((s) => !['firstline', 'pgbench', 'php', 'echo'].includes(s));
    if (unknown.length > 0) throw new Error(`no system is called ${unknown}`);
    if (values.check && !has_php()) systems = systems.filter((s) => s !== 'php');
    if (number('large') > 0) systems = systems.flatMap((s) => (s === 'firstline' ? [s, 'large'] : [s]));
    return {
        connections: values.connections.split(',').map(Number), systems, rounds: number('rounds'), seconds: number('seconds'),
        warm_up: number('warm-up'), clients: number('clients'), large: number('large'), quiet: number('quiet'), threads: number('threads'), php_workers: number('php-workers'),
        dir: values.dir, json: values.json, check: values.check,
    };
}

// ---- the measurements -------------------------------------------------------------------------

/** What firstline makes of each sample becomes a script of pgbench; the leads themselves prove that it works. */
async function write_scripts(servers, dir) {
    const scripts = [];
    for (const { fields, phone } of samples()) {
        const response = await post(servers.urls.firstline, '/f/cargo', new URLSearchParams(fields).toString());
        const receipt = response.headers.location?.match(/receipt=([0-9a-f-]{36})/)?.[1];
        if (!receipt) throw new Error(`firstline answers ${response.statusCode} to a sample`);
        const [row] = await servers.rows(`SELECT * FROM intake.lead WHERE id = '${receipt}'`);
        const path = join(dir, `script-${scripts.length}.sql`);
        writeFileSync(path, pgbench_script(row, phone, servers.clients));
        scripts.push(path);
    }
    // The categories those brought are no news to pgbench's sessions either: each would be the first to tell, and wait for the others.
    const told = JSON.stringify(await servers.rows('TABLE intake.category')).replaceAll("'", "''");
    await servers.psql(`INSERT INTO intake.category SELECT * FROM json_populate_recordset(NULL::intake.category, '${told}') ON CONFLICT DO NOTHING`,
        DATABASES.pgbench);
    return scripts;
}

async function measure_all(run) {
    const { connections, systems, rounds } = run.settings;
    const total = rounds * connections.length * systems.length;
    const all = [];
    for (let round = 0; round < rounds; round++) {
        for (const count of connections) {
            for (const system of systems) {
                const m = await measure(run, system, count, `log-${round}-${count}-${system}`);
                all.push(m);
                say(`[${String(all.length).padStart(String(total).length)}/${total}] ${String(count).padStart(3)} connections `
                    + `${system.padEnd(9)} ${String(Math.round(m.rate)).padStart(6)} leads/s   others used ${percent(m.others)}`);
            }
        }
    }
    return all;
}

// ---- results ----------------------------------------------------------------------------------

function medians(all, { connections, systems }) {
    const out = [];
    for (const count of connections) {
        for (const system of systems) {
            const list = all.filter((m) => m.system === system && m.connections === count);
            const of = (get) => median(list.map(get));
            out.push({
                system, connections: count, rate: of((m) => m.rate), p50_us: of((m) => m.p50_us), p99_us: of((m) => m.p99_us),
                cpu_us: Object.fromEntries(['all', 'nginx', 'server', 'postgres'].map((g) => [g, of((m) => m.cpu_us[g])])),
                memory_bytes: of((m) => m.memory_bytes), refused: list.reduce((sum, m) => sum + m.refused, 0),
                rates: list.map((m) => Math.round(m.rate)),
            });
        }
    }
    return out;
}

/** Medians of the ratios of each round, where both were measured one after the other. */
function ratios(all, { connections }) {
    const out = [];
    const add = (what, count, over, under, get, aim, at_most = false) => {
        const of = (system) => all.filter((m) => m.system === system && m.connections === count).map(get);
        const below = of(under);
        const value = median(of(over).map((n, i) => (below[i] ? n / below[i] : undefined)));
        if (value === undefined) return;
        out.push({ what, connections: count, value, aim, at_most, met: aim === undefined ? undefined : at_most ? value <= aim : value >= aim });
    };
    for (const count of connections) {
        add('leads/s, firstline / pgbench', count, 'firstline', 'pgbench', (m) => m.rate, { 1: 0.77, 64: 1.5, 256: 2 }[count]);
        add('leads/s, firstline / PHP-FPM', count, 'firstline', 'php', (m) => m.rate, { 64: 2.5 }[count]);
        add('p99, firstline / PHP-FPM', count, 'firstline', 'php', (m) => m.p99_us, { 64: 1 }[count], true);
        add('CPU per lead, firstline / PHP-FPM', count, 'firstline', 'php', (m) => m.cpu_us.all, { 64: 0.4 }[count], true);
        add('leads/s, many clients / few', count, 'large', 'firstline', (m) => m.rate, 0.8);
        add('leads/s, firstline / echo', count, 'firstline', 'echo', (m) => m.rate);
    }
    return out;
}

/** Every acknowledged receipt must be in the table once, and have its work and its history. */
async function prove(run, system) {
    const { acknowledged, file } = receipts_of(run, system);
    const [row] = JSON.parse(await run.servers.psql(`
        CREATE TEMP TABLE said (receipt text);
        \\copy said FROM '${file}'
        SELECT json_agg(q) FROM (SELECT
            (SELECT count(*) FROM intake.lead) - ${run.servers.clients_of(system)} - ${system === 'firstline' ? run.scripts.length : 0} AS stored,
            (SELECT count(*) FROM said LEFT JOIN intake.lead AS l ON l.id::text = receipt WHERE l.id IS NULL) AS missing,
            (SELECT count(*) - count(DISTINCT receipt) FROM said) AS doubled,
            (SELECT count(*) FROM intake.lead AS l
               LEFT JOIN intake.work AS w ON w.lead = l.id
               LEFT JOIN intake.lead_event AS e ON e.lead = l.id AND e.step = 1
              WHERE w.lead IS NULL OR e.lead IS NULL) AS without_work) AS q;`, DATABASES[system]));
    if (system === 'pgbench') row.missing = Math.max(0, acknowledged - row.stored);
    const silent = row.stored - acknowledged;
    const good = acknowledged > 0 && row.missing === 0 && row.doubled === 0 && row.without_work === 0 && row.stored >= acknowledged;
    return { system, acknowledged, ...row, silent, good };
}

function print_results(run, all, results, ratio_list) {
    const { rounds, seconds, clients, large, threads, php_workers } = run.settings;
    const others = all.map((m) => m.others).sort((a, b) => a - b);
    console.log(`\n${results_table(results)}\n\n${ratios_table(ratio_list)}\n`);
    console.log(`Medians of ${rounds} x ${seconds} s on ${cpus().length} processors, others used ${percent(others[0])} to ${percent(others.at(-1))} of them; `
        + `${clients.toLocaleString('en-US')} clients in the base${large > 0 ? ` (large: ${large.toLocaleString('en-US')})` : ''}; ${threads} threads, ${php_workers} PHP workers.\n`);
}

async function report(run, all) {
    const { json, check, systems } = run.settings;
    const results = medians(all, run.settings);
    const ratio_list = ratios(all, run.settings);
    const proofs = [];
    if (!json && !check) print_results(run, all, results, ratio_list);
    for (const system of systems.filter((s) => DATABASES[s])) proofs.push(await prove(run, system));
    const out = { settings: run.settings, cpus: cpus().length, results, ratios: ratio_list, proofs, measurements: all };
    console.log(json ? JSON.stringify(out, null, 1) : proof_table(proofs));
    const bad = proofs.filter((p) => !p.good);
    for (const p of bad) say(`${p.system}: acknowledged leads and the table differ`);
    return bad.length === 0;
}

// ---- main -------------------------------------------------------------------------------------

async function main() {
    const set = settings();
    const good = await with_servers(set, say, async (servers) => {
        const dir = join(set.dir, 'answers');
        mkdirSync(dir);
        writeFileSync(join(dir, 'bodies'), bodies());
        const run = { servers, settings: set, dir, serial: 0, logs: [] };
        run.scripts = await write_scripts(servers, dir);
        return report(run, await measure_all(run));
    });
    if (good) rmSync(set.dir, { recursive: true, force: true });
    else say(`what was sent and answered, and the logs: ${set.dir}`);
    process.exitCode = good ? 0 : 1;
}

await main();
