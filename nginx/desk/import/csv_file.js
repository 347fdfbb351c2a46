// csv_file: a file of separated values on this machine, in pieces of whole rows, as text. It is never in memory as a whole.

const PIECE = 48 * 1024;              // characters: some hundreds of rows, which the server stores in a moment
const FULL = /^(?:[^\r\n]*(?:\r\n|\r(?!\n)|\n)){500}/;    // of short ones no more: the reasons why they are refused
                                      // are longer than they. CR LF is read in one way only, or where there are fewer, it would be tried for ever
const CELL_MOST = 2 * 8192 + 2;       // a quote that is not closed within so much is none

/** "utf-8", "utf-16le", "utf-16be" or "windows-1251": by its mark, or by whether most of what is not ASCII is UTF-8. */
export async function find_encoding(file) {
    const begin = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const [a, b, c, d] = begin;
    if (a === 0xff && b === 0xfe || begin.length === 4 && b === 0 && d === 0) return 'utf-16le';
    if (a === 0xfe && b === 0xff || begin.length === 4 && a === 0 && c === 0) return 'utf-16be';
    if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
    let broken = 0;
    for await (const text of texts_of(file, 'utf-8')) for (const s of text) broken += s === '\ufffd' ? 1 : s > '\x7f' ? -1 : 0;
    return broken > 0 ? 'windows-1251' : 'utf-8';
}

/** What is no character in it becomes U+FFFD, for the server to refuse. */
async function* texts_of(file, encoding) {
    const decoder = new TextDecoder(encoding);
    const reader = file.stream().getReader();
    for (;;) {
        const { done, value } = await reader.read();
        yield decoder.decode(value, { stream: !done });
        if (done) return;
    }
}

/** As the server finds it: what the first line has most of outside of quotes. */
function separator_of(line) {
    const bare = line.replace(/(^|[,;\t])"(?:[^"]|"")*("|$)/g, '$1');
    const count = (c) => bare.split(c).length;
    return [',', ';', '\t'].reduce((best, c) => (count(c) > count(best) ? c : best));
}

/** Where the last row of text ends that is whole; 0: none is. all: there is no more text. */
export function end_of_rows(text, separator, all) {
    let end = 0;
    for (let at = 0, begins = true; at < text.length;) {
        const c = text[at];
        if (c === '"' && begins) {
            const closing = closing_quote(text, at + 1);
            if (closing < 0 && text.length - at <= CELL_MOST && !all) break;   // it may be closed in what comes
            at = closing < 0 ? at + 1 : closing + 1;
            begins = false;
        } else if (c === '\n' || c === '\r') {
            if (c === '\r' && at + 1 === text.length && !all) break;
            at += c === '\r' && text[at + 1] === '\n' ? 2 : 1;
            end = at;
            begins = true;
        } else {
            begins = c === separator;
            at += 1;
        }
    }
    return all ? text.length : end;
}

function closing_quote(text, from) {
    const most = Math.min(text.length, from + CELL_MOST);
    for (let at = from; at < most; at += 1) {
        if (text[at] !== '"') continue;
        if (text[at + 1] !== '"') return at;
        at += 1;
    }
    return -1;
}

const lines_in = (text) => text.split(/\r\n|\r|\n/).length - 1;

/** Of text as much as a piece has at the most; '': it does not fill one. */
function filled(text) {
    const most = text.slice(0, PIECE);
    return FULL.exec(most)?.[0] ?? (most.length === PIECE ? most : '');
}

/** Pieces: { head, text, line: of the file, where text begins, last }. head is the first row, which every piece is sent with. */
export async function* pieces(file, encoding) {
    let [text, head, line, separator] = ['', null, 1, ','];
    const cut = function* (all) {
        if (head === null) {
            if (!all && !/[^ \r\n]/.test(text)) return;
            take(/^(?: *[\r\n])*/.exec(text)[0].length);     // blank lines, as the server passes over them
            const first = /\r|\n/.exec(text)?.index ?? (all ? text.length : -1);
            if (first < 0) return;
            separator = separator_of(text.slice(0, first));
            const end = first_row(text, separator, all);
            if (end === 0 && !all) return;
            head = take(end);
        }
        for (let most; (most = filled(text));) {
            const end = end_of_rows(most, separator, false) || end_of_rows(text, separator, all);
            if (end === 0) return;
            yield piece(end, false);
        }
        if (all) yield piece(text.length, true);
    };
    const take = (end) => {
        const taken = text.slice(0, end);
        text = text.slice(end);
        line += lines_in(taken);
        return taken;
    };
    const piece = (end, last) => ({ head, line, text: take(end), last });
    for await (const more of texts_of(file, encoding)) {
        text += more;
        yield* cut(false);
    }
    yield* cut(true);
}

/** The end of the first row. */
function first_row(text, separator, all) {
    for (let from = 0; ;) {
        const next = /\r\n|\r|\n/g;
        next.lastIndex = from;
        const found = next.exec(text);
        if (!found) return all ? text.length : 0;
        const end = found.index + found[0].length;
        if (end_of_rows(text.slice(0, end), separator, false) === end) return end;
        from = end;
    }
}

/** A file of the rows that were refused, with their lines and reasons, for a spreadsheet to mend. */
export function refused_file(columns, refused) {
    const cell = (s) => (/[;"\r\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s);
    const row = (cells) => cells.map((c) => cell(String(c))).join(';');
    const rows = [row([...columns, 'firstline: line', 'firstline: refused']),
                  ...refused.map((r) => row([...columns.map((_, i) => r.cells[i] ?? ''), r.line, r.why, ...r.cells.slice(columns.length)]))];
    return new Blob(['\ufeff', rows.join('\r\n'), '\r\n'], { type: 'text/csv' });
}
