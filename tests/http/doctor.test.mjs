// doctor: on an installation that is well each fault is planted alone; `firstline doctor` must name that
// one by its id, with the remedy, and nothing else that was not there before. What is not nginx itself but
// how it is configured is planted in a copy of its configuration, which the doctor is pointed at.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
    appendFileSync, chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync,
    utimesSync, writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site, VALID, receipt_of, until } from './lib.mjs';

const root = process.getuid() === 0;
const who = root ? 'postgres' : userInfo().username; // whom tests/stack.sh runs everything as
const DAY_MS = 86_400_000;
const site = await Site.up({ desk: true, expect: [/error database_away /, /error schema_too_old/, /error database_unsafe/, / FATAL: /, / LOG: /, / WARNING: /, / ERROR: /,
    /error (spool|recent)_unreadable/, /error desk_database /, /\[crit\] .* connect\(\) to unix:/, /\[error\] .* ((recv|writev)\(\) failed|upstream timed out)/] });
const at = (...names) => join(site.dir, ...names);
const data = at('pgdata');
const forms = at('forms'), conf = at('nginx-copy'), geo = at('places.mmdb');

function own(path) {
    const { uid, gid } = statSync(data);
    if (root) chownSync(path, uid, gid);
    return path;
}

function write(path, text, mode = 0o600) {
    writeFileSync(path, text);
    chmodSync(path, mode);
    return own(path);
}

/** Replaces text in a file; gives what puts the old text back. It has to be there. */
function edit(path, from, to) {
    const old = readFileSync(path, 'utf8'), text = old.replace(from, to);
    assert.notEqual(text, old, `${path} has no ${from}`);
    writeFileSync(path, text);
    return () => writeFileSync(path, old);
}

function mode(path, bits) {
    const old = statSync(path).mode & 0o7777;
    chmodSync(path, bits);
    return () => chmodSync(path, old);
}

function age(path, days) {
    const { atime, mtime } = statSync(path);
    const then = new Date(Date.now() - days * DAY_MS);
    utimesSync(path, then, then);
    return () => utimesSync(path, atime, mtime);
}

/** SQL that plants, and SQL that takes it back. */
const sql = (plant, undo) => async () => {
    await site.psql(plant);
    return () => site.psql(undo);
};

/** pg_hba.conf and pg_ident.conf of the server, in force. */
const DESK_HBA = 'local firstline firstline_desk peer map=firstline\nlocal firstline postgres peer map=admin\nlocal firstline all scram-sha-256\n';
const HBA = () => `local firstline firstline_intake peer map=firstline\n${DESK_HBA}local all postgres peer map=admin\n`;
const IDENT = () => `admin ${who} postgres\nadmin ${userInfo().username} postgres\nfirstline ${who} firstline_intake\nfirstline ${who} firstline_desk\n`;
async function access({ hba = HBA(), ident = IDENT() } = {}) {
    write(join(data, 'pg_hba.conf'), hba);
    write(join(data, 'pg_ident.conf'), ident);
    await site.psql('SELECT pg_reload_conf(); SELECT pg_sleep(0.2)');
}
const access_as = (files) => async () => {
    await access(files);
    return () => access();
};

const up = () => until('firstline has its database', async () => (await site.get('/healthz')).text.includes('"database":"up"'));

async function restart(part, change = () => {}) {
    await site.part('stop', part);
    await change();
    await site.part('start', part);
    await up();
}

/** The findings by id, and the exit code. */
function doctor({ args = [], wait = 90, command, url = `postgresql:///firstline?host=${encodeURIComponent(site.env.PGHOST)}&user=postgres` } = {}) {
    const as = root ? `setpriv --reuid=${who} --regid=${who} --init-groups ` : '';
    const nginx = command ?? `${as}nginx -p ${site.dir}/ -c ${conf}/nginx.conf -e ${site.dir}/log/doctor-nginx.log`;
    const all = ['doctor', '--json', '--etc', at('etc'), '--config', at('etc/firstline.conf'), '--nginx', nginx, '--database', url, '--wait', String(wait), ...args];
    const env = { ...process.env };
    for (const name of Object.keys(env)) if (name.startsWith('PG')) delete env[name];
    return new Promise((resolve, reject) => {
        execFile(BINARY, all, { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
            try {
                const list = JSON.parse(stdout);
                resolve({ code: error?.code ?? 0, list, of: Object.fromEntries(list.map((f) => [f.id, f])) });
            } catch (e) {
                reject(new Error(`${e.message}\n${stdout}\n${stderr}`));
            }
        });
    });
}

