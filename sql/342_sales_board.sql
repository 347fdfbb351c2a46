-- The open deals as a board shows them: by stage, in short.

CREATE OR REPLACE VIEW sales.board WITH (security_barrier) AS
SELECT d.lead::text AS receipt, d.team, intake.word('team', d.team) AS team_called, d.stage, intake.word('deal stage', d.stage) AS stage_called,
       d.owner, intake.colleague_called(d.owner) AS owner_called, (SELECT c.colour FROM intake.category AS c WHERE c.name = k.category)::text AS colour_name,
       k.colour, k.category, k.name, k.phone, d.wrote_again, d.next_at, intake.plain(d.next_step) AS next_step, d.next_at <= statement_timestamp() AS due, d.opened_at
  FROM intake.deal_rows() AS d
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(d.lead) AS c) AS k ON k.lead = d.lead
 WHERE d.outcome IS NULL
 ORDER BY d.rank, d.wrote_again DESC, d.next_at, d.opened_at, d.lead;

COMMENT ON VIEW   sales.board              IS
    'The open deals of your teams in short, for a board: by colour, red first; of one colour those whose client has written again, then by next_at. '
    'The whole of one: sales.deal_card(receipt).';
COMMENT ON COLUMN sales.board.receipt      IS 'The number of the lead it was made from; the client has it, too.';
COMMENT ON COLUMN sales.board.team         IS 'Whose deal it is.';
COMMENT ON COLUMN sales.board.team_called  IS 'The same in words.';
COMMENT ON COLUMN sales.board.stage        IS 'How far it has come.';
COMMENT ON COLUMN sales.board.stage_called IS 'The same in words.';
COMMENT ON COLUMN sales.board.owner        IS 'The login of who has taken it; empty: it waits for one of you.';
COMMENT ON COLUMN sales.board.owner_called IS 'How colleagues call this person.';
COMMENT ON COLUMN sales.board.colour_name  IS 'The colour of the category by its name.';
COMMENT ON COLUMN sales.board.colour       IS 'The same in words.';
COMMENT ON COLUMN sales.board.category     IS 'The category the qualifier left it in.';
COMMENT ON COLUMN sales.board.name         IS 'How the client signed.';
COMMENT ON COLUMN sales.board.phone        IS 'Ready to dial, with the extension. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.board.wrote_again  IS 'How often the client has written again since.';
COMMENT ON COLUMN sales.board.next_at      IS 'When somebody wants to go on with it.';
COMMENT ON COLUMN sales.board.next_step    IS 'What is to be done then.';
COMMENT ON COLUMN sales.board.due          IS 'That time has come.';
COMMENT ON COLUMN sales.board.opened_at    IS 'When it was handed over.';
