// account: the journal against the database, after the faults have stopped and the spool is empty
//. Payloads are told apart by their hash, since every submission is worded once.
//   I1 every ok is in the lead table once, with its hash and receipt    I2 nothing that was not sent
//   I3 no lead, first event or work twice, but for one more whose key was not of the time that a wrong clock showed (own_id)
//   I4 refused by validation: none
//   I5 busy and unknown: none or one           I6 repeating each unknown ends ok, still one
//   I7 the spool is empty, and bad has only what the test damaged (spool_remains)
//   I8 `differs` only where such was sent      I9 every submission is in one column of marketing.balance (balance.mjs)
import { readFileSync } from 'node:fs';
import { hash_of, is_wrong } from './traffic.mjs';

/** What a status means for the one who sent. */
export function outcome(status) {
    if (status === 201 || status === 303) return 'ok';
    if (status === 429 || status === 503) return 'busy';
    return status >= 400 && status < 500 ? 'refused' : 'unknown';
}

/** hash -> the submission, and how often it was ok, refused, busy, unknown, with which receipts. */
export function read_journal(path) {
    const attempts = new Map();
    for (const line of readFileSync(path, 'utf8').split('\n')) {
        if (line === '') continue;
        const entry = JSON.parse(line);
        if (entry.hash !== undefined) attempts.set(entry.n, entry);
        else Object.assign(attempts.get(entry.n), entry);
    }
    const payloads = new Map();
    for (const a of attempts.values()) {
        if (!payloads.has(a.hash)) {
            payloads.set(a.hash, { ...a, receipts: new Set(), statuses: new Set(), ok: 0, refused: 0, busy: 0, unknown: 0 });
        }
        const payload = payloads.get(a.hash);
        const what = outcome(a.status);
        payload[what] += 1;
        payload.statuses.add(a.status);
        if (what === 'ok') payload.receipts.add(a.receipt);
    }
    return payloads;
}

async function stored_leads(site, tag) {
    const text = await site.psql(`SELECT json_build_array(l.id, l.differs_from, l.raw,
          (SELECT count(*) FROM intake.work AS w WHERE w.lead = l.id),
          (SELECT count(*) FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'received'),
          (SELECT coalesce(json_agg(o.receipt), '[]') FROM intake.other_receipt AS o WHERE o.lead = l.id), 'own_id' = ANY (l.marks))
        FROM intake.lead AS l WHERE l.answers->>'name' LIKE '${tag} %'`);
    const rows = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
    return rows.map(([id, differs_from, raw, works, events, others, own_id]) => ({ id, differs_from, hash: hash_of(raw), works, events, others, own_id }));
}

function group(rows) {
    const by_hash = new Map();
    for (const row of rows) by_hash.set(row.hash, [...(by_hash.get(row.hash) ?? []), row]);
    return by_hash;
}

/** A receipt is the lead's id; or one that leads to it, since the same was sent again without a key;
 *  or the key that was sent, if what came from the spool with that key differs from what has it. */
function receipt_fits(receipt, row, payload) {
    return receipt === row.id || row.others.includes(receipt)
        || (row.differs_from !== null && receipt === payload.id && row.differs_from === payload.id);
}

/** { acknowledged, lost, doubled, wrong: [...] }. excused: hashes that the test itself destroyed. */
export async function account(site, journal_path, tag, { excused = new Set() } = {}) {
    const payloads = read_journal(journal_path);
    const rows = await stored_leads(site, tag);
    const by_hash = group(rows);
    const result = { acknowledged: 0, lost: 0, doubled: 0, wrong: [] };
    const ids = new Map();
    for (const payload of payloads.values()) if (payload.id) ids.set(payload.id, (ids.get(payload.id) ?? 0) + 1);
    for (const [hash, payload] of payloads) {
        const there = by_hash.get(hash) ?? [];
        const name = `${payload.fields.name} (${payload.id ?? 'no key'})`;
        if (payload.ok > 0) result.acknowledged += 1;
        if (there.filter(({ own_id }) => !own_id).length > 1) {
            result.doubled += there.length - 1;
            result.wrong.push(`I3 ${there.length} leads: ${name} as ${there.map((r) => r.id)}`);
        }
        if (payload.ok > 0 && there.length === 0 && !excused.has(hash)) {
            result.lost += 1;
            result.wrong.push(`I1 lost: ${name}`);
        }
        if (payload.ok === 0 && payload.refused > 0 && payload.busy + payload.unknown === 0 && there.length > 0) {
            result.wrong.push(`I4 refused and yet stored: ${name}`);
        }
        for (const receipt of payload.receipts) {
            if (there.length === 1 && !receipt_fits(receipt, there[0], payload)) result.wrong.push(`I1 receipt ${receipt} is not that of ${name}: ${there[0].id}`);
        }
        for (const row of there) {
            if (row.differs_from !== null && !(ids.get(row.differs_from) > 1)) result.wrong.push(`I8 differs without cause: ${name}`);
        }
    }
    for (const row of rows) {
        if (!payloads.has(row.hash)) result.wrong.push(`I2 nobody sent ${row.id}`);
        if (row.works !== 1 || row.events !== 1) result.wrong.push(`I3 ${row.id} has ${row.works} works, ${row.events} first events`);
    }
    return result;
}

/** F03: who was read is answered; so whoever got only nginx's own 502 must not be stored. */
export async function read_but_unanswered(site, journal_path, tag) {
    const by_hash = group(await stored_leads(site, tag));
    return [...read_journal(journal_path).values()]
        .filter((p) => p.ok === 0 && p.statuses.size === 1 && p.statuses.has(502) && by_hash.has(p.hash))
        .map((p) => `stored, but answered 502: ${p.fields.name}`);
}

/** I6: sends what had no answer once more; the wrongs. */
export async function repeat_unknown(traffic, journal_path) {
    const wrong = [];
    for (const payload of [...read_journal(journal_path).values()].filter((p) => p.unknown > 0)) {
        const { tag, fields, id, bulk } = payload;
        const { status } = await traffic.send({ tag, fields, id, bulk });
        const expected = is_wrong(payload) ? 'refused' : 'ok';
        if (outcome(status) !== expected) wrong.push(`I6 ${fields.name}: ${status} when repeated`);
    }
    return wrong;
}
