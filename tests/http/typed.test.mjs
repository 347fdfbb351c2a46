// typed: what was typed reaches the people, and so does a name that is in fields of any name. The form's file is one that
// a Windows editor saved beside its copies.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, VALID } from './lib.mjs';

const FORM = `title: Заявка
one_of: [phone, mail]
fields:
  - {name: first, type: text, label: Имя, role: name}
  - {name: last, type: text, label: Фамилия, role: name}
  - {name: phone, type: phone, label: Телефон}
  - {name: mail, type: email, label: Почта}
default_category: other
rules:
  - name: a bride
    category: high-margin
    when:
      - field: last
        matches: |
          Невеста
`;

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
chmodSync(forms, 0o755);
writeFileSync(join(forms, 'order.yaml'), `\ufeff${FORM.replaceAll('\n', '\r\n')}`);
writeFileSync(join(forms, 'order.yaml~'), ']');

const site = await Site.up({ env: { FIRSTLINE_FORMS: forms } });
const seen = async (form, fields) => {
    const receipt = await site.receipt(form, fields);
    const [row] = await site.sql(`SELECT name, phone, email, answers, rule FROM desk.queue WHERE receipt = '${receipt}'`,
        { user: 'olga' });
    return row;
};

test('a contact that could not be read is seen as it was typed', async () => {
    const row = await seen('cargo', { ...VALID.cargo, phone: '8 912 700-00-01', email: ' ivan@@почта ' });
    assert.equal(row.phone, '+79127000001');
    assert.equal(row.email, '«ivan@@почта»');
    assert.match(row.answers, /; email: «ivan@@почта»$/);
    const other = await seen('order', { phone: '8 912 700-00', mail: 'anna@example.com' });
    assert.deepEqual([other.phone, other.email], ['«8 912 700-00»', 'anna@example.com']);
});

test('the name is what the form says it is', async () => {
    const row = await seen('order', { first: 'Анна', last: 'Невеста', phone: '8 912 700-00-02' });
    assert.equal(row.name, 'Анна Невеста');
    assert.equal(row.rule, 'a bride', 'a block without its last line end');
    assert.equal((await seen('callback', { ...VALID.callback, name: 'Пётр', phone: '8 912 700-00-03' })).name, 'Пётр');
});

test('what an editor left behind stops nothing, and the log says so', async () => {
    assert.match(site.log('firstline.log'), /info files_left_alone folder=\S+ files=1/);
});

site.check_at_end();
