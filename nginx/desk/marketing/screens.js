// marketing/screens: of marketing (screens.js).
import { link } from './link.js';
import { report } from './report.js';

export const screens = [report, link];
