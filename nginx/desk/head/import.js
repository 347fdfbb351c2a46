// import: brings in a file of another system. It is opened once in the life of a company, so it is fetched when somebody does.
import { html } from '../html.js';
import { Loaded, use_load } from '../parts/load.js';
import { add_words } from '../words.js';

add_words({ ru: { i_import: 'Импорт' }, en: { i_import: 'Import' } });

function View() {
    const screen = use_load(() => import('../import/screen.js'), []);
    return html`<${Loaded} of=${screen}>${({ Import }) => html`<${Import} />`}<//>`;
}

export const imports = { path: 'import', title: 'i_import', allowed: (me) => me.head && me.works_in === 'desk', menu: true, View };
