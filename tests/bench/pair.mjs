#!/usr/bin/env node
// pair: this tree beside an older one of firstline. "make bench BENCH_OLD=COMMIT" runs it; --help says
// what can be set.
//
// What must hold: each tree is whole (its program, sql/, forms/, nginx/ and its own stack.sh), because
// an old program's record needs the old schema; both get the same leads from the same load program; only
// one of them has load at a time; and they take turns in short rounds, A B B A, so that what else the
// machine does hits both alike. A figure is the median of the ratios of the rounds, with its
// interval; none is judged. What fails is a lead that is refused, lost or there twice.
//
// Processor time is noisy where others or a host share the processors. --count needs no quiet: see count.mjs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { count_both } from './count.mjs';
import { told_bodies } from './leads.mjs';
import { median, median_interval } from './measure.mjs';
import { BUILD, measure, receipts_of, say } from './one.mjs';
import { with_servers } from './servers.mjs';
import { align, functions_table, pair_table, percent, spread } from './table.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HELP = `usage: tests/bench/pair.mjs --old TREE [options]
  --old TREE                  a built tree of firstline: TREE/build/firstline
  --name TEXT                 what to call it
  --rounds 20                 each starts both anew and measures A B B A; 0: none
  --seconds 1.5                 how long each, after --warm-up seconds (0.5)
  --connections 64            how many at the same time
  --clients 100000            clients in each database before the start
  --threads 64                of firstline
  --quiet 0                   before each, waits up to so many seconds till others use under 15 %
  --count                     also: instructions a lead, by valgrind
  --leads 400                 how many for that, after --few leads (40) with which all is made that is made once
  --dir build/bench/pair      removed first; must lie on a real disk
  --json                      the result for programs
  --check                     short: are the leads all in the table? the figures mean nothing
