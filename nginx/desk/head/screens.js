// screens: those of the head of the first line.
import { board } from './board.js';
import { imports } from './import.js';
import { kpi } from './kpi.js';
import { settings } from './settings.js';

export const screens = [board, kpi, settings, imports];
