// lists: newer public lists come into the dictionary of channels, by the owner; what came and went is told. The files are
// Matomo's as they come with firstline.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BINARY, ROOT, Site } from './lib.mjs';

const site = await Site.up({ expect: [/permission denied/] });
const dir = join(site.dir, 'lists');
mkdirSync(dir);

function psql(statement) {
    const { status, stdout, stderr } = spawnSync('psql', ['-XAtq', '-c', statement], { env: site.env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
}

function lists(...args) {
    const { status, stdout, stderr } = spawnSync(BINARY, ['lists', ...args], { env: site.env, encoding: 'utf8', cwd: dir });
    return { status, stdout, stderr };
}

/** The three files as they came, with these replacements in one. */
function fresh(name, ...changes) {
    cpSync(join(ROOT, 'sql/lists/matomo'), dir, { recursive: true });
    if (!name) return;
    const path = join(dir, name);
    writeFileSync(path, changes.reduce((text, [from, to]) => {
        assert.ok(text.includes(from), from);
        return text.replace(from, to);
    }, readFileSync(path, 'utf8')));
}

const kind = (host) => psql(`SELECT string_agg(origin || ' ' || kind || ' ' || name, ', ' ORDER BY origin) FROM intake.channel_word WHERE match = 'host' AND key = '${host}'`);
// Of the words: the program tells of its hosts when it likes.
const version = () => psql("SELECT max(version) FROM intake.channel_version WHERE what LIKE '%channel_word%'");

test('what comes with firstline changes nothing', () => {
    fresh();
    const before = version();
    const { status, stdout, stderr } = lists('.');
    assert.equal(stderr, '');
    assert.match(stdout, /^\d{3,} hosts are in the lists; 0 came, went or changed\.\nPassed over: \d{3,} hosts that firstline's own rows have, \d+ with a path, which no browser tells\.\n$/);
    assert.equal(status, 0);
    assert.equal(version(), before);
    assert.equal(kind('www.facebook.com'), '', 'a list hides what lies under a host of the seed');
    assert.equal(kind('google.evil.org'), '');
});

const CHANGES = ['Socials.yml', ['  - badoo.com\n', '  - badoo.example\n  - x.com\n'], ['Bebo:', 'Bébo:']];

test('what comes, goes and is called otherwise is told; a dry run only tells', () => {
    fresh(...CHANGES);
    const before = version();
    const said = /^came {5}badoo\.example {2}\(social, badoo\)\nchanged {2}bebo\.com {2}\(social, bebo -> social, bébo\)\nwent {5}badoo\.com {2}\(social, badoo\)\n\d+ hosts (are|would be) in the lists; 3 came, went or changed\.\n/;
    const dry = lists('.', '--dry-run');
    assert.match(dry.stdout, said);
    assert.match(dry.stdout, /\nNothing was changed: that is what would be done\.\n$/);
    assert.equal(version(), before);
    assert.equal(kind('badoo.com'), 'matomo social badoo');
    assert.match(lists('.').stdout, said);
    assert.equal(kind('badoo.com'), '');
    assert.equal(kind('badoo.example'), 'matomo social badoo');
    assert.equal(kind('x.com'), 'seed social twitter', 'what firstline knows itself stays');
    assert.notEqual(version(), before);
});

test('a list that is not given stays; {} is one host in each country', () => {
    const social = psql("SELECT count(*) FROM intake.channel_word WHERE origin = 'matomo' AND kind = 'social'");
    fresh('AIAssistants.yml', ['Claude:\n', 'Neu:\n  - "neu.{}"\n\nClaude:\n']);
    assert.match(lists('AIAssistants.yml').stdout, /^came {5}neu\.co\.uk {2}\(ai, neu\)$/m);
    assert.equal(kind('neu.co.uk'), 'matomo ai neu');
    assert.equal(kind('neu.evil.org'), '');
    assert.equal(kind('badoo.example'), 'matomo social badoo');
    assert.equal(psql("SELECT count(*) FROM intake.channel_word WHERE origin = 'matomo' AND kind = 'social'"), social);
    fresh();
    assert.match(lists('AIAssistants.yml').stdout, /^went {5}neu\.co\.uk {2}\(ai, neu\)$/m);
});

test('the owner\'s rows win, and are counted', () => {
    psql("INSERT INTO intake.channel_word (key, kind) VALUES ('badoo.com', 'other')");
    const { stdout } = lists('.');
    assert.match(stdout, /^came {5}badoo\.com {2}\(social, badoo\)$/m);
    assert.match(stdout, /^Of your own rows, which win: 1\.$/m);
    assert.match(kind('badoo.com'), /matomo social badoo, ours other badoo\.com/);
});

test('of files with errors all are told, and nothing is changed', () => {
    const before = psql("SELECT md5(string_agg(w::text, ',' ORDER BY w.key, w.origin)) FROM intake.channel_word AS w");
    fresh('Socials.yml', ['  - badoo.com\n', '  - bad oo.com\n'], ['  - bebo.com', '  - []']);
    writeFileSync(join(dir, 'AIAssistants.yml'), 'Claude: claude.ai\n');
    const { status, stdout, stderr } = lists('.');
    assert.equal(stdout, '');
    assert.equal(stderr, './AIAssistants.yml:1: Claude: expected a list of hosts, found text\n'
        + './Socials.yml:2: Badoo: "bad oo.com" is no host\n./Socials.yml:5: Bebo: expected a host, found a list\n');
    assert.equal(status, 65);
    assert.equal(psql("SELECT md5(string_agg(w::text, ',' ORDER BY w.key, w.origin)) FROM intake.channel_word AS w"), before);
});

test('what was called wrongly', () => {
    assert.equal(lists().status, 64);
    assert.match(lists('searchengines.yml').stderr, /which list is that\?.*did you mean "SearchEngines\.yml"\?/);
    assert.match(lists('gone/Socials.yml').stderr, /^gone\/Socials\.yml: there is no such file$/m);
    mkdirSync(join(dir, 'empty'));
    assert.match(lists('empty').stderr, /^empty: has none of SearchEngines\.yml, Socials\.yml and AIAssistants\.yml$/m);
    fresh();
    assert.match(lists('.', 'Socials.yml').stderr, /^Socials\.yml: there is another Socials\.yml$/m);
    const olga = lists('.', '--database', `postgresql://olga@/${site.env.PGDATABASE}?host=${site.env.PGHOST}&port=${site.env.PGPORT}`);
    assert.match(olga.stderr, /^firstline lists: .*: the lists are the owner's: run it as root\n$/);
    assert.equal(olga.status, 69);
    rmSync(dir, { recursive: true });
});

site.check_at_end();
