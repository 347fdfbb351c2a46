// report: the table for people, and the same for programs.

const number = (name) => ({ head: name, right: true, of: (row) => row[name] ?? '-' });

export const COLUMNS = [
    { head: 'fault', of: (row) => row.id },
    { head: 'what', of: (row) => row.title },
    { head: 'injected', right: true, of: (row) => row.injected ?? 0 },
    number('acknowledged'), number('lost'), number('doubled'), number('unanswered'),
    { head: 'longest gap', right: true, of: (row) => (row.longest_ms === undefined ? '-' : `${(row.longest_ms / 1000).toFixed(1)} s`) },
];

const result = (row) => (row.skipped ? `skipped: ${row.skipped}` : row.wrong.length === 0 ? 'ok' : 'FAILED');

export function total(rows) {
    const sum = (name) => rows.reduce((n, row) => n + (row[name] ?? 0), 0);
    return {
        id: 'all', title: '', injected: sum('injected'), acknowledged: sum('acknowledged'), lost: sum('lost'),
        doubled: sum('doubled'), unanswered: sum('unanswered'), longest_ms: Math.max(0, ...rows.map((row) => row.longest_ms ?? 0)),
        wrong: rows.flatMap((row) => row.wrong ?? []),
    };
}

const painter = (colour) => (text, code) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

/** columns: what stands between; sum: the last line. The result is the last column of each. */
export function table(rows, { colour, columns = COLUMNS, sum = total(rows) }) {
    const shown = [...columns, { head: 'result', of: result }];
    const lines = [shown.map(({ head }) => head), ...[...rows, sum].map((row) => shown.map(({ of }) => String(of(row))))];
    const widths = shown.map((_, i) => Math.max(...lines.map((line) => [...line[i]].length)));
    const paint = painter(colour);
    const out = lines.map((line, n) => {
        const text = line.map((cell, i) => (shown[i].right ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ').trimEnd();
        if (n === 0) return paint(text, 1);
        if (text.endsWith('FAILED')) return paint(text, 31);
        return line.at(-1).startsWith('skipped') ? paint(text, 33) : text;
    });
    for (const row of rows) {
        for (const text of (row.wrong ?? []).slice(0, 10)) out.push(paint(`  ${row.id}: ${text}`, 31));
        if (row.wrong?.length > 10) out.push(`  ${row.id}: and ${row.wrong.length - 10} more`);
    }
    return out.join('\n');
}

export function defect_table(defects, { colour }) {
    const paint = painter(colour);
    const width = Math.max(...defects.map((d) => d.title.length));
    return [paint('seeded defect'.padEnd(width), 1), ...defects.map((d) => (d.detected
        ? `${d.title.padEnd(width)}  detected by ${d.by}`
        : paint(`${d.title.padEnd(width)}  NOT DETECTED by ${d.by}: ${d.why}`, 31)))].join('\n');
}
