// Plain TAP for prove from node:test's events: one point for each test at the top of a file, the
// tests inside it as comments. Why a test failed goes to stderr, as Perl's diag does: prove passes
// that on to whoever reads, and keeps comments to itself.
export default async function* reporter(source) {
  let count = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass' || type === 'test:fail') {
      const ok = type === 'test:pass' ? 'ok' : 'not ok';
      const name = escape(data.name) + directive(data);
      if (data.nesting > 0) {
        yield `# ${'  '.repeat(data.nesting)}${ok} - ${name}\n`;
      } else {
        count += 1;
        yield `${ok} ${count} - ${name}\n`;
      }
      if (type === 'test:fail') {
        process.stderr.write(`# ${name}\n${comment(explain(data.details?.error))}`);
      }
    } else if (type === 'test:diagnostic' && data.nesting > 0) {
      yield comment(data.message);
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield comment(data.message);
    }
  }
  // A file without tests must not count as passed.
  if (count === 0) yield `not ok ${++count} - the file has no tests\n`;
  yield `1..${count}\n`;
}

function directive({ skip, todo }) {
  const [word, why] = skip !== undefined && skip !== false ? ['SKIP', skip] : ['TODO', todo];
  if (why === undefined || why === false) return '';
  return ` # ${word}${typeof why === 'string' ? ` ${escape(why)}` : ''}`;
}

// A "#" would begin a directive.
function escape(text) {
  return String(text).replace(/\\/g, '\\\\').replace(/#/g, '\\#').replace(/\s+/g, ' ');
}

function comment(text) {
  const lines = String(text ?? '').replace(/\n+$/, '').split('\n');
  return lines.map((line) => `#     ${line}\n`).join('');
}

function explain(error) {
  // node wraps what the test threw.
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return String(cause ?? 'failed');
  return cause.stack?.includes(cause.message) ? cause.stack : `${cause.message}\n${cause.stack ?? ''}`;
}