const troubles = ({ list }) => list.filter((f) => f.state === 'warning' || f.state === 'wrong');
const told = (list) => list.map((f) => `${f.id}: ${f.found} -> ${f.remedy}`).join('\n');
let before; // what this machine itself has to complain of: its clock, its packages

/** Plants, looks, takes back. looks: what the doctor is told in addition. */
async function fault(what, id, state, remedy, plant, looks = {}) {
    await test(`${id}: ${what}`, async () => {
        const undo = await plant();
        let result;
        try {
            result = await doctor(looks);
        } finally {
            await undo?.();
            await up();
        }
        const fresh = troubles(result).filter((f) => !before.has(f.id));
        assert.deepEqual(fresh.map((f) => f.id), [id], told(fresh));
        assert.equal(fresh[0].state, state, told(fresh));
        assert.match(fresh[0].remedy, remedy);
        assert.equal(fresh[0].remedy.includes('\n') || fresh[0].found.includes('\n'), false);
        assert.equal(result.code, state === 'wrong' ? 2 : 1);
    });
}

// ---- an installation that is well ---------------------------------------------------------------
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
copyFileSync(join(ROOT, 'tests/fixtures/geo/nested.mmdb'), geo);
mkdirSync(at('etc'));
for (const key of ['token.key', 'session.key']) {
    renameSync(at(key), at('etc', key));
    copyFileSync(at('etc', key), at(key));
}
write(at('etc/desk.conf'), `socket = ${at('run/desk.sock')}\n`, 0o644);
write(at('etc/firstline.conf'), `forms = ${forms}\nsocket = ${at('run/firstline.sock')}\nspool = ${at('spool')}\ngeo = ${geo}\nzone = Europe/Moscow\n`, 0o644);
for (const path of [at('etc'), at('etc/token.key'), at('token.key'), at('etc/session.key'), at('session.key'), forms, geo]) own(path);
own(at('nginx'));
cpSync(at('nginx'), conf, { recursive: true });
rmSync(join(conf, 'temp'), { recursive: true });
edit(join(conf, 'nginx.conf'), /worker_connections +\d+/, 'worker_connections 16384');
edit(join(conf, 'nginx.conf'), 'daemon on;', `daemon on;\nuser ${who};\nworker_rlimit_nofile 40000;`);
write(at('last-backup'), '');
await site.psql('SELECT desk.remove_staff(login) FROM intake.staff');     // the demo's people
await access();
await restart('firstline', () => {
    copyFileSync(BINARY, at('firstline'));
    chmodSync(at('firstline'), 0o755);
    site.env.FIRSTLINE_BIN = at('firstline');
});
await site.part('reload', 'nginx');
const lead = receipt_of(await site.post_json('callback', VALID.callback));

/** So many leads more, as if they had come at these times. */
const leads = (form, address, times) => sql(`SET session_replication_role = replica;
    INSERT INTO intake.lead SELECT (json_populate_record(l, json_build_object('form', '${form}', 'address', ${address}, 'id', new,
        'client', new, 'received_at', t))).*
      FROM intake.lead AS l, (${times}) AS times (t), lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') AS h,
           overlay(overlay(gen_random_uuid()::text PLACING substr(h, 9, 4) FROM 10) PLACING substr(h, 1, 8) FROM 1) AS new
     WHERE l.id = '${lead}'`, `SET session_replication_role = replica; DELETE FROM intake.lead WHERE id <> '${lead}'`);

