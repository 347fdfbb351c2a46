// count: instructions a lead of two programs, for pair.mjs. valgrind counts those of the whole life of a
// program that takes some fixed leads, one after the other; a life with few leads is taken off it (the
// start, what is made once, the end). What others do on the machine does not matter.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { told } from './leads.mjs';
import { BUILD, post, say } from './one.mjs';
import { with_servers } from './servers.mjs';

const FUNCTIONS = 16;   // shown
const kept = (which, part) => join(BUILD, `callgrind.${which}.${part}`);

/** A life with so many leads; its profile is kept. */
async function live(set, which, tree, part, leads) {
    const dir = join(set.dir, `count-${which}`);
    const out = join(dir, 'log/callgrind.out');
    const bin = join(set.dir, `valgrind-${which}`);
    mkdirSync(set.dir, { recursive: true });
    writeFileSync(bin, `#!/bin/sh\nexec valgrind --quiet --tool=callgrind --callgrind-out-file='${out}' '${tree.bin}' "$@"\n`, { mode: 0o755 });
    process.env.FIRSTLINE_WAIT ??= '120';
    await with_servers({ root: tree.root, bin, dir, clients: 0, threads: set.threads }, say, async (servers) => {
        for (let n = 0; n < leads; n++) {
            const { statusCode } = await post(servers.urls.firstline, '/f/cargo', told(n));
            if (statusCode !== 303) throw new Error(`${which} answers ${statusCode} to a lead: there is nothing to compare`);
        }
    });
    copyFileSync(out, kept(which, part));
    return Number(readFileSync(out, 'utf8').match(/^totals: (\d+)/m)[1]);
}

/** Instructions by function, with all that it calls. One that has code of several files in it, by
 *  inlining, is listed for each of them. */
function by_function(which, part) {
    const text = execFileSync('callgrind_annotate', ['--tree=none', '--inclusive=yes', '--threshold=100', kept(which, part)],
        { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
    const out = new Map();
    for (const [, number, name] of text.matchAll(/^ *([\d,]+) \([^)]*\) +\S+?:(\w\S*)(?: \[.*\])?$/gm)) {
        if (!name.startsWith('0x')) out.set(name, Math.max(out.get(name) ?? 0, Number(number.replaceAll(',', ''))));
    }
    return out;
}

/** [{ what, old, new }]: where it differs most. */
function differences(leads, of_old) {
    const of = Object.fromEntries([['old', of_old], ['new', 'new']].map(([which, counted]) => {
        const few = by_function(counted, 'few');
        return [which, new Map([...by_function(counted, 'many')].map(([name, n]) => [name, (n - (few.get(name) ?? 0)) / leads]))];
    }));
    return [...new Set([...of.old.keys(), ...of.new.keys()])]
        .map((what) => ({ what, old: of.old.get(what) ?? 0, new: of.new.get(what) ?? 0 }))
        .sort((a, b) => Math.abs(b.new - b.old) - Math.abs(a.new - a.old)).slice(0, FUNCTIONS);
}

/** { row: as pair.mjs has them, functions }; trees: { old, new }, each { root, bin }. */
export async function count_both(set, trees) {
    const row = { what: 'program, instructions/lead' };
    const of_old = realpathSync(trees.old.bin) === realpathSync(trees.new.bin) ? 'new' : 'old';      // beside itself a program is counted once
    for (const which of new Set([of_old, 'new'])) {
        say(`counting the instructions of ${which}`);
        const few = await live(set, which, trees[which], 'few', set.few);
        row[which] = (await live(set, which, trees[which], 'many', set.few + set.leads) - few) / set.leads;
    }
    row.old = row[of_old];
    return { row: { ...row, ratio: { value: row.new / row.old } }, functions: differences(set.leads, of_old) };
}
