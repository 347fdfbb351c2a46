// events: what happens to a cluster, in the order in which it is tried. An entry of a table:
//   id, title; order(who): the nodes of PGHOST, the primary first if absent; or a text
//   begin(w, who): before visitors come    strike(w, who): under load    end(w, who): after them
//   statuses: what visitors may be answered, 201 alone if absent
// who: { leader, sync, async }. What a strike has cut, halted or ended is mended after it (World.recovered).
import { server_events } from './events_server.mjs';

export const EVENTS = [...server_events].sort((a, b) => a.id.localeCompare(b.id));