test('an installation that is well', async () => {
    const result = await doctor();
    before = new Set(troubles(result).map((f) => f.id));
    for (const id of ['clock', 'packages', 'postgresql-version', 'nft']) before.delete(id);
    assert.deepEqual([...before], [], told(troubles(result)));
    before = new Set(troubles(result).map((f) => f.id));
    assert.equal(result.code, before.size > 0 ? 1 : 0);
    for (const f of result.list) assert.deepEqual(Object.keys(f), ['id', 'about', 'state', 'found', 'remedy']);
    assert.equal(new Set(result.list.map((f) => f.id)).size, result.list.length);
});

// ---- the database -------------------------------------------------------------------------------
await fault('names are not kept', 'encoding', 'wrong', /createdb -T template0 -E UTF8/,
    sql('UPDATE pg_database SET encoding = 0 WHERE datname = \'firstline\'', 'UPDATE pg_database SET encoding = 6 WHERE datname = \'firstline\''));
await fault('it knows no Cyrillic', 'locale', 'wrong', /--locale=C\.UTF-8/,
    sql('UPDATE pg_database SET datctype = \'C\' WHERE datname = \'firstline\'', 'UPDATE pg_database SET datctype = \'C.UTF-8\' WHERE datname = \'firstline\''));
await fault('people log in as an audience', 'roles', 'wrong', /^runuser -u postgres -- psql .*-c "ALTER ROLE firstline_sales NOLOGIN"$/,
    sql('ALTER ROLE firstline_sales LOGIN', 'ALTER ROLE firstline_sales NOLOGIN'));
await fault('the program is a superuser', 'intake-role', 'wrong', /ALTER ROLE firstline_intake NOSUPERUSER/,
    sql('ALTER ROLE firstline_intake SUPERUSER', 'ALTER ROLE firstline_intake NOSUPERUSER'));
await fault('the program is a qualifier', 'intake-role', 'wrong', /REVOKE firstline_qualifier FROM firstline_intake/,
    sql('GRANT firstline_qualifier TO firstline_intake', 'REVOKE firstline_qualifier FROM firstline_intake'));
await fault('the program may read leads', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('GRANT SELECT ON intake.lead TO firstline_intake', 'REVOKE SELECT ON intake.lead FROM firstline_intake'));
await fault('anybody may hand in', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('GRANT EXECUTE ON FUNCTION intake.submit(json) TO PUBLIC', 'REVOKE EXECUTE ON FUNCTION intake.submit(json) FROM PUBLIC'));
await fault('the program may not say hello', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('REVOKE EXECUTE ON FUNCTION intake.hello FROM firstline_intake', 'GRANT EXECUTE ON FUNCTION intake.hello TO firstline_intake'));
await fault('the queue is gone', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('ALTER VIEW desk.queue RENAME TO gone', 'ALTER VIEW desk.gone RENAME TO queue'));
await fault('marketing may not look', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('REVOKE SELECT ON marketing.funnel FROM firstline_marketing', 'GRANT SELECT ON marketing.funnel TO firstline_marketing'));
await fault('nothing takes leads', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('ALTER FUNCTION intake.submit(json) RENAME TO gone; REVOKE EXECUTE ON FUNCTION intake.gone(json) FROM firstline_intake',
        'ALTER FUNCTION intake.gone(json) RENAME TO submit; GRANT EXECUTE ON FUNCTION intake.submit(json) TO firstline_intake'));
await fault('a login nobody knows sees leads', 'staff', 'warning', /firstline staff add olga .*REVOKE firstline_qualifier FROM olga/,
    sql('CREATE ROLE olga LOGIN IN ROLE firstline_qualifier', 'DROP ROLE olga'));
await fault('a superuser among the staff', 'staff', 'warning', /ALTER ROLE olga NOSUPERUSER/,
    sql('SELECT desk.add_staff(\'olga\', \'Ольга\', \'desk\'); ALTER ROLE olga SUPERUSER', 'DELETE FROM intake.staff WHERE login = \'olga\'; DROP ROLE olga'));
