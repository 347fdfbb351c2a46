// tally: the counters of rules in /metrics: which lead counts where, once, and on over a reload.
import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, VALID, metric, receipt_of, until } from './lib.mjs';

// The loader tries patterns against texts made of their own words, and does not find q6q6q6.
const RULES = String.raw`
rules:
  - name: slow
    category: unfit
    when: [{field: name, matches: '(?:[p-r][5-7]|[q-s][5-7])+[yz]'}]
  - name: say "hi" \ привет
    category: high-margin
    when: [{field: name, matches: 'Привет'}]
`;
const QUOTED = String.raw`say \"hi\" \\ привет`;
const FROZEN = 'frozen goods need special equipment';

const forms = mkdtempSync(join(tmpdir(), 'firstline-tally-'));
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
chmodSync(forms, 0o755);
const callback = join(forms, 'callback.yaml');
appendFileSync(callback, RULES);
const site = await Site.up({ env: { FIRSTLINE_FORMS: forms } });

const numbers = async () => (await site.get('/metrics')).text;
const hits = (text, form, rule) => metric(text, `firstline_rule_hits_total{form="${form}",rule="${rule}"}`);
const limits = (text, form, rule) => metric(text, `firstline_rule_limit_hits_total{form="${form}",rule="${rule}"}`);
const all_hits = (text) => [...text.matchAll(/^firstline_rule_hits_total\{.*\} (\d+)$/mg)]
    .reduce((sum, [, n]) => sum + Number(n), 0);

async function reload() {
    const rule_set = async () => (await site.get('/healthz')).json().rule_set;
    const before = await rule_set();
    appendFileSync(callback, '# changed\n');
    await site.part('reload', 'firstline');
    await until('the new set is in force', async () => (await rule_set()) !== before);
}

test('every rule of every form is there from the start', async () => {
    const text = await numbers();
    assert.equal(hits(text, 'cargo', FROZEN), 0);
    assert.equal(hits(text, 'cargo', ''), 0);
    assert.equal(hits(text, 'callback', QUOTED), 0);
    assert.equal(limits(text, 'callback', 'slow'), 0);
    assert.equal(limits(text, 'cargo', ''), undefined, 'a default has no patterns');
    assert.equal(metric(text, 'firstline_rules_left_out'), 0);
});

test('a lead counts for the rule that decided, once', async () => {
    const frozen = { ...VALID.cargo, cargo: 'Мороженое', _submission: await site.token('cargo') };
    const faulty = await site.post('cargo', { ...frozen, phone: '' });
    assert.equal(faulty.status, 422);
    assert.equal(hits(await numbers(), 'cargo', FROZEN), 0, 'a form that came back is no lead');
    const receipt = receipt_of(await site.post('cargo', frozen));
    assert.equal(receipt_of(await site.post('cargo', frozen)), receipt);
    assert.equal(hits(await numbers(), 'cargo', FROZEN), 1, 'sent twice, one lead');
    await site.receipt('callback', VALID.callback);
    await site.receipt('callback', { ...VALID.callback, name: 'Привет' });
    await site.receipt('callback', { ...VALID.callback, name: 'Привет ещё раз' });
    const text = await numbers();
    assert.equal(hits(text, 'callback', ''), 1);
    assert.equal(hits(text, 'callback', QUOTED), 2);
    assert.equal(hits(text, 'contact', ''), 0);
    assert.equal(all_hits(text), metric(text, 'firstline_leads_new_total'));
    const [{ n }] = await site.sql(`SELECT count(*)::int AS n FROM intake.lead WHERE form = 'callback' AND rule LIKE 'say%'`);
    assert.equal(n, 2, 'as the database has it');
});

test('a pattern that runs into a limit counts for its rule', async () => {
    const total = metric(await numbers(), 'firstline_pattern_limits_total');
    await site.receipt('callback', { ...VALID.callback, name: `${'q6'.repeat(40)}! Привет` });
    const text = await numbers();
    assert.equal(limits(text, 'callback', 'slow'), 1);
    assert.equal(limits(text, 'callback', QUOTED), 0);
    assert.equal(hits(text, 'callback', 'slow'), 0);
    assert.equal(hits(text, 'callback', QUOTED), 3, 'the next rule decided');
    assert.equal(metric(text, 'firstline_pattern_limits_total'), total + 1);
});

test('counters go on over a reload, and a rule that is gone is gone', async () => {
    await reload();
    let text = await numbers();
    assert.equal(hits(text, 'cargo', FROZEN), 1);
    assert.equal(hits(text, 'callback', QUOTED), 3);
    assert.equal(limits(text, 'callback', 'slow'), 1);
    await site.receipt('callback', { ...VALID.callback, name: 'Привет после' });
    assert.equal(hits(await numbers(), 'callback', QUOTED), 4);

    const whole = readFileSync(callback, 'utf8');
    writeFileSync(callback, whole.replace('name: slow', 'name: slower'));
    await reload();
    text = await numbers();
    assert.equal(limits(text, 'callback', 'slow'), undefined);
    assert.equal(limits(text, 'callback', 'slower'), 0);
    assert.equal(hits(text, 'callback', QUOTED), 4);
    writeFileSync(callback, whole);
    await reload();
    assert.equal(limits(await numbers(), 'callback', 'slow'), 0, 'it begins anew');
});

test('no lead is left out while sets change', async () => {
    const before = hits(await numbers(), 'callback', QUOTED);
    let stop = false;
    const load = Promise.all(Array.from({ length: 4 }, async (_, n) => {
        let sent = 0;
        for (; !stop; sent++) await site.receipt('callback', { ...VALID.callback, name: `Привет ${n}.${sent}` });
        return sent;
    }));
    for (let i = 0; i < 10; i++) await reload();
    stop = true;
    const sent = (await load).reduce((a, b) => a + b);
    assert.ok(sent > 0);
    assert.equal(hits(await numbers(), 'callback', QUOTED), before + sent);
});

site.check_at_end();
