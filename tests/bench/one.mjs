// one: a single measurement of one system under load, for bench.mjs and pair.mjs.
//
// A run is { servers, settings, dir, serial, logs }: dir has the file "bodies" and gets a log of every
// answer, serial is the last number that was given to a load program, logs is what prove() reads.
import { spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cpu_between, cpu_sample, load_answers, machine, memory, pgbench_answers, share_of_others, window_of } from './measure.mjs';
import { DATABASES } from './servers.mjs';

export const BUILD = fileURLToPath(new URL('../../build/bench', import.meta.url));
export const say = (text) => process.stderr.write(`${text}\n`);

/** One request through nginx; the answer without its body. */
export function post(host, path, body) {
    const [hostname, port] = host.split(':');
    return new Promise((resolve, reject) => {
        const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
        http.request({ hostname, port, path, method: 'POST', headers }, (response) => {
            response.resume().on('end', () => resolve(response));
        }).on('error', reject).end(body);
    });
}

function start_load(run, system, connections, log) {
    const { servers } = run;
    if (system !== 'pgbench') {
        const serial = String(run.serial += 100_000_000);
        return spawn(join(BUILD, 'load'), [servers.urls[system], '/f/cargo', String(connections), String(servers.clients_of(system)), serial,
            join(run.dir, 'bodies'), log], { stdio: ['ignore', 'inherit', 'inherit'] });
    }
    const args = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '1', '-T', '3600', '-l', `--log-prefix=${log}`,
        ...run.scripts.flatMap((s) => ['-f', s]), DATABASES.pgbench];
    return spawn('pgbench', args, { env: { ...servers.env, PGUSER: 'bench' }, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** pgbench adds its process id to the name. */
const log_path = (system, log, pid) => (system === 'pgbench' ? `${log}.${pid}` : log);

async function begun(child, path) {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) {
        if (child.exitCode !== null) throw new Error(`${child.spawnargs[0]} has ended by itself, with ${child.exitCode}`);
        if (existsSync(path) && statSync(path).size > 0) return;
    }
    throw new Error(`no answer within 30 s in ${path}`);
}

/** Others on the machine do not hit all alike: where each connection has a process of its own, as
 *  in PHP-FPM and pgbench, many processes get many shares of what is left. */
async function wait_for_quiet(seconds) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
        const before = machine();
        await sleep(500);
        if (share_of_others(before, machine()) < 0.15) return;
    }
}

export async function measure(run, system, connections, name) {
    const { servers, settings: set } = run;
    await servers.psql('CHECKPOINT');
    await wait_for_quiet(set.quiet);
    const log = join(run.dir, name);
    const child = start_load(run, system, connections, log);
    const ended = new Promise((resolve) => { child.on('exit', (code, signal) => resolve(signal ?? code)); });
    const path = log_path(system, log, child.pid);
    try {
        await begun(child, path);
        await sleep(set.warm_up * 1000);
        const groups = { ...servers.groups(system), load: [child.pid] };
        const machine_before = machine();
        const before = cpu_sample(groups);
        await sleep(set.seconds * 1000);
        const after = cpu_sample(groups);
        const machine_after = machine();
        const memory_bytes = system === 'pgbench' ? undefined : memory(servers.server_of[system]);
        // pgbench's own alarm at the end of -T: it finishes what runs and writes its log.
        child.kill(system === 'pgbench' ? 'SIGALRM' : 'SIGTERM');
        const status = await ended;
        if (status !== 0) throw new Error(`${child.spawnargs[0]} ended with ${status}`);
        const answers = system === 'pgbench' ? pgbench_answers(path) : load_answers(path);
        const result = window_of(answers, before.at_us, after.at_us);
        const cpu = cpu_between(before, after);
        const cpu_us = Object.fromEntries(Object.entries(cpu).map(([group, us]) => [group, us / result.count]));
        if (system === 'pgbench') cpu_us.nginx = cpu_us.server = undefined;
        const own_us = Object.values(cpu).reduce((a, b) => a + b, 0);
        cpu_us.all = (cpu.nginx + cpu.server + cpu.postgres) / result.count;
        run.logs.push({ system, path });
        return { system, connections, ...result, cpu_us, memory_bytes, others: share_of_others(machine_before, machine_after, own_us) };
    } finally {
        if (child.exitCode === null) child.kill('SIGKILL');
    }
}

/** The receipts of all acknowledged leads go into a file, one a line (pgbench has none). */
export function receipts_of(run, system) {
    const receipts = [];
    let acknowledged = 0;
    for (const log of run.logs.filter((l) => l.system === system)) {
        for (const a of system === 'pgbench' ? pgbench_answers(log.path) : load_answers(log.path)) {
            if (!a.ok) continue;
            acknowledged++;
            receipts.push(a.receipt);
        }
    }
    const file = join(run.dir, `receipts-${system}`);
    writeFileSync(file, system === 'pgbench' ? '' : receipts.map((r) => `${r}\n`).join(''));
    return { acknowledged, file };
}