await fault('anybody may take locks', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC', 'REVOKE EXECUTE ON FUNCTION pg_advisory_lock(bigint) FROM PUBLIC'));
await fault('nobody keeps order', 'rights', 'wrong', /^firstline setup --schema$/,
    sql('ALTER FUNCTION intake.keep_order() RENAME TO gone; REVOKE EXECUTE ON FUNCTION intake.gone() FROM firstline_intake',
        'ALTER FUNCTION intake.gone() RENAME TO keep_order; GRANT EXECUTE ON FUNCTION intake.keep_order() TO firstline_intake'));
await fault('a login without a limit', 'limits', 'warning', /-c "SELECT intake\.limit_staff\('olga'\)"$/,
    sql('SELECT desk.add_staff(\'olga\', \'Ольга\', \'desk\'); ALTER ROLE olga IN DATABASE firstline RESET lock_timeout', 'SELECT desk.remove_staff(\'olga\')'));
await fault('the keeper may end nobody', 'limits', 'warning', /-c "GRANT pg_signal_backend TO firstline_keeper"$/,
    sql('REVOKE pg_signal_backend FROM firstline_keeper', 'GRANT pg_signal_backend TO firstline_keeper'));
await fault('another keeps order', 'limits', 'warning', /-c "ALTER FUNCTION intake\.keep_order\(\) OWNER TO firstline_keeper"$/,
    sql('ALTER FUNCTION intake.keep_order() OWNER TO postgres', 'ALTER FUNCTION intake.keep_order() OWNER TO firstline_keeper'));
await fault('transactions may be prepared', 'limits', 'warning', /ALTER SYSTEM SET max_prepared_transactions = 0" && systemctl restart postgresql$/, async () => {
    await site.psql('ALTER SYSTEM SET max_prepared_transactions = 5');
    await restart('postgres');
    return async () => {
        await site.psql('ALTER SYSTEM RESET max_prepared_transactions');
        await restart('postgres');
    };
});
await fault('a line that cannot be read', 'hba-file', 'wrong', /edit that line, then: systemctl reload postgresql/,
    access_as({ hba: `${HBA()}local all all pear\n` }));
await fault('whoever comes is let in', 'hba-trust', 'wrong', /in that line write peer in the place of trust/,
    access_as({ hba: `${HBA()}local all all trust\n` }));
await fault('another line stands above ours', 'entry', 'wrong', /^move line 2 of .*pg_hba\.conf above line 1, then: systemctl reload postgresql$/,
    access_as({ hba: `local all all peer map=admin\n${HBA()}` }));
await fault('the map lacks the user', 'entry', 'wrong', new RegExp(`write: firstline ${who} firstline_intake`),
    access_as({ ident: IDENT().replace(/^firstline.*$/m, 'firstline nobody firstline_intake') }));
await fault('no line is for us', 'entry', 'wrong', /^firstline setup$/,
    access_as({ hba: 'local all postgres peer map=admin\n' }));
await fault('the role may not log in', 'entry', 'wrong', /ALTER ROLE firstline_intake LOGIN/,
    sql('ALTER ROLE firstline_intake NOLOGIN', 'ALTER ROLE firstline_intake LOGIN'));
await fault('it is older than the program', 'schema', 'wrong', /^firstline setup --schema$/, async () => {
    const old = await site.psql('SELECT pg_get_functiondef(\'intake.hello\'::regproc)');
    await site.psql(old.replace(/integer := \d+/, 'integer := 1'));
    return () => site.psql(old);
});
await fault('days are counted elsewhere', 'zone', 'wrong', /firstline\.conf write: zone = Asia\/Tomsk .*systemctl restart firstline$/,
    sql('UPDATE intake.setting SET zone = \'Asia/Tomsk\'', 'UPDATE intake.setting SET zone = \'Europe/Moscow\''));
await fault('a commit is not waited for', 'durability', 'wrong', /ALTER ROLE firstline_intake RESET synchronous_commit/,
    sql('ALTER ROLE firstline_intake SET synchronous_commit = off', 'ALTER ROLE firstline_intake RESET synchronous_commit'));
