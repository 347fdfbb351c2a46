// balance: what the program has counted, in its files (include/store/ledger_file.h), against what the database was told:
// when nothing is being answered both are the same, and every row is whole.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../http/lib.mjs';

const HEAD = 64, NAME_AT = 16, NAME = 36, COUNTS = 16 * 8, SLOT = 8 + 2 * COUNTS;

/** What one file says was read: { ledger, read }. */
function read_file(path) {
    const octets = readFileSync(path);
    let read = 0;
    for (let at = HEAD; at < octets.length; at += SLOT) {
        if (octets.readBigInt64LE(at) !== 0n) read += Number(octets.readBigUInt64LE(at + 8));
    }
    return { ledger: octets.toString('latin1', NAME_AT, NAME_AT + NAME), read };
}

/** What is wrong, in words; and how many were never answered, which a kill may do. */
export async function balance(site) {
    const folder = join(site.dir, 'ledger');
    const files = () => readdirSync(folder).filter((name) => name.endsWith('.ledger')).map((name) => read_file(join(folder, name)));
    const told = async () => new Map((await site.sql('SELECT ledger, sum(received)::int AS n FROM intake.post_count GROUP BY ledger'))
        .map(({ ledger, n }) => [ledger, n]));
    const untold = async () => {
        const numbers = await told();
        return files().filter(({ ledger, read }) => (numbers.get(ledger) ?? 0) !== read).map(({ ledger, read }) => `${ledger}: ${read} read, ${numbers.get(ledger)} told`);
    };
    let wrong = [];
    await until('everything that was counted is told', async () => (wrong = await untold()).length === 0).catch(() => {});
    const rows = await site.sql('SELECT day, received, difference FROM marketing.balance WHERE difference <> 0');
    const [b] = await site.sql(`SELECT coalesce(sum(stored), 0)::int AS stored, coalesce(sum(spooled + busy + unanswered), 0)::int AS perhaps,
        coalesce(sum(unanswered), 0)::int AS unanswered, coalesce(sum(leads), 0)::int AS leads FROM marketing.balance`);
    if (b.leads < b.stored || b.leads > b.stored + b.perhaps) wrong.push(`leads: ${JSON.stringify(b)}`);
    return { unanswered: b.unanswered, wrong: [...wrong, ...rows.map((row) => `in no column: ${JSON.stringify(row)}`)].map((text) => `I9 ${text}`) };
}
