// reload: definitions that take long to load hold up nothing: neither the watchdog, nor visitors, nor a stop. And what
// `systemctl reload` does with broken ones.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site, VALID, receipt_of, until } from './lib.mjs';

const FORMS = 40;
const RULES = 125; // of a form: 5,000 together
const EX_CONFIG = 78;
const SIGHUP_BIT = 1n;
const scratch = mkdtempSync(join(tmpdir(), 'firstline-reload-'));
chmodSync(scratch, 0o755);
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const forms = join(scratch, 'forms');
cpSync(join(ROOT, 'forms'), forms, { recursive: true });

const site = await Site.up({ env: { FIRSTLINE_FORMS: forms } });
const log = () => site.log('firstline.log');
const rule_set = async () => (await site.get('/healthz')).json().rule_set;

/** 5,000 rules beside the shipped ones, each with that condition. */
function write_rules(folder, condition) {
    const head = 'title: Много\nsubmit: S\nthanks: D\ndefault_category: other\nfields:\n'
        + '  - {name: text, type: textarea, label: T}\n  - {name: number, type: number, label: N, max: 100000}\nrules:\n';
    for (let f = 0; f < FORMS; f++) {
        const rules = Array.from({ length: RULES }, (_, r) => f * RULES + r)
            .map((i) => `  - {name: rule ${i}, category: unfit, when: [${condition(i)}]}\n`);
        writeFileSync(join(folder, `form-${f}.yaml`), head + rules.join(''));
    }
}

function remove_rules(folder) {
    for (const name of readdirSync(folder)) if (name.startsWith('form-')) rmSync(join(folder, name));
}

/** Loaded in a moment. */
const light = (i) => `{field: number, min: ${i}.5, max: ${i + 1}}`;

/** Each pattern is tried against hundreds of long texts, which takes minutes for all of them on any machine: nobody here
 *  waits for the end of such a load, and each test sees that it had none. */
const heavy = (i) => Array.from({ length: 4 }, (_, n) => `{field: text, matches: '[^x]?(?:${
    Array.from({ length: 16 }, (_, w) => `слово${i}я${n}ю${w}`).join('|')})'}`).join(', ');

const began = () => log().lastIndexOf(' reload_began ');
const is_loading = () => began() !== -1 && !/ (definitions_loaded|reload_refused) /.test(log().slice(began()));

/** The service in the place of the site's own, as a child of ours that tells a manager how it is. */
async function run_watched() {
    const { user, args, env } = site.how_it_runs();
    await site.part('stop', 'firstline');
    const path = `@${join(scratch, 'notify')}`;
    const manager = spawn('perl', [new URL('notify-socket.pl', import.meta.url).pathname, path]);
    const said = [];
    manager.stdout.on('data', (d) => said.push(...d.toString().trim().split('\n')));
    await until('it listens', () => said.includes('listening'));
    const [command, ...words] = [...user, BINARY, ...args];
    const child = spawn(command, words, { env: { ...env, NOTIFY_SOCKET: path }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (d) => appendFileSync(join(site.dir, 'log/firstline.log'), d));
    const ended = new Promise((resolve) => { child.on('close', (code, signal) => resolve({ code, signal })); });
    await until('it serves', () => said.includes('READY=1'));
    return { child, ended, said, manager };
}

test('while 5,000 rules load: the watchdog is fed, visitors are answered, and SIGTERM ends it', async (t) => {
    const before = await rule_set();
    const { child, ended, said, manager } = await run_watched();
    t.after(async () => {
        manager.kill();
        child.kill('SIGKILL');
        remove_rules(forms);
        await ended;
        await site.part('start', 'firstline');
    });
    write_rules(forms, heavy);
    child.kill('SIGHUP');
    await until('a load is under way', is_loading);
    const wells = () => said.filter((line) => line === 'WATCHDOG=1').length;
    for (let n = 0; n < 3; n++) {
        const heard = wells();
        child.kill('SIGHUP');
        await until('it says that it is well', () => wells() > heard);
        const lead = await site.lead(receipt_of(await site.post('callback', { ...VALID.callback, name: `При загрузке ${n}` })));
        assert.equal(lead.rule_set, before);
        assert.equal((await site.get('/f/form-0')).status, 404);
    }
    assert.ok(is_loading(), 'all that was during the load');
    child.kill('SIGTERM');
    assert.deepEqual(await ended, { code: 0, signal: null });
    assert.ok(is_loading(), 'it did not wait for the end of the load');
    assert.equal(log().split(' reload_began ').length - 1, 1, 'one load at a time');
    assert.match(log().slice(began()), / stopped /);
    await until('its manager knows', () => said.at(-1) === 'STOPPING=1');
});

test('SIGTERM ends it during its first load as well', async (t) => {
    const folder = join(scratch, 'heavy');
    cpSync(join(ROOT, 'forms'), folder, { recursive: true });
    write_rules(folder, heavy);
    const child = spawn(BINARY, ['serve', '--forms', folder, '--socket', join(scratch, 'x.sock'), '--spool', ''], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (d) => { said += d; });
    t.after(() => child.kill('SIGKILL'));
    const ended = new Promise((resolve) => { child.on('close', (code, signal) => resolve({ code, signal })); });
    await until('it has begun', () => {
        const blocked = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/^SigBlk:\s+([0-9a-f]+)/m);
        return BigInt(`0x${blocked[1]}`) & SIGHUP_BIT;
    });
    child.kill('SIGTERM');
    assert.deepEqual(await ended, { code: null, signal: 'SIGTERM' });
    assert.doesNotMatch(said, / (definitions_loaded|serving) |Sanitizer/);
});