await fault('fsync is off', 'durability', 'wrong', /-c "ALTER SYSTEM SET fsync = on" -c "SELECT pg_reload_conf\(\)"$/, async () => {
    await site.psql('ALTER SYSTEM SET fsync = off');
    await site.psql('SELECT pg_reload_conf(); SELECT pg_sleep(0.2)');
    return async () => {
        await site.psql('ALTER SYSTEM RESET fsync');
        await site.psql('SELECT pg_reload_conf(); SELECT pg_sleep(0.2)');
    };
});
await fault('few connections are left', 'connections', 'warning', /ALTER SYSTEM SET max_connections = \d+" && systemctl restart postgresql$/, async () => {
    await site.psql('ALTER SYSTEM SET max_connections = 12');
    await restart('postgres');
    return async () => {
        await site.psql('ALTER SYSTEM RESET max_connections');
        await restart('postgres');
    };
});
await fault('there is no backup', 'backup', 'warning', /install -d -o postgres -m 700 .* pg_dump -Fc .* firstline && touch .*last-backup /, () => {
    rmSync(at('last-backup'));
    return () => write(at('last-backup'), '');
});
await fault('the backup is of last week', 'backup', 'warning', /pg_dump/, () => age(at('last-backup'), 7));
await fault('a form has gone quiet', 'quiet-forms', 'warning', /send one yourself at \/f\/tyres/,
    leads('tyres', 'null', 'SELECT generate_series(now() - interval \'30 days\', now() - interval \'12 days\', interval \'1 hour\')'));
await fault('all visitors are one proxy', 'visitors', 'warning', /set_real_ip_from 10\.0\.0\.5; real_ip_header X-Forwarded-For;/,
    leads('callback', '\'10.0.0.5\'', 'SELECT generate_series(now() + interval \'1 hour\', now() + interval \'50 minutes 1 hour\', interval \'1 minute\')'));
await fault('a submission is in no column', 'balance', 'warning', /^journalctl -u firstline --since "[0-9-]+" --until "[0-9-]+" {3}and report it/,
    sql('INSERT INTO intake.post_count SELECT now(), gen_random_uuid(), 7, 1, 1, 1, 1, 1, 0, 0, 1', 'DELETE FROM intake.post_count WHERE received = 7'));
await fault('it is down', 'database', 'wrong', /systemctl start postgresql/, async () => {
    await site.part('stop', 'postgres');
    return () => site.part('start', 'postgres');
});
await fault('it hangs', 'database', 'wrong', /systemctl start postgresql|look/, () => {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGSTOP');
    return () => process.kill(pid, 'SIGCONT');
});

// ---- the machine --------------------------------------------------------------------------------
await fault('an option that there is not', 'config', 'wrong', /^edit .*firstline\.conf, then: firstline check/,
    () => edit(at('etc/firstline.conf'), 'zone =', 'treads = 8\nzone ='), { args: ['--forms', forms, '--socket', at('run/firstline.sock'), '--spool', at('spool'), '--geo', geo] });
await fault('a form that is broken', 'forms', 'wrong', /^edit that line, then: firstline check .* && systemctl reload firstline$/,
    () => edit(join(forms, 'callback.yaml'), 'type: phone', 'type: fone'));
