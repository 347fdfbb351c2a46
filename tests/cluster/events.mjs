// events: what happens to a cluster, in the order in which it is tried. An entry of a table:
//   id, title; order(who, w): the nodes of PGHOST, the primary first if absent; or a text
//   begin(w): before visitors come    strike(w, who): under load    end(w): after them
//   statuses: what visitors may be answered, 201 alone if absent
// who: { leader, sync, async }. What a strike has cut, halted or ended is mended after it (World.recovered).
import { access_events } from './events_access.mjs';
import { history_events } from './events_history.mjs';
import { network_events } from './events_network.mjs';
import { server_events } from './events_server.mjs';

export const EVENTS = [...server_events, ...network_events, ...history_events, ...access_events];
