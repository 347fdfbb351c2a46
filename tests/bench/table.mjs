// table: the results for people.

const whole = (n) => (n === undefined ? '-' : Math.round(n).toLocaleString('en-US'));
const ms = (us) => (us === undefined ? '-' : (us / 1000).toFixed(us < 10_000 ? 1 : 0));
const mib = (n) => (n === undefined ? '-' : `${(n / 1048576).toFixed(0)} MB`);

export const percent = (share) => `${Math.round(share * 100)} %`;

/** Rows of cells; the first column to the left, all others to the right. */
export function align(rows) {
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    return rows.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join('  ').trimEnd()).join('\n');
}

export function results_table(results) {
    const rows = [['connections', 'server', 'leads/s', 'p50 ms', 'p99 ms', 'CPU us/lead', 'nginx', 'program', 'postgres', 'memory', 'refused']];
    let last;
    for (const r of results) {
        rows.push([r.connections === last ? '' : String(r.connections), r.system, whole(r.rate), ms(r.p50_us), ms(r.p99_us),
            whole(r.cpu_us.all), whole(r.cpu_us.nginx), whole(r.cpu_us.server), whole(r.cpu_us.postgres), mib(r.memory_bytes), whole(r.refused)]);
        last = r.connections;
    }
    return align(rows);
}

export function ratios_table(ratios) {
    const cell = (r) => (r.value === undefined ? '-' : `${r.value.toFixed(2)}`);
    const aim = (r) => (r.aim === undefined ? '' : `aim ${r.at_most ? 'at most' : 'at least'} ${r.aim}${r.met ? '' : ': NOT MET'}`);
    return align([['ratio', 'connections', 'value', ''],
        ...ratios.map((r) => [r.what, String(r.connections), cell(r), aim(r)])]);
}

export function proof_table(proofs) {
    return align([['acknowledged', 'answers', 'in the table', 'missing', 'twice', 'without work', 'not acknowledged'],
        ...proofs.map((p) => [p.system, ...[p.acknowledged, p.stored, p.missing, p.doubled, p.without_work, p.silent].map(whole)])]);
}

/** A ratio as it is said: 1.02 (0.99–1.05); one that was counted has no interval. */
export const spread = ({ value, low, high }) => (low === undefined ? value.toFixed(4)
    : `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`);

/** rows: [{ what, old, new, ratio }]; old_name heads its column. */
export function pair_table(rows, old_name) {
    return align([['medians', old_name, 'this one', 'this one / that'],
        ...rows.map((r) => [r.what, whole(r.old), whole(r.new), spread(r.ratio)])]);
}

/** list: [{ what, old, new }] of instructions. */
export const functions_table = (list) => align([['function', 'that', 'this one', 'more'],
    ...list.map((f) => [f.what, whole(f.old), whole(f.new), whole(f.new - f.old)])]);