await fault('there is no key', 'key', 'wrong', /^firstline setup$/, () => {
    renameSync(at('etc/token.key'), at('moved.key'));
    return () => renameSync(at('moved.key'), at('etc/token.key'));
}, { args: ['--token-key', at('etc/token.key')] });
await fault('the key is a word', 'key', 'wrong', /openssl rand -hex 32 > /, () => edit(at('etc/token.key'), /^.*/s, 'secret\n'), { args: ['--token-key', at('etc/token.key')] });
await fault('others can read it', 'key-mode', 'wrong', /^chmod 640 .*etc\/token\.key$/, () => mode(at('etc/token.key'), 0o644), { args: ['--token-key', at('etc/token.key')] });
await fault('it is two years old', 'key-age', 'warning', /openssl rand -hex 32; head -n 1/, () => age(at('etc/token.key'), 730), { args: ['--token-key', at('etc/token.key')] });
await fault('anybody can change the options', 'modes', 'wrong', /^chmod o-w .*firstline\.conf$/, () => mode(at('etc/firstline.conf'), 0o666));
await fault('others can read the password', 'modes', 'wrong', /^chmod 600 .*database\.pass$/, () => {
    write(at('etc/database.pass'), '*:*:*:*:secret\n', 0o640);
    return () => rmSync(at('etc/database.pass'));
});
await fault('the file is not there', 'geo', 'wrong', /geoipupdate/, () => {
    renameSync(geo, `${geo}.moved`);
    return () => renameSync(`${geo}.moved`, geo);
});
await fault('half of the file is there', 'geo', 'wrong', /bring it once more/, () => {
    const whole = readFileSync(geo);
    writeFileSync(geo, whole.subarray(0, whole.length / 2));
    return () => writeFileSync(geo, whole);
});
await fault('it is of 2020', 'geo', 'warning', /geoipupdate/, () => {
    const whole = readFileSync(geo), old = Buffer.from(whole);
    const key = old.lastIndexOf('build_epoch') + 'build_epoch'.length; // a control octet, its type, then the number
    const length = old[key] & 0x1f;
    assert.equal(old[key + 1], 2, 'a number of 64 bits');
    old.writeUIntBE(1_600_000_000, key + 2, length);
    writeFileSync(geo, old);
    return () => writeFileSync(geo, whole);
});
await fault('it was replaced while it ran', 'program', 'warning', /^systemctl restart firstline$/, () => {
    copyFileSync(BINARY, at('firstline.new'));
    renameSync(at('firstline.new'), at('firstline'));
    return () => restart('firstline', () => chmodSync(at('firstline'), 0o755));
});
await fault('others can look into it', 'spool', 'wrong', /^chmod 700 .*spool$/, () => mode(at('spool'), 0o755));
if (root) {
    await fault('it is not the program\'s', 'spool', 'wrong', new RegExp(`^chown -R ${who}: .*spool$`), () => {
        chownSync(at('spool'), 0, 0);
        return () => own(at('spool'));
    });
}
await fault('leads wait since yesterday', 'spool-waiting', 'warning', /journalctl -u firstline/, () => {
    cpSync(at('spool'), at('other'), { recursive: true });
    for (const path of [at('other'), at('other/new')]) own(path);
    chmodSync(at('other'), 0o700);
    const name = readdirSync(at('spool/recent'))[0] ?? 'none';
    write(at('other/new', name.replace(/^\d+/, (digits) => String(BigInt(digits) - 86_400_000_000n).padStart(digits.length, '0'))), '');
    return () => rmSync(at('other'), { recursive: true });
}, { args: ['--spool', at('other')] });
await fault('a lead was set aside', 'spool-bad', 'warning', /firstline spool list .*firstline spool retry/, () => {
    const name = readdirSync(at('spool/recent'))[0];
    write(at('spool/bad', name), '');
    return () => rmSync(at('spool/bad', name));
});

// ---- nginx --------------------------------------------------------------------------------------
const nginx = (from, to, file = 'nginx.conf') => () => edit(join(conf, file), from, to);
await fault('a semicolon is missing', 'nginx', 'wrong', /^edit that line .*nginx -t && systemctl reload nginx$/, nginx('sendfile on;', 'sendfile on'));
await fault('a snippet is included twice', 'nginx', 'wrong', /^take the other one out: /,
    nginx('include firstline.conf;', 'include firstline.conf;\ninclude firstline.conf;'));
await fault('the zones are included twice', 'nginx', 'wrong', /^take the other one out: /, nginx('include firstline-http.conf;', 'include firstline-http.conf;\ninclude firstline-http.conf;'));
await fault('the zones are missing', 'nginx', 'wrong', /in the http block write: include .*firstline-http\.conf;/,
    nginx(/include firstline-http\.conf;\s+access_log [^;]*;/, ''));
