// desk_rights: who may do what is one list, that of the catalog, to which tests/sql/rights.sql holds every right. Here every view and
// function of it is asked for by everybody, in psql and over HTTP: what is refused in one is refused in the other, with the same
// SQLSTATE, and what is not theirs at all is not even there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Browser, REFUSALS, refused } from './desk.mjs';
import { Site } from './lib.mjs';

// Two connections, so that what one person has prepared on them another finds.
const site = await Site.up({ desk: true, env: { FIRSTLINE_DESK_ARGS: '--threads 2' }, expect: [...REFUSALS, / ERROR: /, /FATAL: {2}permission denied for database/, /warn desk_refused/] });
const PEOPLE = { olga: 'firstline_qualifier', irina: 'firstline_qualifier', vera: 'firstline_sales', marina: 'firstline_marketing' };
const AUDIENCES = [...new Set(Object.values(PEOPLE))];

/** A value of each type, as JSON and as a literal of SQL; few of them name anything that there is. */
const VALUES = {
    boolean: true, integer: 1, bigint: 1, numeric: 1.5, date: '2026-01-01', json: [], jsonb: [], uuid: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f', 'text[]': ['x'],
    'timestamp with time zone': '2026-01-01 12:00', 'time without time zone': '12:00', interval: '1 hour',
};
const literal = (value) => `'${Array.isArray(value) && value.length > 0 ? '{"x"}' : typeof value === 'object' ? JSON.stringify(value) : value}'`;

const objects = await site.sql(`
    SELECT n.nspname AS schema, c.relname AS name, 'view' AS kind, NULL::json AS args,
           (SELECT json_object_agg(r, has_table_privilege(r, c.oid, 'SELECT') AND has_schema_privilege(r, n.oid, 'USAGE')) FROM unnest('{${AUDIENCES}}'::text[]) AS r) AS may
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('desk', 'sales', 'marketing', 'intake') AND c.relkind IN ('v', 'r')
    UNION ALL
    SELECT n.nspname, p.proname, 'function', coalesce((SELECT json_object_agg(p.proargnames[a.i], format_type(a.type, NULL) ORDER BY a.i)
                  FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, i) WHERE p.proargnames[a.i] <> ''), '{}'),
           (SELECT json_object_agg(r, has_function_privilege(r, p.oid, 'EXECUTE') AND has_schema_privilege(r, n.oid, 'USAGE')) FROM unnest('{${AUDIENCES}}'::text[]) AS r)
      FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('desk', 'sales', 'marketing', 'intake') AND p.prokind = 'f' AND p.prorettype <> 'trigger'::regtype AND p.provariadic = 0
     ORDER BY 1, 3, 2`);
for (const o of objects) {
    o.path = `${o.schema}/${o.name}`;
    o.sent = Object.fromEntries(Object.entries(o.args ?? {}).map(([name, type]) => [name, VALUES[type] ?? 'x']));
    const names = Object.entries(o.sent).map(([name, value]) => `"${name}" => ${literal(value)}`);
    o.sql = o.kind === 'view' ? `SELECT * FROM "${o.schema}"."${o.name}" LIMIT 1` : `SELECT * FROM "${o.schema}"."${o.name}"(${names})`;
}
const theirs = objects.filter((o) => o.schema !== 'intake');

/** The SQLSTATE of each in psql as that person, 00000 if it was done; nothing of it stays. */
async function in_psql(user, list) {
    const lines = ['\\set ON_ERROR_STOP off', '\\o /dev/null', ...list.map((o) => `BEGIN;\n${o.sql};\n\\echo :SQLSTATE\nROLLBACK;`)];
    const said = (await site.psql(lines.join('\n'), { user })).split('\n');
    assert.equal(said.length, list.length);
    return said;
}

const over_http = async (browser, o) => (o.kind === 'view' ? browser.get(`api/${o.path}?limit=1`) : browser.call(o.path, o.sent));

test('the list is not empty', () => {
    for (const schema of ['desk', 'sales', 'marketing']) for (const kind of ['view', 'function']) assert.ok(theirs.some((o) => o.schema === schema && o.kind === kind));
    for (const role of AUDIENCES) assert.ok(theirs.some((o) => o.may[role]) && theirs.some((o) => !o.may[role]), role);
});

for (const [login, role] of Object.entries(PEOPLE)) {
    test(`V8.2.1 V8.3.1 ${login}: what psql refuses HTTP refuses, with the same code; and nothing else`, async () => {
        const browser = await Browser.of(site, login);
        const states = await in_psql(login, theirs);
        const differ = [];
        for (const [i, o] of theirs.entries()) {
            const answer = await over_http(browser, o);
            const code = answer.status === 200 ? '00000' : answer.json().code;
            if (!o.may[role] && (answer.status !== 403 || states[i] !== '42501')) differ.push(`${o.path}: not theirs, but ${answer.status}, psql ${states[i]}`);
            if (code !== states[i]) differ.push(`${o.path} ${JSON.stringify(o.sent)}: ${answer.status} ${code}, psql ${states[i]}`);
            if (o.may[role] && answer.status === 404 && code !== 'P0002') differ.push(`${o.path}: theirs, but not found`);
        }
        assert.deepEqual(differ, []);
    });

    test(`${login}: the tables and functions behind are not there over HTTP, and refused in psql`, async () => {
        const browser = await Browser.of(site, login);
        const behind = objects.filter((o) => o.schema === 'intake');
        const states = await in_psql(login, behind);
        assert.deepEqual(behind.filter((o, i) => states[i] !== '42501').map((o) => o.path), []);
        for (const o of behind) {
            const answer = await over_http(browser, o);
            assert.deepEqual(refused(answer), [404, o.kind === 'view' ? '42P01' : '42883'], o.path);
        }
    });

    test(`${login}: what is told of there being is what may be asked for`, async () => {
        const { schemas } = (await (await Browser.of(site, login)).get('api/')).json();
        const told = Object.entries(schemas).flatMap(([schema, s]) => [...Object.keys(s.views), ...Object.keys(s.functions)].map((name) => `${schema}/${name}`));
        assert.deepEqual([...new Set(told)].sort(), [...new Set(theirs.filter((o) => o.may[role]).map((o) => o.path))].sort());
    });
}

test('nobody: a login that nobody works under is refused everything, by either way', async () => {
    await site.psql('CREATE ROLE nobody_here LOGIN PASSWORD \'demo-nobody\'');
    const browser = new Browser(site);
    assert.deepEqual(refused(await browser.try_password('nobody_here', 'demo-nobody')), [401, '28P01']);
    for (const o of theirs) assert.deepEqual(refused(await over_http(browser, o)), [401, '28000'], o.path);
    await assert.rejects(site.psql('SELECT 1', { user: 'nobody_here', server: { PGPASSWORD: 'demo-nobody' } }), /permission denied for database|does not have CONNECT/);
    await site.psql('DROP ROLE nobody_here');
});

site.check_at_end();
