// staff: people get logins, places and passwords by one command, sign in with them, and leave. The server here asks
// everybody but its superuser for a password.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, Site, VALID, until } from './lib.mjs';

const site = await Site.up({ expect: [/password authentication failed/, /Connection matched/, /terminating (connection|autovacuum)/,
    /works_in is desk, sales or/, /a language is ru or en/, /there is no team kitchen/,
    /Mars\/Base/, /may do everything here/, /permission denied/] });

const PASSWORD = 'Ключ-от-квартиры 7';
const hba = join(site.dir, 'pgdata/pg_hba.conf');
writeFileSync(hba, 'local all postgres trust\nlocal all firstline_intake trust\nlocal all all scram-sha-256\n');

function psql(user, statement, password = '') {
    const { status, stdout, stderr } = spawnSync('psql', ['-XAtqw', '-U', user, '-c', statement],
        { env: { ...site.env, PGPASSFILE: '/nonexistent', PGPASSWORD: password }, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : `!${stderr.trim()}`;
}

function staff(args, { input = '', env = {} } = {}) {
    const { status, stdout, stderr } = spawnSync(BINARY, ['staff', ...args],
        { env: { ...site.env, ...env }, input, encoding: 'utf8' });
    return { status, stdout, stderr };
}

psql('postgres', "ALTER SYSTEM SET log_statement = 'all'");
psql('postgres', 'SELECT pg_reload_conf()');
await until('the server asks for passwords', () => psql('olga', 'SELECT 1').startsWith('!'));
psql('postgres', 'SELECT desk.remove_staff(login) FROM intake.staff');     // the demo's people

const people = () => JSON.parse(staff(['list', '--json']).stdout);
const person = (login) => people().find((p) => p.login === login);

test('a qualifier gets a login, and works with it', async () => {
    const added = staff(['add', 'olga', '--name', 'Ольга', '--works-in', 'desk', '--zone', 'Asia/Omsk', '--password-stdin'],
        { input: `${PASSWORD}\nsomething else\n` });
    assert.equal(added.stderr, '');
    assert.equal(added.status, 0);
    assert.match(added.stdout, /^olga \(Ольга\) works in desk$/m);
    assert.equal((await site.post('callback', VALID.callback)).status, 303);
    assert.equal(psql('olga', 'SELECT count(*) FROM desk.queue', PASSWORD), '1');
    assert.equal(psql('olga', 'SHOW TimeZone', PASSWORD), 'Asia/Omsk');
    assert.match(psql('olga', 'SELECT receipt FROM desk.claim_next()', PASSWORD), /^[0-9a-f-]{36}$/);
    assert.match(psql('olga', 'SELECT * FROM sales.deals', PASSWORD), /permission denied/);
    assert.match(psql('olga', 'SELECT 1', 'wrong password'), /authentication failed/);
    assert.deepEqual(person('olga'), { login: 'olga', name: 'Ольга', works_in: 'desk', teams: [], head: false, language: null,
        since: psql('postgres', "SELECT to_char(now(), 'YYYY-MM-DD')"), signs_in: true, away_until: null, leads: 1 });
});

test('a seller with teams; the zone of the installation; a password that is made up and shown once', () => {
    const { status, stdout } = staff(['add', 'Вера К.', '--name', 'Вера', '--works-in', 'sales', '--teams', 'services, general']);
    assert.equal(status, 0);
    const made = /shown this once: ([2-9a-z]{4}(?:-[2-9a-z]{4}){3})$/m.exec(stdout)?.[1];
    assert.ok(made, stdout);
    assert.equal(psql('Вера К.', 'SHOW TimeZone', made), 'Europe/Moscow');
    assert.equal(psql('Вера К.', 'SELECT sales.my_teams()', made), '{general,services}');
    assert.deepEqual(person('Вера К.').teams, ['general', 'services']);
});

test('a place changes, the password stays', () => {
    const { status, stdout } = staff(['add', 'olga', '--name', 'Ольга П.', '--works-in', 'desk', '--head']);
    assert.equal(status, 0);
    assert.match(stdout, /was there before\nThe password is what it was/);
    assert.equal(psql('olga', 'SELECT desk.is_head()', PASSWORD), 't');
    assert.equal(psql('olga', 'SHOW TimeZone', PASSWORD), 'Asia/Omsk');
});

const change = (login, ...args) => staff(['add', login, '--name', 'N', '--works-in', 'sales', ...args]);
const standing = (login) => { const { teams, head, language } = person(login); return { teams, head, language }; };

test('of somebody who is known, what is not given stays, and is told', () => {
    assert.equal(change('n', '--teams', 'general,services', '--head', '--zone', 'Asia/Omsk').status, 0);
    const { stdout } = change('n', '--language', 'ru');
    assert.match(stdout, /^Kept: teams general, services; head; zone Asia\/Omsk$/m);
    assert.deepEqual(standing('n'), { teams: ['general', 'services'], head: true, language: 'ru' });
    assert.match(change('n', '--no-head').stdout, /^Kept: teams general, services; language ru; zone Asia\/Omsk$/m);
    assert.deepEqual(standing('n'), { teams: ['general', 'services'], head: false, language: 'ru' });
    assert.match(change('n', '--teams', '').stdout, /^Kept: language ru; zone Asia\/Omsk$/m);
    assert.deepEqual(standing('n').teams, []);
    change('n', '--teams', 'general');
    assert.equal(staff(['add', 'n', '--name', 'N', '--works-in', 'desk']).status, 0);
    assert.deepEqual(standing('n').teams, [], 'teams are of sales');
    assert.equal(staff(['remove', 'n', '--yes']).status, 0);
});

test('who is away is shown so', () => {
    psql('postgres', "UPDATE intake.staff SET absent_until = '2126-12-31 12:00+03' WHERE login = 'olga'");
    assert.equal(person('olga').away_until, '2126-12-31 12:00');
    assert.match(staff(['list']).stdout, /^olga .* 2126-12-31 12:00 /m);
    psql('postgres', "UPDATE intake.staff SET absent_until = now() - interval '1 hour' WHERE login = 'olga'");
    assert.equal(person('olga').away_until, null);
});

test('a password is changed, and nobody sees one', () => {
    assert.equal(staff(['password', 'olga', '--password-stdin'], { input: 'another password\n' }).status, 0);
    assert.match(psql('olga', 'SELECT 1', PASSWORD), /authentication failed/);
    assert.equal(psql('olga', 'SELECT 1', 'another password'), '1');
    const log = readFileSync(join(site.dir, 'log/postgres.log'), 'utf8');
    assert.match(log, /ALTER ROLE "?olga"? PASSWORD 'SCRAM-SHA-256\$/);
    assert.ok(!log.includes(PASSWORD) && !log.includes('another password'), 'a password is in the log of the server');
});

const REFUSED = [
    ['a short password', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--password-stdin'], 'short\n', 65, /shorter than 8/],
    ['no password', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--password-stdin'], '', 65, /no password/],
    ['a control character', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--password-stdin'], 'pass\u0007word\n', 65, /control character/],
    ['no octets of UTF-8', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--password-stdin'], Buffer.from([...'password'].map((c) => c.charCodeAt(0)).concat(0xff, 10)), 65, /UTF-8/],
    ['no such place', ['add', 'x1', '--name', 'X', '--works-in', 'kitchen'], '', 65, /works_in is desk, sales or marketing/],
    ['no such team', ['add', 'x1', '--name', 'X', '--works-in', 'sales', '--teams', 'kitchen'], '', 65, /there is no team kitchen/],
    ['no such language', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--language', 'RU'], '', 64, /^firstline staff: x1: --language is ru or en, not "RU"\n$/],
    ['another language', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--language', 'de'], '', 64, /ru or en, not "de"/],
    ['a head and none', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--head', '--no-head'], '', 64, /--head or --no-head/],
    ['no such zone', ['add', 'x1', '--name', 'X', '--works-in', 'desk', '--zone', 'Mars/Base'], '', 65, /TimeZone.*Mars\/Base/],
    ['an empty name', ['add', 'x1', '--name', '', '--works-in', 'desk'], '', 64, /--name and --works-in are needed/],
    ['no name', ['add', 'x1', '--works-in', 'desk'], '', 64, /--name and --works-in are needed/],
    ['the program itself', ['add', 'firstline_intake', '--name', 'X', '--works-in', 'desk'], '', 64, /the program's own/],
    ['a superuser', ['add', 'postgres', '--name', 'X', '--works-in', 'desk'], '', 65, /may do everything/],
    ['a login of PostgreSQL', ['add', 'pg_x', '--name', 'X', '--works-in', 'desk'], '', 64, /begin with pg_/],
    ['a login that is too long', ['add', 'x'.repeat(64), '--name', 'X', '--works-in', 'desk'], '', 64, /at most 63/],
    ['a login of two lines', ['add', 'x\ny', '--name', 'X', '--works-in', 'desk'], '', 64, /one line/],
    ['somebody unknown', ['password', 'olgaa'], '', 67, /did you mean "olga"/],
    ['an unknown action', ['ad', 'x'], '', 64, /did you mean "add"/],
    ['an unknown option', ['list', '--jsn'], '', 64, /did you mean "--json"/],
    ['removal without a yes', ['remove', 'olga'], '', 64, /add --yes/],
];

test('what is refused is refused as a whole, in words', async (t) => {
    for (const [what, args, input, code, words] of REFUSED) {
        await t.test(what, () => {
            const { status, stdout, stderr } = staff(args, { input });
            assert.match(stderr, words);
            assert.equal(stdout, '', 'a password that was not set is shown');
            assert.equal(status, code);
        });
    }
    assert.equal(psql('postgres', "SELECT count(*) FROM pg_roles WHERE rolname ~ '^x'"), '0');
});

test('a login of 63 octets is taken', () => {
    assert.equal(staff(['add', 'y'.repeat(63), '--name', 'Y', '--works-in', 'marketing']).status, 0);
    assert.equal(staff(['remove', 'y'.repeat(63), '--yes']).status, 0);
});

test('whose login was dropped by hand is listed as one who cannot sign in, and can be removed', () => {
    assert.equal(staff(['add', 'z', '--name', 'Z', '--works-in', 'desk']).status, 0);
    psql('postgres', 'DROP OWNED BY z; DROP ROLE z');
    const { name, signs_in } = person('z');
    assert.deepEqual({ name, signs_in }, { name: 'Z', signs_in: false });
    assert.equal(staff(['remove', 'z', '--yes']).status, 0);
    assert.equal(person('z'), undefined);
});

test('who may not make logins is told so', () => {
    const { status, stderr } = staff(['list'], { env: { PGUSER: 'olga', PGPASSWORD: 'another password' } });
    assert.equal(status, 69);
    assert.match(stderr, /olga may not make logins here/);
    const away = staff(['list', '--database', 'postgresql:///none?host=/nowhere']);
    assert.equal(away.status, 69);
    assert.match(away.stderr, /cannot be reached: .*\n(Is PostgreSQL running|Run it as root)/);
});

test('whoever has the rights and no place is seen', () => {
    psql('postgres', 'CREATE ROLE grafana LOGIN IN ROLE firstline_marketing');
    assert.equal(person('grafana').works_in, null);
    psql('postgres', 'DROP ROLE grafana');
});

test('the list for people is a table', () => {
    const [heading, ...lines] = staff(['list']).stdout.trimEnd().split('\n');
    assert.match(heading, /^login +name +works in +teams +head +language +since +signs in +away until +leads$/);
    const at = heading.indexOf('works in');
    for (const line of lines) assert.match([...line].slice(at).join(''), /^(desk|sales|marketing)/);
});

test('who leaves cannot sign in, and the lead is everybody\'s', async () => {
    const session = spawn('psql', ['-XAtqw', '-U', 'olga'], { env: { ...site.env, PGPASSWORD: 'another password' }, stdio: ['pipe', 'pipe', 'ignore'] });
    session.stdin.write("SELECT 'here';\n");
    const ended = once(session, 'exit');
    await once(session.stdout, 'data');
    assert.deepEqual(staff(['remove', 'olga', '--yes']),
        { status: 0, stdout: 'olga works here no longer; leads that went back to the queue: 1\n', stderr: '' });
    session.stdin.on('error', () => {}); // it may have ended already
    session.stdin.end('SELECT 1;\n');
    assert.notEqual((await ended)[0], 0);
    assert.match(psql('olga', 'SELECT 1', 'another password'), /authentication failed/);
    assert.equal(person('olga'), undefined);
    assert.equal(psql('postgres', "SELECT who FROM intake.lead_event WHERE what = 'expired'"), 'olga');
    assert.equal(psql('postgres', 'SELECT count(*) FROM desk.queue'), '1');
    assert.equal(staff(['add', 'olga', '--name', 'Ольга', '--works-in', 'desk', '--password-stdin'], { input: `${PASSWORD}\n` }).status, 0);
    assert.match(psql('olga', 'SELECT receipt FROM desk.claim_next()', PASSWORD), /^[0-9a-f-]{36}$/);
});

site.check_at_end();
