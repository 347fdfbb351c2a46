// html: what everything is drawn with: preact, written as html`<p>…</p>`.
import { Fragment, h, render } from './lib/preact.js';
import htm from './lib/htm.js';

export const html = htm.bind(h);
export { Fragment, render };
export { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from './lib/hooks.js';
