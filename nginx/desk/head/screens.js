// screens: those of the head of the first line.
import { lazy } from '../parts/load.js';
import { board } from './board.js';
import { kpi } from './kpi.js';
import { settings } from './settings.js';

const imports = { path: 'import', title: 'i_import', allowed: (me) => me.head && me.works_in === 'desk', menu: true, View: lazy(() => import('./import.js')) };

export const screens = [board, kpi, settings, imports];
