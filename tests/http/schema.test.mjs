// schema: the JSON Schemas beside the forms accept what the program accepts, and mark in an editor
// what it would refuse.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import test from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { ROOT } from './lib.mjs';

const FORMS = join(ROOT, 'forms');
const files = [FORMS, join(FORMS, 'texts')].flatMap((dir) => readdirSync(dir)
    .filter((name) => name.endsWith('.yaml')).map((name) => relative(FORMS, join(dir, name))));

function load(name) {
    const schema = JSON.parse(readFileSync(join(FORMS, name), 'utf8'));
    const Kind = /2020-12/.test(schema.$schema ?? '') ? Ajv2020 : Ajv;
    return new Kind({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);
}

const schemas = Object.fromEntries(['form', 'categories', 'site', 'hosts', 'texts'].map((kind) => [kind, load(`${kind}.schema.json`)]));
const read = (name) => parse(readFileSync(join(FORMS, name), 'utf8'));
const kind_of = (name) => (name.startsWith('texts/') ? 'texts' : { 'categories.yaml': 'categories', 'site.yaml': 'site', 'hosts.yaml': 'hosts' }[name] ?? 'form');

test('every shipped file is right by its schema', async (t) => {
    assert.ok(files.length >= 6);
    for (const name of files) {
        await t.test(name, () => {
            const check = schemas[kind_of(name)];
            check(read(name));
            assert.deepEqual(check.errors ?? [], []);
        });
    }
});

test('every shipped file names its schema for the editor', () => {
    for (const name of files) {
        const [, schema] = /\$schema=(\S+)/.exec(readFileSync(join(FORMS, name), 'utf8')) ?? [];
        assert.equal(join(dirname(name), schema), `${kind_of(name)}.schema.json`, name);
    }
});

/** Changes a copy of the cargo form; what comes out must be marked. */
const BREAKS = {
    'an unknown type': (f) => { f.fields[2].type = 'emial'; },
    'an unknown key of a form': (f) => { f.titel = 'x'; },
    'an unknown key of a field': (f) => { f.fields[0].requird = true; },
    'an unknown key of a rule': (f) => { f.rules[0].catgory = 'unfit'; },
    'an unknown condition': (f) => { f.rules[0].when[0].mathces = 'x'; },
    'no title': (f) => { delete f.title; },
    'no fields': (f) => { delete f.fields; },
    'fields that are no list': (f) => { f.fields = { name: 'x' }; },
    'a field without a name': (f) => { delete f.fields[0].name; },
    'a field without a type': (f) => { delete f.fields[0].type; },
    'a name with capitals': (f) => { f.fields[0].name = 'Name'; },
    'a language that is no code': (f) => { f.languages = ['ru', 'Deutsch']; },
    'a text in a language that is no code': (f) => { f.title = { Deutsch: 'x' }; },
    'a length that is no number': (f) => { f.fields[0].max_length = 'long'; },
    'required that is no yes or no': (f) => { f.fields[0].required = 'maybe'; },
    'a bound that is no time': (f) => { f.fields.push({ name: 'at', type: 'time', label: 'At', min: '9:00' }); },
    'a rule without conditions': (f) => { delete f.rules[0].when; },
    'a rule without a category': (f) => { delete f.rules[0].category; },
};

test('a bound may be a number, a date or a time', () => {
    const form = read('cargo.yaml');
    for (const min of [1, '2026-12-31', '09:00']) {
        form.fields[0].min = min;
        assert.equal(schemas.form(form), true, min);
    }
});

test('broken forms are not', async (t) => {
    for (const [what, break_it] of Object.entries(BREAKS)) {
        await t.test(what, () => {
            const form = read('cargo.yaml');
            break_it(form);
            assert.equal(schemas.form(form), false);
        });
    }
    for (const [what, break_it] of Object.entries({
        'a rank that is no number': (c) => { c.categories[0].rank = 'first'; },
        'a category without a colour': (c) => { delete c.categories[0].colour; },
        'an unknown key': (c) => { c.categories[0].color = 'red'; },
        'a name with a blank': (c) => { c.categories[0].name = 'high margin'; },
    })) {
        await t.test(`categories: ${what}`, () => {
            const categories = read('categories.yaml');
            break_it(categories);
            assert.equal(schemas.categories(categories), false);
        });
    }
    for (const [what, break_it] of Object.entries({
        'an unknown key': (f) => { f.thank = 'x'; },
        'an unknown sentence': (f) => { f.errors.requird = 'x'; },
        'a plural without its forms': (f) => { f.errors.too_long = 'x'; },
        'an unknown plural form': (f) => { f.errors.too_long.lots = 'x'; },
        'eleven months': (f) => { f.months.pop(); },
    })) {
        await t.test(`texts: ${what}`, () => {
            const texts = read('texts/en.yaml');
            break_it(texts);
            assert.equal(schemas.texts(texts), false);
        });
    }
    for (const [what, site] of Object.entries({
        'no colour': { accent: 'red' }, 'an unknown key': { fone: '1' }, 'a home elsewhere': { home: '//evil.example' },
        'a picture elsewhere': { logo: 'https://cdn.example/x.svg' }, 'an origin with a path': { allow: ['https://a.example/'] },
        'a phone that is words': { phone: 'call us' }, 'words behind a phone': { phone: '8 800 000-00-00 доб. 12' }, 'a phone of two digits': { phone: '11' },
        'an origin without encryption': { allow: 'http://a.example' },
    })) {
        await t.test(`site: ${what}`, () => assert.equal(schemas.site(site), false));
    }
    await t.test('site: every key', () => {
        schemas.site({ home: '/', phone: '8 800', accent: '#0a58ca', logo: '/logo.svg', allow: ['https://a.example', 'https://b.example:8443'] });
        assert.deepEqual(schemas.site.errors ?? [], []);
    });
});