`;

function settings() {
    const text = (fallback) => ({ type: 'string', default: fallback });
    const { values } = parseArgs({ options: {
        old: { type: 'string' }, name: { type: 'string' }, rounds: text('20'), seconds: text('1.5'), 'warm-up': text('0.5'), connections: text('64'),
        clients: text('100000'), threads: text('64'), quiet: text('0'), few: text('40'), leads: text('400'), dir: text(join(BUILD, 'pair')),
        count: { type: 'boolean' }, json: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean' },
    } });
    if (values.help) {
        process.stdout.write(HELP);
        process.exit(0);
    }
    if (!values.old) throw new Error('which tree is the old one? see --help');
    if (values.check) Object.assign(values, { rounds: '1', seconds: '0.3', 'warm-up': '0.1', connections: '16', clients: '1000', few: '8', leads: '16' });
    const set = { ...values, old: resolve(values.old), name: values.name ?? values.old };
    for (const name of ['rounds', 'seconds', 'warm-up', 'connections', 'clients', 'threads', 'quiet', 'few', 'leads']) {
        set[name.replace('-', '_')] = Number(values[name]);
        if (!(Number(values[name]) >= 0)) throw new Error(`--${name} is a number, not "${values[name]}"`);
    }
    return set;
}

/** The two trees and their programs; the one that make has built comes by FIRSTLINE_BIN. */
const trees = (set) => ({
    old: { root: set.old, bin: join(set.old, 'build/firstline') },
    new: { root: ROOT, bin: process.env.FIRSTLINE_BIN ?? join(ROOT, 'build/firstline') },
});

// ---- processor time ---------------------------------------------------------------------------

/** Every acknowledged receipt must be in the table once; more of the schema the two need not share. */
async function prove(run, which) {
    const { acknowledged, file } = receipts_of(run, 'firstline');
    const out = await run.servers.psql(`
        CREATE TEMP TABLE said (receipt text);
        \\copy said FROM '${file}'
        SELECT (SELECT count(*) FROM said LEFT JOIN intake.lead AS l ON l.id::text = receipt WHERE l.id IS NULL),
               (SELECT count(*) - count(DISTINCT receipt) FROM said)`);
    const [missing, doubled] = out.split('|').map(Number);
    return { which, acknowledged, missing, doubled, good: acknowledged > 0 && missing === 0 && doubled === 0 };
}

async function one(run, which, name) {
    const m = await measure(run, 'firstline', run.settings.connections, name);
    if (m.refused > 0) throw new Error(`${which} refuses ${m.refused} of ${m.refused + m.count} leads: there is nothing to compare`);
    return m;
}

/** Each round begins with a fresh start of both: where a process comes to lie in memory makes it some per
 *  cent faster or slower for all of its life. Then A B B A, so that a steady drift hits both alike. */
async function measure_rounds(runs, { rounds }) {
    const all = [];
    for (let n = 0; n < rounds; n++) {
        const [a, b] = n % 2 === 0 ? ['old', 'new'] : ['new', 'old'];
        for (const which of [a, b]) await runs[which].servers.restart();
        const round = { old: [], new: [] };
        for (const which of [a, b, b, a]) round[which].push(await one(runs[which], which, `log-${n}-${round[which].length}`));
        all.push(round);
        const us = Object.fromEntries(['old', 'new'].map((which) => [which, mean(round[which], (m) => m.cpu_us.server)]));
        say(`[${String(n + 1).padStart(String(rounds).length)}/${rounds}] program ${us.old.toFixed(0)} us and ${us.new.toFixed(0)} us a lead: `
            + `${(us.new / us.old).toFixed(2)}   others used ${percent(Math.max(...[...round.old, ...round.new].map((m) => m.others)))}`);
    }
    return all;
}

const mean = (list, get) => list.reduce((sum, m) => sum + get(m), 0) / list.length;
const FIGURES = [
    ['program, us/lead', (m) => m.cpu_us.server], ['nginx, us/lead', (m) => m.cpu_us.nginx], ['PostgreSQL, us/lead', (m) => m.cpu_us.postgres],
    ['all three, us/lead', (m) => m.cpu_us.all], ['leads/s', (m) => m.rate],
];

const compare = (rounds) => FIGURES.map(([what, get]) => ({
    what, old: median(rounds.map((r) => mean(r.old, get))), new: median(rounds.map((r) => mean(r.new, get))),
    ratio: median_interval(rounds.map((r) => mean(r.new, get) / mean(r.old, get))),
}));

async function time_both(set) {
    const options = (which) => ({ ...trees(set)[which], dir: join(set.dir, which), clients: set.clients, threads: set.threads });
    const run_of = (servers) => {
        const dir = join(servers.dir, 'answers');
        mkdirSync(dir);
        writeFileSync(join(dir, 'bodies'), told_bodies());
        return { servers, settings: set, dir, serial: 0, logs: [] };
    };
    return with_servers(options('old'), say, (older) => with_servers(options('new'), say, async (newer) => {
        const runs = { old: run_of(older), new: run_of(newer) };
        // It would clean up in some rounds and not in others.
        for (const { servers } of Object.values(runs)) await servers.psql('ALTER SYSTEM SET autovacuum = off; SELECT pg_reload_conf()');
        const rounds = await measure_rounds(runs, set);
        return { rounds, rows: compare(rounds), proofs: [await prove(runs.old, 'old'), await prove(runs.new, 'new')] };
    }));
}

// ---- the result -------------------------------------------------------------------------------

function print(set, { rounds, rows, proofs, functions }) {
    const others = rounds.flatMap((r) => [...r.old, ...r.new]).map((m) => m.others);
    console.log(`\n${pair_table(rows, set.name)}\n`);
    if (set.check) console.log('A check is too short for these figures to mean anything.\n');
    if (rounds.length > 0) {
        const of = (start) => spread(rows.find((r) => r.what.startsWith(start)).ratio);
        console.log(`Processor time a lead, this one / ${set.name}: program ${of('program, us')}, all three ${of('all three')}.\n`
            + `Medians of ${rounds.length} rounds of 4 x ${set.seconds} s in turns, with the interval that holds the true median in 95 of 100 cases; `
            + `${set.connections} connections, ${cpus().length} processors, others used ${percent(Math.min(...others))} to ${percent(Math.max(...others))} of them.\n`);
    }
    if (functions.length > 0) console.log(`Instructions a lead, with what is called: where they differ most.\n\n${functions_table(functions)}\n`);
    if (proofs.length > 0) {
        console.log(align([['acknowledged', 'answers', 'missing', 'twice'],
            ...proofs.map((p) => [p.which, String(p.acknowledged), String(p.missing), String(p.doubled)])]));
    }
}

async function main() {
    const set = settings();
    rmSync(set.dir, { recursive: true, force: true });
    const counted = set.count ? await count_both(set, trees(set)) : { functions: [] };
    const timed = set.rounds > 0 ? await time_both(set) : { rounds: [], rows: [], proofs: [] };
    const result = { ...timed, functions: counted.functions, rows: [...timed.rows, counted.row].filter(Boolean) };
    if (set.json) console.log(JSON.stringify({ settings: set, cpus: cpus().length, ...result }, null, 1));
    else print(set, result);
    const good = result.proofs.every((p) => p.good);
    if (good) rmSync(set.dir, { recursive: true, force: true });
    else say(`acknowledged leads and the table differ; what was answered, and the logs: ${set.dir}`);
    process.exitCode = good ? 0 : 1;
}

await main();
