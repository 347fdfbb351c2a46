#!/bin/sh
# What prove sees of node:test files through node-tap: failures fail, also those outside of tests.
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
echo 1..11
n=0
run() { # NAME pass|fail: the test file comes on standard input
    n=$((n + 1))
    { echo "import test from 'node:test'; import assert from 'node:assert';"; cat; } >"$dir/x.test.mjs"
    got=fail
    output=$(prove -v --exec "$here/node-tap" "$dir/x.test.mjs" 2>&1) && got=pass
    # An end before the first test leaves no plan; anything else that prove cannot read is ours.
    if [ $got = "$2" ] &&
        ! echo "$output" | grep -v 'No plan found' | grep -qi 'parse error'; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1: prove says $got"
        echo "$output" | sed 's/^/# /'
    fi
}
run 'a test that passes' pass <<'END'
test('one # with a mark', () => {});
test('outer', async (t) => { await t.test('inner', () => {}); });
END
run 'a test that fails' fail <<'END'
test('good', () => {});
test('bad', () => { assert.deepEqual({ a: 1, b: 'x\ny' }, { a: 2, b: '---' }); });
END
run 'a test inside a test fails' fail <<'END'
test('outer', async (t) => { await t.test('inner', () => { throw new Error('no'); }); });
END
run 'describe and it' fail <<'END'
import { describe, it } from 'node:test';
describe('group', () => { it('good', () => {}); it('bad', () => assert.ok(false)); });
END
run 'skipped and to do' pass <<'END'
test('later', { skip: 'no reason' }, () => {});
test('some day', { todo: true }, () => {});
END
run 'an error outside of tests' fail <<'END'
test('good', () => {});
throw new Error('outside');
END
run 'a promise that nobody awaited' fail <<'END'
test('good', () => { Promise.reject(new Error('lost')); });
END
run 'a hook that fails' fail <<'END'
import { before } from 'node:test';
before(() => { throw new Error('hook'); });
test('good', () => {});
END
run 'a file without tests' fail <<'END'
END
NODE_TAP_SECONDS=1; export NODE_TAP_SECONDS
run 'a test that hangs' fail <<'END'
test('good', () => {});
test('waits', () => new Promise(() => { setInterval(() => {}, 1000); }));
END
run 'one that hangs and does not listen to anybody' fail <<'END'
test('busy', () => { for (;;); });
END
