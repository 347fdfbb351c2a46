// html: reads the few things that the tests want to know from a page, without a browser: the
// controls of its form with their values, and the message at each. Browser tests see the rest.

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export function unescape_html(text) {
    return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, word) => {
        if (word) return ENTITIES[word.toLowerCase()] ?? whole;
        return String.fromCodePoint(hex ? parseInt(hex, 16) : parseInt(decimal, 10));
    });
}

function attributes_of(tag) {
    const out = {};
    for (const [, name, , double, single, bare] of tag.matchAll(
        /\s([\w:-]+)(?:\s*=\s*("([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
        out[name.toLowerCase()] = unescape_html(double ?? single ?? bare ?? '');
    }
    return out;
}

/** Every tag of that name, as attributes, in the page's order. */
export function tags(html, name) {
    return [...html.matchAll(new RegExp(`<${name}(\\s(?:[^>"']|"[^"]*"|'[^']*')*)?>`, 'gi'))]
        .map((m) => attributes_of(m[1] ?? ''));
}

/** Map of control name to { value, checked, type, attributes }; a textarea's value is its text. */
export function controls(html) {
    const out = new Map();
    const inner = /<(input|textarea|select)(\s(?:[^>"']|"[^"]*"|'[^']*')*)?>/gi;
    for (const match of html.matchAll(inner)) {
        const attributes = attributes_of(match[2] ?? '');
        if (attributes.name === undefined) continue;
        const kind = match[1].toLowerCase();
        let value = attributes.value ?? '';
        const rest = html.slice(match.index + match[0].length);
        if (kind === 'textarea') {
            // The parser of a browser drops one line break after the tag.
            value = unescape_html(rest.slice(0, rest.search(/<\/textarea>/i))).replace(/^\r?\n/, '');
        } else if (kind === 'select') {
            const options = tags(rest.slice(0, rest.search(/<\/select>/i)), 'option');
            value = (options.find((o) => 'selected' in o) ?? options[0])?.value ?? '';
        }
        out.set(attributes.name, {
            kind, value, type: attributes.type ?? kind, checked: 'checked' in attributes, attributes,
        });
    }
    return out;
}

/** Text of the element with that id, tags taken out; null when there is none. */
export function text_of_id(html, id) {
    const open = new RegExp(`<(\\w+)[^>]*\\sid=["']?${id}["']?[\\s>][^]*?`, 'i').exec(html);
    if (!open) return null;
    const from = html.indexOf('>', open.index) + 1;
    const to = html.indexOf(`</${open[1]}>`, from);
    return unescape_html(html.slice(from, to).replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
}

/** What a screen reader says is wrong with a control: the texts its aria-describedby points at. */
export function error_of(html, name) {
    const control = controls(html).get(name);
    if (!control || control.attributes['aria-invalid'] !== 'true') return null;
    const ids = (control.attributes['aria-describedby'] ?? '').split(/\s+/).filter(Boolean);
    return ids.map((id) => text_of_id(html, id)).filter(Boolean).join(' ');
}

/** The messages above the form: [address within the page or undefined, text]. */
export function summary(html) {
    const [, box] = /<div class="firstline messages"[^>]*>([^]*?)<\/div>/.exec(html) ?? ['', ''];
    return [...box.matchAll(/<li>(?:<a href="([^"]*)">)?([^<]*)/g)].map(([, href, text]) => [href, unescape_html(text)]);
}

/** What a person can read on the page. */
export function visible_text(html) {
    return unescape_html(html.replace(/^[^]*<body[^>]*>/i, '').replace(/<(style|script)[^]*?<\/\1>|<[^>]*>/gi, ' '))
        .replace(/\s+/g, ' ').trim();
}
