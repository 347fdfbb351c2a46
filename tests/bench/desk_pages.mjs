#!/usr/bin/env node
// desk_pages: what the pages add to the desk. One server with DESK_LEADS leads and fifty people who work: claims as pgbench makes
// them, then, at the same pace, "done and next" by the pages' calls, of 49 by a client of HTTP and of one in Chromium. Then all of
// them only stand open. "make bench" runs it; --help says what can be set.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT, Site } from '../http/lib.mjs';
import { Page } from './desk_browser.mjs';
import { Desk, PASSWORD } from './desk_client.mjs';
import { cpu_between, cpu_sample, machine, share_of_others } from './measure.mjs';

const HELP = `usage: tests/bench/desk_pages.mjs [options]
  --leads 900000    closed leads beside those that are worked off
  --pace 25         turns a second, of all people together
  --rounds 2        how often bare claims and pages take turns
  --seconds 40      of each
  --open 60         seconds in which the desks only stand open: once quietly, once with an event each second
  --check           short: no lead was given to two people? no figure is judged
`;
const PEOPLE = 50;
const BESIDE = 3;        // bare claims a second while the desks are busy
const RATIO_MAX = 10;
const SHARE_MAX = 0.05;

function settings() {
    const text = (fallback) => ({ type: 'string', default: fallback });
    const { values } = parseArgs({ options: {
        leads: text('900000'), pace: text('25'), rounds: text('2'), seconds: text('40'), open: text('60'), check: { type: 'boolean' }, help: { type: 'boolean' },
    } });
    if (values.help) {
        process.stdout.write(HELP);
        process.exit(0);
    }
    if (values.check) Object.assign(values, { leads: '500', pace: '10', rounds: '1', seconds: '4', open: '5' });
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? Number(value) : value]));
}

const options = settings();
const PLANNING = options.check ? 0 : 6;      // claims of a session before its plans are made
const say = (line) => process.stdout.write(`${line}\n`);
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const told = (list) => `half within ${quantile(list, 0.5).toFixed(1)} ms, 95 of 100 within ${quantile(list, 0.95).toFixed(1)} ms (${list.length})`;
const in_s = (seconds) => performance.now() + seconds * 1000;

function command(name, args, site, more = {}) {
    return new Promise((resolve, reject) => {
        execFile(name, args, { env: site.env, maxBuffer: 1 << 28, ...more },
            (error, stdout, stderr) => (error ? reject(new Error(stderr || error.message)) : resolve(stdout.trim())));
    });
}
const psql = (site, ...args) => command('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', ...args], site);

async function fill(site, queued) {
    await psql(site, '-c', 'SET client_min_messages = error', '-f', join(ROOT, 'tests/sql/lib/helper.sql'));
    await psql(site, '-v', `queued=${queued}`, '-v', `closed=${options.leads}`, '-v', `clients=${2 * PEOPLE + 1}`, '-f', join(ROOT, 'tests/bench/desk_fill.sql'));
    // Nobody asks for reports here, so the program is not to count the copies for a quarter of an hour.
    await psql(site, '-c', 'UPDATE intake.setting SET recheck_share = 0', '-c', 'TRUNCATE intake.uncounted');
    await psql(site, '-c',
        `DO $$ BEGIN FOR n IN 0..${PEOPLE - 1} LOOP EXECUTE format('ALTER ROLE %I PASSWORD %L', 'q' || n, '${PASSWORD}'); END LOOP; END $$`);
    await psql(site, '-c', 'VACUUM ANALYZE', '-c', 'CHECKPOINT');
    say(`leads in the table: ${await psql(site, '-c', 'SELECT count(*) FROM intake.work')}, queued: ${queued}`);
}

// ---- bare claims ---------------------------------------------------------------------------------

const CLAIM = `\\if :begun = 0
\\set who :client_id + :first
SELECT set_config('session_authorization', 'q' || :who, false);
\\set begun 1
\\endif
SELECT receipt FROM desk.claim_next();
`;

/** Milliseconds of each claim once every session has made its plans. first: of the people; others than those of the pages, who would
 *  hold too many. */
async function bare(site, seconds, people, first, pace) {
    const folder = mkdtempSync(join(site.dir, 'claims-'));
    writeFileSync(join(folder, 'claim.sql'), CLAIM);
    await command('pgbench', ['-n', '-c', people, '-D', 'begun=0', '-D', `first=${first}`, '-M', 'prepared', '-f', 'claim.sql', '-l', '--log-prefix=log',
        '-R', pace, '-T', seconds].map(String), site, { cwd: folder });
    const all = readdirSync(folder).filter((name) => name.startsWith('log')).flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'));
    rmSync(folder, { recursive: true });
    return all.map((line) => line.split(' ').map(Number)).filter(([, number]) => number >= PLANNING).map(([, , took]) => took / 1000);
}

// ---- the pages' calls ----------------------------------------------------------------------------

async function pages(desks, page, seconds) {
    const period_ms = PEOPLE / options.pace * 1000;
    for (const desk of desks) desk.turns = [];
    const before = (await page.turns()).length;
    const asked = [page.asked, desks.reduce((sum, d) => sum + d.asked, 0)];
    const until = in_s(seconds);
    await Promise.all([page.work(period_ms, until), ...desks.map((d) => d.work(period_ms, until))]);
    await page.page.waitForLoadState('networkidle');
    const drawn = (await page.turns()).slice(before);
    const called = desks.flatMap((d) => d.turns);
    return { drawn, called, asked: [(page.asked - asked[0]) / drawn.length, (desks.reduce((sum, d) => sum + d.asked, 0) - asked[1]) / called.length] };
}

