// report: the table for people, and the same for programs.

const HEAD = ['fault', 'what', 'injected', 'acknowledged', 'lost', 'doubled', 'longest gap', 'result'];

function cells(row) {
    if (row.skipped) return [row.id, row.title, '0', '-', '-', '-', '-', `skipped: ${row.skipped}`];
    const gap = row.longest_ms === undefined ? '-' : `${(row.longest_ms / 1000).toFixed(1)} s`;
    return [row.id, row.title, row.injected, row.acknowledged, row.lost, row.doubled, gap,
        row.wrong.length === 0 ? 'ok' : 'FAILED'].map(String);
}

export function total(rows) {
    const sum = (name) => rows.reduce((n, row) => n + (row[name] ?? 0), 0);
    return {
        id: 'all', title: '', injected: sum('injected'), acknowledged: sum('acknowledged'), lost: sum('lost'),
        doubled: sum('doubled'), longest_ms: Math.max(0, ...rows.map((row) => row.longest_ms ?? 0)),
        wrong: rows.flatMap((row) => row.wrong ?? []),
    };
}

const RIGHT = new Set([2, 3, 4, 5, 6]);

const painter = (colour) => (text, code) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

export function table(rows, { colour }) {
    const lines = [HEAD, ...rows.map(cells), cells(total(rows))];
    const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => [...line[i]].length)));
    const paint = painter(colour);
    const out = lines.map((line, n) => {
        const text = line.map((cell, i) => (RIGHT.has(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ').trimEnd();
        if (n === 0) return paint(text, 1);
        if (text.endsWith('FAILED')) return paint(text, 31);
        return line[7].startsWith('skipped') ? paint(text, 33) : text;
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