test('5,000 rules come into force', async (t) => {
    t.after(() => remove_rules(forms));
    const before = await rule_set();
    write_rules(forms, light);
    await site.part('reload', 'firstline');
    await until('they are', async () => (await rule_set()) !== before);
    const lead = await site.lead(await site.receipt('form-39', { number: '4999.7', text: 'x' }));
    assert.equal(lead.rule, 'rule 4999');
});

/** The commands that the unit has under that name, in their order. */
function unit_commands(name) {
    const unit = readFileSync(join(ROOT, 'fcgi/systemd/firstline.service'), 'utf8').replace(/\\\n\s*/g, ' ');
    return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, line]) => line.trim().split(/ +/));
}

/** What systemd does at `systemctl reload`: each of the unit's commands, until one fails. */
async function systemctl_reload(config) {
    const here = { '/usr/local/bin/firstline': BINARY, '/etc/firstline/firstline.conf': config, $MAINPID: String(site.pid()) };
    let all = '';
    for (const words of unit_commands('ExecReload')) {
        assert.match(words[0], /^\//, 'a path, and nothing before it that would make a failure count for less');
        const [command, ...args] = words.map((word) => here[word] ?? word);
        const { code, out } = await new Promise((resolve) => {
            execFile(command, args, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, out: stdout + stderr }));
        });
        all += out;
        if (code !== 0) return { code, out: all };
    }
    return { code: 0, out: all };
}

test('systemctl reload of broken definitions fails and says in which line; of right ones they are taken', async () => {
    const config = join(scratch, 'firstline.conf');
    const file = join(forms, 'callback.yaml');
    const text = readFileSync(file, 'utf8');
    const line = text.slice(0, text.indexOf('type: phone')).split('\n').length;
    writeFileSync(config, `forms = ${forms} # ours\nthreads = 8\n`);
    const before = await rule_set();
    const reloads = () => log().split(' reload_began ').length;
    const had = reloads();
    writeFileSync(file, text.replace('type: phone', 'type: fone'));
    const broken = await systemctl_reload(config);
    assert.equal(broken.code, EX_CONFIG, broken.out);
    assert.ok(broken.out.includes(`${file}:${line}: unknown type "fone"`), broken.out);
    writeFileSync(file, `${text}# right again\n`);
    const right = await systemctl_reload(config);
    assert.equal(right.code, 0, right.out);
    await until('it is in force', async () => (await rule_set()) !== before);
    assert.equal(reloads(), had + 1, 'the broken ones never came to a signal');
});

test('the unit checks the folder that it serves, and names the configuration that it starts with', async () => {
    const start = unit_commands('ExecStart');
    assert.equal(start.length, 1);
    const config_of = (words) => words[words.indexOf('--config') + 1];
    const [check, signal, ...more] = unit_commands('ExecReload');
    assert.deepEqual(check, [start[0][0], 'check', '--config', config_of(start[0])]);
    assert.deepEqual(signal.slice(1), ['-HUP', '$MAINPID']);
    assert.deepEqual(more, []);
    assert.ok(!start[0].includes('--forms'), 'which would win over the file');
});

if (existsSync('/usr/bin/systemd-analyze')) {
    test('systemd finds nothing wrong with the units', async () => {
        const folder = mkdtempSync(join(scratch, 'units-'));
        for (const name of readdirSync(join(ROOT, 'fcgi/systemd')).filter((name) => /\.(service|socket|timer|target)$/.test(name))) {
            const unit = readFileSync(join(ROOT, 'fcgi/systemd', name), 'utf8');
            writeFileSync(join(folder, name), unit.replaceAll('/usr/local/bin/firstline', BINARY), { mode: 0o644 });
        }
        const units = readdirSync(folder).map((name) => join(folder, name));
        const said = await new Promise((resolve) => {
            execFile('systemd-analyze', ['--man=no', 'verify', ...units], (error, stdout, stderr) => resolve(`${error?.code ?? ''}${stdout}${stderr}`));
        });
        assert.equal(said, '');
    });
}

site.check_at_end();