async function done_and_next(site, desks, page) {
    const sum = { alone: [], beside: [], called: [], drawn: [], asked: [] };
    for (let round = 0; round < options.rounds; round++) {
        sum.alone.push(...await bare(site, options.seconds, PEOPLE, PEOPLE, options.pace));
        const [{ called, drawn, asked }, beside] = await Promise.all([pages(desks, page, options.seconds),
            bare(site, options.seconds, 1, 2 * PEOPLE, BESIDE)]);
        sum.beside.push(...beside);
        sum.called.push(...called);
        sum.drawn.push(...drawn);
        sum.asked = asked;
    }
    const ratio = (claims) => (quantile(sum.drawn, 0.95) / quantile(claims, 0.95)).toFixed(1);
    say(`${options.pace} turns a second by ${PEOPLE} people`);
    say(`bare claims, nothing else:     ${told(sum.alone)}`);
    say(`bare claim, desks busy:        ${told(sum.beside)}`);
    say(`done and next, by HTTP:        ${told(sum.called)}`);
    say(`done and next, key to picture: ${told(sum.drawn)}`);
    say(`ratio to the bare claim's while the desks are busy, 95 of 100: ${ratio(sum.beside)} (at most ${RATIO_MAX} is wanted); to that of`
        + ` claims alone: ${ratio(sum.alone)}`);
    say(`requests of a turn: ${sum.asked.map((n) => n.toFixed(1)).join(' in Chromium, ')} by HTTP`);
}

// ---- open, and nobody works ----------------------------------------------------------------------

async function stand(site, desks, seconds, name, event) {
    const pid = (file) => Number(readFileSync(join(site.dir, file), 'utf8').split('\n')[0]);
    const groups = { PostgreSQL: [pid('pgdata/postmaster.pid')], desk: [pid('run/desk.pid')], nginx: [pid('run/nginx.pid')] };
    const until = in_s(seconds);
    for (const desk of desks) {
        await desk.look();
        desk.looks = { 200: 0, 304: 0 };
    }
    const before = cpu_sample(groups);
    const others = machine();
    const work = desks.map((d) => d.stand(until));
    if (event) work.push((async () => { while (performance.now() < until) await Promise.all([event(), sleep(1000)]); })());
    await Promise.all(work);
    const after = cpu_sample(groups);
    const used = cpu_between(before, after);
    const took_us = after.at_us - before.at_us;
    const share = Object.values(used).reduce((a, b) => a + b, 0) / took_us;
    const looks = desks.reduce((sum, d) => ({ 200: sum[200] + d.looks[200], 304: sum[304] + d.looks[304] }), { 200: 0, 304: 0 });
    say(`${desks.length} open desks, ${name}: ${(100 * share).toFixed(1)} % of one core (${Object.entries(used).map(([n, us]) => `${n} ${(100 * us / took_us).toFixed(1)}`).join(', ')};`
        + ` ${looks[304]} times nothing new, ${looks[200]} times something; others had ${(100 * share_of_others(others, machine(), share * took_us)).toFixed(0)} % of the machine)`);
    return share;
}

// ---- all of it -----------------------------------------------------------------------------------

async function prove(site) {
    const [taken, twice, people] = (await psql(site, '-F', ' ', '-c', `SELECT count(*), count(*) - count(DISTINCT e.lead), count(DISTINCT e.who)
        FROM intake.lead_event AS e WHERE e.what = 'claimed'`)).split(' ').map(Number);
    say(`taken ${taken} by ${people} people, of these twice ${twice}`);
    if (twice > 0 || taken === 0) process.exitCode = 1;
}

const build = join(ROOT, 'build/bench');
mkdirSync(build, { recursive: true });
process.env.TMPDIR = build;      // a real disk
const site = await Site.up({ port: 'auto', desk: true });
delete process.env.TMPDIR;
let page;
try {
    // Claims and turns of all rounds, what Poisson gives on top, and the first card of each.
    await fill(site, Math.ceil((2 * options.pace + BESIDE) * options.seconds * options.rounds * 1.3) + 4 * PEOPLE);
    const desks = Array.from({ length: PEOPLE - 1 }, (_, n) => new Desk(site, n));
    for (const desk of desks) await desk.sign_in();
    for (const desk of desks) await desk.take();
    page = await Page.open(site, `q${PEOPLE - 1}`);
    await pages(desks, page, options.check ? 1 : 10);      // plans are made, caches are warm
    await done_and_next(site, desks, page);
    await page.close();
    desks.push(new Desk(site, PEOPLE - 1));
    await desks.at(-1).sign_in();
    const quiet = await stand(site, desks, options.open, 'nothing happens');
    say(`less than ${100 * SHARE_MAX} % is wanted: ${quiet < SHARE_MAX ? 'yes' : 'no'}`);
    await stand(site, desks, options.open, 'an event each second', () => desks[0].act('add_note', { receipt: desks[0].card.receipt, note: 'x' }));
    await prove(site);
    for (const desk of desks) desk.close();
} finally {
    await page?.close().catch(() => {});
    site.agent.destroy();
    site.remove();
}
