// screens: those of sales.
import { deal } from './deal.js';
import { deals } from './deals.js';

export const screens = [deals, deal];
