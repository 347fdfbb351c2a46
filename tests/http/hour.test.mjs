// hour: rules go by the clocks of the office, at the moment in which a lead was received.
import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, VALID } from './lib.mjs';

const ZONE = 'Asia/Kathmandu'; // 5:45 from UTC: no other zone shows the same minutes
const forms = mkdtempSync(join(tmpdir(), 'firstline-hour-'));
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
chmodSync(forms, 0o755);
appendFileSync(join(forms, 'callback.yaml'), 'rules: [{name: any hour, category: high-margin, when: [{hour: 0-24}]}]\n');
const site = await Site.up({ env: { FIRSTLINE_FORMS: forms, FIRSTLINE_ZONE: ZONE } });

test('the lead tells the hour and the day of its arrival', async () => {
    const lead = await site.lead(await site.receipt('callback', VALID.callback));
    const part = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options }).format(new Date(lead.received_at));
    const there = `${part({ weekday: 'long' })} ${part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
    assert.equal(lead.rule, 'any hour');
    assert.deepEqual(lead.evidence, [{ received: there }]);
    assert.equal(lead.why, `the time of arrival is ${there}`);
});

site.check_at_end();
