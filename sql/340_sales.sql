-- The views of the sellers. They run with the rights of whoever looks: row security (880) lets through the deals of the
-- caller's teams, and what happened to them.

CREATE OR REPLACE VIEW sales.deals WITH (security_invoker, security_barrier) AS
SELECT d.lead AS receipt, d.n, d.team::text, d.stage::text, d.owner::text,
       k.colour, k.category,
       coalesce(again.n, 0) AS wrote_again,
       k.repeat, k.name, k.phone, k.local_time, k.email, k.place, k.answers, k.source,
       d.opened_at, d.opened_by::text AS handed_over_by,
       d.outcome, d.reason::text, d.amount, d.margin, d.closed_at
  FROM intake.deal AS d
  JOIN intake.work AS w ON w.lead = d.lead
  LEFT JOIN (SELECT n.about, count(*) AS n FROM intake.notice AS n WHERE n.seen_at IS NULL GROUP BY n.about) AS again
    ON again.about = d.lead
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.receipt) c.* FROM intake.card(d.lead) AS c) AS k ON k.receipt = d.lead
 ORDER BY d.outcome IS NOT NULL, wrote_again DESC, w.rank, d.opened_at, d.lead, d.n;

CREATE OR REPLACE VIEW sales.deal_history WITH (security_invoker, security_barrier) AS
SELECT e.lead AS receipt, e.step, e.at, e.who::text, e.what::text, e.reason::text, e.note::text, e.details
  FROM intake.lead_event AS e
 ORDER BY e.lead, e.step;

CREATE OR REPLACE VIEW sales.notices WITH (security_invoker, security_barrier) AS
SELECT n.made_at, n.about AS receipt, n.lead AS wrote_again, d.team::text, d.owner::text, k.name, k.phone, k.answers
  FROM intake.notice AS n
  JOIN intake.deal AS d ON d.lead = n.about AND d.outcome IS NULL
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.receipt) c.* FROM intake.card(n.about) AS c) AS k ON k.receipt = n.about
 WHERE n.seen_at IS NULL
 ORDER BY n.made_at, n.lead, n.about;

COMMENT ON VIEW   sales.deals IS
    'The deals of your teams: open ones first, of these the ones whose client has written again, then by category. '
    'Take one with SELECT sales.take_deal(receipt), close it with SELECT sales.close_deal(receipt, ...).';
COMMENT ON COLUMN sales.deals.receipt        IS 'The number of the lead it was made from; the client has it, too.';
COMMENT ON COLUMN sales.deals.n              IS 'Which deal of that lead: usually the first.';
COMMENT ON COLUMN sales.deals.team           IS 'Whose deal it is.';
COMMENT ON COLUMN sales.deals.stage          IS 'How far it has come; see desk.choices, "deal stage".';
COMMENT ON COLUMN sales.deals.owner          IS 'Who has taken it; empty: it waits for one of you.';
COMMENT ON COLUMN sales.deals.colour         IS 'The colour of the category: red goes first.';
COMMENT ON COLUMN sales.deals.category       IS 'The category the qualifier left it in.';
COMMENT ON COLUMN sales.deals.wrote_again    IS 'How often the client has written again since: see sales.notices.';
COMMENT ON COLUMN sales.deals.repeat         IS 'The client had written before this lead.';
COMMENT ON COLUMN sales.deals.name           IS 'How the client signed.';
COMMENT ON COLUMN sales.deals.phone          IS 'Ready to dial, with the extension. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.deals.local_time     IS 'What time it is now where the client is; empty: not certain.';
COMMENT ON COLUMN sales.deals.email          IS 'E-mail. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.deals.place          IS 'From where the client wrote, as far as the network address tells.';
COMMENT ON COLUMN sales.deals.answers        IS 'What the client answered and the qualifier added.';
COMMENT ON COLUMN sales.deals.source         IS 'How the client came to us.';
COMMENT ON COLUMN sales.deals.opened_at      IS 'When it was handed over.';
COMMENT ON COLUMN sales.deals.handed_over_by IS 'The qualifier.';
COMMENT ON COLUMN sales.deals.outcome        IS 'won or lost; empty: open.';
COMMENT ON COLUMN sales.deals.reason         IS 'Why it was won or lost.';
COMMENT ON COLUMN sales.deals.amount         IS 'What the client pays.';
COMMENT ON COLUMN sales.deals.margin         IS 'What of it is left for us.';
COMMENT ON COLUMN sales.deals.closed_at      IS 'When it was won or lost.';

COMMENT ON VIEW   sales.deal_history         IS 'Who did what when with your deals, from the first word of the client.';
COMMENT ON COLUMN sales.deal_history.receipt IS 'The number of the lead.';
COMMENT ON COLUMN sales.deal_history.step    IS 'Counts the events from 1.';
COMMENT ON COLUMN sales.deal_history.at      IS 'When.';
COMMENT ON COLUMN sales.deal_history.who     IS 'Who.';
COMMENT ON COLUMN sales.deal_history.what    IS 'What: received, claimed, attempted, handed_over, deal_taken, won, lost ...';
COMMENT ON COLUMN sales.deal_history.reason  IS 'The reason that was given, from the list.';
COMMENT ON COLUMN sales.deal_history.note    IS 'What was noted.';
COMMENT ON COLUMN sales.deal_history.details IS 'What goes with it: field and value, team, amount.';

COMMENT ON VIEW   sales.notices             IS 'Clients with an open deal of yours who have written again.';
COMMENT ON COLUMN sales.notices.made_at     IS 'When the client wrote again.';
COMMENT ON COLUMN sales.notices.receipt     IS 'The deal. SELECT sales.seen(receipt) when you have read it.';
COMMENT ON COLUMN sales.notices.wrote_again IS 'The receipt of the new lead, which the qualifiers have.';
COMMENT ON COLUMN sales.notices.team        IS 'Whose deal it is.';
COMMENT ON COLUMN sales.notices.owner       IS 'Who has taken it; empty: it waits for one of you.';
COMMENT ON COLUMN sales.notices.name        IS 'The client of the deal.';
COMMENT ON COLUMN sales.notices.phone       IS 'Ready to dial. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.notices.answers     IS 'What is known of the deal.';

CREATE OR REPLACE VIEW sales.choices AS
SELECT c.list, c.position, c.name, c.ru, c.en FROM desk.choices AS c
 WHERE c.list IN ('deal stage', 'reason: won', 'reason: lost');

COMMENT ON VIEW   sales.choices          IS 'The words to choose from: stages of a deal, reasons to close it.';
COMMENT ON COLUMN sales.choices.list     IS 'Where it is wanted.';
COMMENT ON COLUMN sales.choices.position IS 'The order.';
COMMENT ON COLUMN sales.choices.name     IS 'What stands in the history. What follows may be typed as well.';
COMMENT ON COLUMN sales.choices.ru       IS 'In Russian.';
COMMENT ON COLUMN sales.choices.en       IS 'In English.';