await fault('nothing is included', 'nginx-http', 'wrong', /firstline setup/,
    nginx(/access_log [^;]*;|include firstline[a-z-]*\.conf;/g, (line) => (line.startsWith('access_log') ? 'access_log off;' : '')));
await fault('the site lacks the forms', 'nginx-server', 'wrong', /in the server block of your site write: include .*\/firstline\.conf;/,
    nginx('include firstline.conf;', ''));
await fault('another server is the default', 'nginx-default', 'warning', /server block of line \d+, write: include .*\/firstline\.conf;/,
    nginx(/( {4}server \{\s+(listen unix:\S+))/, '    server {\n        $2 default_server;\n        server_name other;\n    }\n$1'));
const headers = ['firstline.conf', 'firstline-http.conf'].find((file) => readFileSync(join(conf, file), 'utf8').includes('\nlarge_client_header_buffers'));
await fault('long cookies are refused', 'nginx-headers', 'wrong', /large_client_header_buffers 4 64k;/, nginx('\nlarge_client_header_buffers 4 64k', '\nlarge_client_header_buffers 4 8k', headers));
await fault('pages are ended early', 'nginx-timeout', 'warning', /write: send_timeout 40s;/, nginx(/send_timeout +40s/, 'send_timeout 5s'));
await fault('few connections', 'nginx-connections', 'warning', /worker_connections 16384;/, nginx('worker_connections 16384', 'worker_connections 768'));
await fault('few files', 'nginx-files', 'warning', /worker_rlimit_nofile \d+;/, nginx('worker_rlimit_nofile 40000', 'worker_rlimit_nofile 1024'));
await fault('everybody chooses his address', 'real-ip', 'wrong', /name the address of your proxy instead/, nginx('set_real_ip_from unix:;', 'set_real_ip_from unix:; set_real_ip_from 0.0.0.0/0;'));
await fault('it looks elsewhere', 'nginx-upstream', 'wrong', /write: server unix:.*firstline\.sock max_fails=0;/, nginx(/server unix:\S+firstline\.sock/, 'server unix:/run/elsewhere.sock', 'firstline-http.conf'));
await fault('nginx does not run', 'health', 'wrong', /systemctl restart nginx/, async () => {
    await site.part('stop', 'nginx');
    return () => site.part('start', 'nginx');
});
await fault('nginx may not open it', 'socket', 'wrong', /SocketGroup=/, () => mode(at('run/firstline.sock'), 0o000));
await fault('nobody listens', 'socket', 'wrong', existsSync('/run/systemd/system') ? /^systemctl restart firstline\.socket firstline;/ : /^firstline setup  /, async () => {
    await site.part('stop', 'firstline');
    return () => site.part('start', 'firstline');
});

// ---- the desk -----------------------------------------------------------------------------------
await fault('an option that there is not', 'desk-config', 'wrong', /^edit .*desk\.conf, then: systemctl restart firstline-desk$/,
    () => edit(at('etc/desk.conf'), 'socket =', 'treads = 8\nsocket ='));
await fault('its key is a word', 'desk-key', 'wrong', /openssl rand -hex 32 > .*session\.key && systemctl restart firstline-desk$/,
    () => edit(at('session.key'), /^.*/s, 'secret\n'));
await fault('others can read it', 'desk-key', 'wrong', /^chmod 640 .*session\.key$/, () => mode(at('session.key'), 0o644));
await fault('it is two years old', 'desk-key-age', 'warning', /session\.key; .*restart firstline-desk$/, () => age(at('session.key'), 730));
await fault('its role has what members have', 'desk-role', 'wrong', /ALTER ROLE firstline_desk .*NOINHERIT/,
    sql('ALTER ROLE firstline_desk INHERIT', 'ALTER ROLE firstline_desk NOINHERIT'));
await fault('it may take on who is nobody', 'desk-role', 'wrong', /REVOKE pg_read_all_data FROM firstline_desk/,
    sql('GRANT pg_read_all_data TO firstline_desk', 'REVOKE pg_read_all_data FROM firstline_desk'));
await fault('it may not take on a qualifier', 'desk-role', 'wrong', /GRANT olga TO firstline_desk/,
    sql('SELECT desk.add_staff(\'olga\', \'Ольга\', \'desk\'); REVOKE olga FROM firstline_desk', 'SELECT desk.remove_staff(\'olga\')'));
await fault('it is not let in', 'desk-entry', 'wrong', /^firstline setup$/,
    access_as({ ident: IDENT().replace(/^.* firstline_desk$/m, '') }));
await fault('people come as users of the system', 'desk-hba', 'wrong', /^firstline setup /,
    access_as({ hba: HBA().replace('local firstline all scram-sha-256', 'local firstline all peer') }));
await fault('no line is for people', 'desk-hba', 'wrong', /^firstline setup /,
    access_as({ hba: HBA().replace('local firstline all scram-sha-256\n', '') }));
await fault('people are let in without a password', 'hba-trust', 'wrong', /trust/,
    access_as({ hba: HBA().replace('local firstline all scram-sha-256', 'local firstline all trust') }));
await fault('nginx may not open its socket', 'desk-socket', 'wrong', /systemctl edit firstline-desk\.socket: .*SocketGroup=/, () => mode(at('run/desk.sock'), 0o000));
await fault('it does not run', 'desk-socket', 'wrong', existsSync('/run/systemd/system') ? /^systemctl restart firstline-desk\.socket/ : /^firstline setup  /, async () => {
    await site.part('stop', 'desk');
    return () => site.part('start', 'desk');
});
await fault('its site has no TLS', 'desk-tls', 'warning', /listen 443 ssl/,
    nginx(/(listen unix:[^;]*;)/, '$1 listen 127.0.0.1:8099; listen 8098;'));
await fault('no site has it', 'desk', 'wrong', /^firstline setup .*firstline-desk\.conf/, nginx('include firstline-desk.conf;', ''));
await fault('nginx sends elsewhere', 'desk', 'wrong', /journalctl -u firstline-desk/, async () => {
    const undo = edit(at('nginx/firstline-http.conf'), /unix:\S+desk\.sock/, 'unix:/run/elsewhere.sock');
    await site.part('reload', 'nginx');
    return async () => {
        undo();
        await site.part('reload', 'nginx');
    };
});

test('where there is no desk nothing is said of it', async () => {
    const undo = edit(join(conf, 'nginx.conf'), 'include firstline-desk.conf;', '');
    await site.part('stop', 'desk');
    renameSync(at('etc/session.key'), at('moved.key'));
    try {
        const desk = (await doctor()).list.filter((f) => f.id.startsWith('desk'));
        assert.ok(desk.length >= 10);
        for (const f of desk) assert.equal(f.state, 'unseen', told([f]));
    } finally {
        undo();
        renameSync(at('moved.key'), at('etc/session.key'));
        await site.part('start', 'desk');
    }
});
test('nginx hangs over its configuration', async () => {
    const { of } = await doctor({ command: 'tail -f /dev/null --' });
    assert.equal(of.nginx.state, 'warning', of.nginx.found);
    assert.match(of.nginx.found, /looks at its configuration for longer than/);
    assert.match(of.nginx.remedy, /^time nginx -t /);
    assert.equal(of['nginx-http'].state, 'unseen');
});
test('everything hangs: it ends all the same, and says so', async () => {
    const server = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const stopped = [server, site.pid()];
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    try {
        const { code, of } = await doctor({ wait: 15 });
        assert.equal(code, 2);
        assert.equal(of.database.state, 'wrong', of.database.found);
        assert.equal(of.encoding.state, 'unseen');
        assert.notEqual(of.health.state, 'well');
        assert.equal(of['key-mode'].state, 'well');
    } finally {
        for (const pid of stopped) process.kill(pid, 'SIGCONT');
    }
});

test('well again', async () => {
    const result = await doctor();
    assert.deepEqual(new Set(troubles(result).map((f) => f.id)), before, told(troubles(result)));
});

site.check_at_end();
