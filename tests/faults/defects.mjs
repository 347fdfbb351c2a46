// defects: the suite must see what it is there for. Each defect is a patch (defects/*.patch) to a copy
// of the source, which is built, and for which the named fault or unit test has to fail.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const COPIED = ['Makefile', 'fcgi', 'include', 'sql', 'tests/unit'];

/** by: a fault of the suite, or a unit test (the model of the disk sees what a live one hides). says: what it finds wrong. */
export const DEFECTS = [
    { patch: 'ack-before-commit', title: 'acknowledges before the commit', by: 'F02' },
    { patch: 'no-fsync', title: 'no fsync of the file', by: 'test_spool' },
    { patch: 'no-directory-fsync', title: 'no fsync of the directory', by: 'test_spool' },
    { patch: 'no-idempotency', title: 'submit without idempotency', by: 'F23', sql: true },
    { patch: 'delete-before-commit', title: 'deletes from the spool before the commit', by: 'F02' },
    { patch: 'timeout-is-success', title: 'takes an unknown commit for a success', by: 'F06' },
    { patch: 'keepalive-without-draining', title: 'keeps connections without draining bodies', by: 'F22' },
    { patch: 'nothing-remembered', title: 'does not remember what was delivered', by: 'F28' },
    { patch: 'any-history-is-ours', title: 'takes what another server took for known', by: 'F29' },
    { patch: 'waits-for-the-disk', title: 'waits for a disk that hangs', by: 'F32', says: /50 more thanks/ },
];

/** What the Makefile includes. */
function makefiles(root) {
    const included = readFileSync(join(root, 'Makefile'), 'utf8').matchAll(/^include (.+)$/gm);
    return [...included].flatMap(([, names]) => names.trim().split(/ +/));
}

/** Copies with their times, so that only what the patch touches is compiled, if the objects are there. */
function copy_source(root, to) {
    for (const name of [...COPIED, ...makefiles(root)]) cpSync(join(root, name), join(to, name), { recursive: true, preserveTimestamps: true });
    mkdirSync(join(to, 'build'), { recursive: true });
    cpSync(join(root, 'build/faults'), join(to, 'build/faults'), { recursive: true, preserveTimestamps: true });
}

function run(command, args, cwd) {
    const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { good: done.status === 0, said: `${done.stdout}${done.stderr}` };
}

/** Builds it and asks the one that must notice: { title, by, detected, why }. */
export async function detect(defect, { root, files, run: run_faults }) {
    const { patch, title, by, sql, says = /^I\d |answers$|forged/ } = defect;
    const folder = join(root, 'build/defect', patch);
    const no = (why) => ({ title, by, detected: false, why });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    copy_source(root, folder);
    const patched = run('patch', ['-p1', '-i', join(root, 'tests/faults/defects', `${patch}.patch`)], folder);
    if (!patched.good) return no(`the patch does not apply: ${patched.said}`);
    const unit = by.startsWith('test_');
    const target = `build/faults/${unit ? `unit/${by}` : 'firstline'}`;
    const built = run('make', ['-s', 'FAULT_POINTS=1', target], folder);
    if (!built.good) return no(`it does not build: ${built.said}`);
    if (unit) {
        const { good } = run(join(folder, target), [], folder);
        return { title, by, detected: !good, why: 'the test passes' };
    }
    const env = sql ? { FIRSTLINE_SQL: join(folder, 'sql') } : {};
    const [row] = await run_faults([by], { ...files, binary: join(folder, target), env });
    const caught = row.wrong.filter((text) => says.test(text));
    rmSync(folder, { recursive: true, force: true });
    return { title, by, detected: caught.length > 0, why: `only this: ${row.wrong.slice(0, 3)}`, evidence: caught.find((text) => text.includes('lost')) ?? caught[0] };
}
