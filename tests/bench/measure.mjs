// measure: rate, latency, processor time and memory of one system over one window of time.
import { readFileSync, readdirSync } from 'node:fs';

const read = (path) => { try { return readFileSync(path, 'utf8'); } catch { return ''; } };

/** A process with its children; none of ours has grandchildren. */
export function family(pid) {
    return [pid, ...read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)];
}

/** Nanoseconds on a processor, by thread: /proc/PID/stat counts in hundredths of a second, too
 *  coarse for 256 backends. */
function thread_times(pids) {
    const times = new Map();
    for (const pid of pids) {
        let threads = [];
        try { threads = readdirSync(`/proc/${pid}/task`); } catch { /* it has ended */ }
        for (const thread of threads) {
            const ns = Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
            if (ns > 0) times.set(thread, ns);
        }
    }
    return times;
}

/** groups: { name: [pids of parents] }. */
export function cpu_sample(groups) {
    const at_us = Date.now() * 1000;
    const times = Object.fromEntries(Object.entries(groups).map(([name, parents]) => [name, thread_times(parents.flatMap(family))]));
    return { at_us, times };
}

/** Microseconds between two samples, by group. What ended meanwhile is not counted. */
export function cpu_between(before, after) {
    const out = {};
    for (const [name, times] of Object.entries(after.times)) {
        let ns = 0;
        for (const [thread, end] of times) ns += end - (before.times[name].get(thread) ?? 0);
        out[name] = ns / 1000;
    }
    return out;
}

/** Microseconds that all processors together were busy and idle since the start of the machine. */
export function machine() {
    const [user, nice, system, idle, wait, irq, softirq, steal] = read('/proc/stat').split('\n')[0].trim().split(/\s+/).slice(1).map((n) => n * 10_000);
    return { busy: user + nice + system + irq + softirq + steal, idle: idle + wait };
}

/** The share of the processors, 0 to 1, that was busy with anything but own_us between two looks. */
export function share_of_others(before, after, own_us = 0) {
    const busy = after.busy - before.busy;
    return Math.max(0, busy - own_us) / (busy + after.idle - before.idle);
}

/** Proportional resident octets: what a group shares among its processes counts once. */
export function memory(parents) {
    return parents.flatMap(family).map((pid) => Number(read(`/proc/${pid}/smaps_rollup`).match(/^Pss:\s+(\d+)/m)?.[1] ?? 0) * 1024)
        .reduce((a, b) => a + b, 0);
}

/** [{ at_us, took_us, status, receipt }] of a log of load.c. */
export function* load_answers(path) {
    for (const line of read(path).split('\n')) {
        if (line === '') continue;
        const [at, took, status, receipt] = line.split(' ');
        yield { at_us: Number(at), took_us: Number(took), ok: /^(2..|303)$/.test(status), receipt };
    }
}

/** The same of pgbench: client, transaction, microseconds, script, seconds and microseconds of its end. */
export function* pgbench_answers(path) {
    for (const line of read(path).split('\n')) {
        if (line === '') continue;
        const [, , took, , seconds, micros] = line.split(' ');
        yield { at_us: Number(seconds) * 1e6 + Number(micros), took_us: Number(took), ok: took !== 'failed' };
    }
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
export function median(list) {
    const sorted = list.filter((n) => n !== undefined).sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** The median with an interval that holds the true one in 95 of 100 cases, whatever the distribution (by
 *  the ranks of the sign test; of fewer than six values: all of them). */
export function median_interval(list) {
    const sorted = [...list].sort((a, b) => a - b);
    const rank = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
    return { value: median(sorted), low: sorted[rank], high: sorted[sorted.length - 1 - rank] };
}

/** Rate and latency of the answers that came in the window. */
export function window_of(answers, from_us, until_us) {
    const took = [];
    let refused = 0;
    for (const a of answers) {
        if (a.at_us < from_us || a.at_us >= until_us) continue;
        if (a.ok) took.push(a.took_us);
        else refused++;
    }
    took.sort((a, b) => a - b);
    return { count: took.length, rate: took.length / ((until_us - from_us) / 1e6), refused, p50_us: quantile(took, 0.5), p99_us: quantile(took, 0.99) };
}
