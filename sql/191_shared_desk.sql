-- What the desk of several people needs to be fair, private and right. Its settings; the language and the claims of each
-- person; a client who is worked with as a whole; promises; words in two languages.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('191_shared_desk') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.setting
    ADD COLUMN language     text     NOT NULL DEFAULT 'en' CONSTRAINT setting_language CHECK (language IN ('ru', 'en')),
    ADD COLUMN max_clients  integer  DEFAULT 3 CONSTRAINT setting_max_clients CHECK (max_clients > 0),
    ADD COLUMN call_from    time     NOT NULL DEFAULT '08:00',
    ADD COLUMN call_until   time     NOT NULL DEFAULT '21:00',
    ADD COLUMN promise_hold interval NOT NULL DEFAULT '5 minutes' CONSTRAINT setting_promise_hold CHECK (promise_hold >= '0'),
    ADD COLUMN least_postponement interval NOT NULL DEFAULT '10 minutes'
        CONSTRAINT setting_least_postponement CHECK (least_postponement >= '0'),
    ADD COLUMN attempt_gap  interval NOT NULL DEFAULT '1 minute' CONSTRAINT setting_attempt_gap CHECK (attempt_gap >= '0'),
    ADD COLUMN undo_within  interval NOT NULL DEFAULT '10 minutes' CONSTRAINT setting_undo_within CHECK (undo_within >= '0'),
    ADD COLUMN answer_within interval NOT NULL DEFAULT '15 minutes' CONSTRAINT setting_answer_within CHECK (answer_within > '0'),
    ADD COLUMN assign_deals boolean  NOT NULL DEFAULT false,
    ADD CONSTRAINT setting_day CHECK (call_from < call_until);

COMMENT ON COLUMN intake.setting.language     IS 'ru or en: what people are spoken to in whose row of staff says nothing.';
COMMENT ON COLUMN intake.setting.max_clients  IS 'How many clients a qualifier has at a time before the next is given; null: any number.';
COMMENT ON COLUMN intake.setting.call_from    IS 'Before this time where the client is nobody is offered for a call, unless it was promised.';
COMMENT ON COLUMN intake.setting.call_until   IS 'From this time on likewise.';
COMMENT ON COLUMN intake.setting.promise_hold IS 'For how long a promised call is offered to the one who promised it only.';
COMMENT ON COLUMN intake.setting.least_postponement IS 'A postponement for less is counted as a skip.';
COMMENT ON COLUMN intake.setting.attempt_gap  IS 'Attempts within this time are one.';
COMMENT ON COLUMN intake.setting.undo_within  IS 'For how long a person can undo what was done.';
COMMENT ON COLUMN intake.setting.answer_within IS 'The target: within this much working time a client is called for the first time.';
COMMENT ON COLUMN intake.setting.assign_deals IS 'A new deal gets an owner by turn among the present members of its team; false: it waits for one of them.';

ALTER TABLE intake.staff
    ADD COLUMN language     text CONSTRAINT staff_language CHECK (language IN ('ru', 'en')),
    ADD COLUMN number       integer GENERATED ALWAYS AS IDENTITY CONSTRAINT staff_number UNIQUE,
    ADD COLUMN absent_until timestamptz;

COMMENT ON COLUMN intake.staff.language     IS 'ru or en; null: that of the setting.';
COMMENT ON COLUMN intake.staff.number       IS 'The claims of this person are numbered by the sequence intake.claims_NUMBER: what was rolled back leaves a gap.';
COMMENT ON COLUMN intake.staff.absent_until IS 'Not here till then; null or past: here.';

CREATE TABLE intake.caption (
    list intake.label NOT NULL,
    name intake.label NOT NULL,
    ru   text         NOT NULL,
    en   text         NOT NULL,
    CONSTRAINT caption_pkey PRIMARY KEY (list, name)
);

COMMENT ON TABLE  intake.caption      IS 'What people read: messages, colours, events, in both languages. Written by each installation.';
COMMENT ON COLUMN intake.caption.list IS 'What it is: message, colour, event, state and so on.';
COMMENT ON COLUMN intake.caption.ru   IS 'In Russian, with %1$s, %2$s for what goes into it.';
COMMENT ON COLUMN intake.caption.en   IS 'In English.';

-- A client as a whole. What earns a place before others is noted once, so that nobody has to go through a nuisance's
-- thousand leads; and whose lead it is now stands with the work, since merges and splits rewrite no lead.
ALTER TABLE intake.client ADD COLUMN earned_at timestamptz;
COMMENT ON COLUMN intake.client.earned_at IS
    'Since when the client comes first: somebody has tried to reach it, or there was a verdict other than spam, or a deal.';

ALTER TABLE intake.work
    ADD COLUMN party       uuid,
    ADD COLUMN client      uuid,
    ADD COLUMN claimed_at  timestamptz,
    ADD COLUMN tried       bigint,
    ADD COLUMN promised_by name;
COMMENT ON COLUMN intake.work.party       IS 'Whose lead it is, after splits, and before merges; null if it names no contact point.';
COMMENT ON COLUMN intake.work.client      IS 'The root of party: whose lead it is after merges, too.';
COMMENT ON COLUMN intake.work.claimed_at  IS 'Since when owner has it.';
COMMENT ON COLUMN intake.work.tried       IS 'How many attempts there were before that.';
COMMENT ON COLUMN intake.work.promised    IS 'For when a call was promised, until the client was called then.';
COMMENT ON COLUMN intake.work.promised_by IS 'Who promised it.';
COMMENT ON COLUMN intake.work.repeat      IS 'The client has earned a place before others: see intake.client.earned_at. A fact of its arrival.';

CREATE FUNCTION intake.root_191(client uuid) RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE up (id, depth) AS (
        SELECT root_191.client, 0
        UNION ALL
        SELECT m.into_one, u.depth + 1 FROM up AS u JOIN intake.client_merge AS m ON m.client = u.id AND m.undone_at IS NULL)
    SELECT u.id FROM up AS u ORDER BY u.depth DESC LIMIT 1 $$;
UPDATE intake.work AS w SET party = l.client, client = l.client, tried = CASE w.state WHEN 'claimed' THEN 0 END,
       claimed_at = CASE w.state WHEN 'claimed' THEN statement_timestamp() END
  FROM intake.lead AS l WHERE l.id = w.lead AND l.client IS NOT NULL;
UPDATE intake.work AS w SET client = intake.root_191(w.client) FROM intake.client_merge AS m
 WHERE m.client = w.client AND m.undone_at IS NULL;
UPDATE intake.deal AS d SET client = intake.root_191(d.client) FROM intake.client_merge AS m
 WHERE m.client = d.client AND m.undone_at IS NULL;
DROP FUNCTION intake.root_191(uuid);
UPDATE intake.client AS c SET earned_at = statement_timestamp()
 WHERE EXISTS (SELECT FROM intake.work AS w WHERE w.client = c.id AND (w.attempts > 0 OR w.verdict <> 'spam'))
    OR EXISTS (SELECT FROM intake.deal AS d WHERE d.client = c.id);
UPDATE intake.work AS w SET repeat = false
 WHERE w.repeat AND w.state <> 'closed'
   AND NOT EXISTS (SELECT FROM intake.client AS c WHERE c.id = w.client AND c.earned_at IS NOT NULL);

DROP INDEX intake.lead_client;
CREATE INDEX work_of_client ON intake.work (client, received_at);
CREATE INDEX work_of_owner ON intake.work (owner) WHERE state = 'claimed';

-- The queue: a client's leads stand together, and a promise goes before everything.
DROP INDEX intake.waiting_order;
ALTER TABLE intake.waiting
    ADD COLUMN client       uuid,
    ADD COLUMN promised     timestamptz,
    ADD COLUMN promised_by  name,
    ADD COLUMN asleep_until timestamptz;
UPDATE intake.waiting AS q SET client = coalesce(w.client, w.lead), repeat = w.repeat FROM intake.work AS w WHERE w.lead = q.lead;
ALTER TABLE intake.waiting ALTER COLUMN client SET NOT NULL;
CREATE INDEX waiting_order ON intake.waiting (promised, repeat DESC, rank, received_at, lead);
CREATE INDEX waiting_of_client ON intake.waiting (client, promised, repeat DESC, rank, received_at, lead);
COMMENT ON COLUMN intake.waiting.client       IS 'As in work; of a lead without a client the lead itself: what has the same is taken together.';
COMMENT ON COLUMN intake.waiting.promised     IS 'For when a call was promised, which is now; null: none was.';
COMMENT ON COLUMN intake.waiting.promised_by  IS 'As in work.';
COMMENT ON COLUMN intake.waiting.asleep_until IS 'It was night where the client is when somebody could have had the lead: not offered before.';

ALTER TABLE intake.reason ADD COLUMN promises boolean NOT NULL DEFAULT false;
UPDATE intake.reason SET promises = true WHERE act = 'postpone' AND name = 'asked_later';
COMMENT ON COLUMN intake.reason.promises IS 'Of a postponement: the client expects the call at that time.';

-- Which verdicts are judged again nobody can work out: the salt is in no view.
CREATE TABLE intake.secret (
    one  boolean PRIMARY KEY DEFAULT true CONSTRAINT secret_one_row CHECK (one),
    salt text    NOT NULL DEFAULT gen_random_uuid()::text || gen_random_uuid()::text
);
INSERT INTO intake.secret (one) VALUES (true);
COMMENT ON TABLE intake.secret IS 'What nobody who works here may know: the salt by which verdicts are picked to be judged again.';

-- A receipt is read out by its last eight digits.
CREATE INDEX lead_short ON intake.lead ((right(id::text, 8)));
CREATE INDEX other_receipt_short ON intake.other_receipt ((right(receipt::text, 8)));

-- Who is the older client says when it came, which no visitor can choose, and not its id.
ALTER TABLE intake.client_merge DROP CONSTRAINT client_merge_older;
ALTER TABLE intake.client_merge ADD CONSTRAINT client_merge_other CHECK (into_one <> client);

INSERT INTO intake.event_name (process, tells_verdict, name)
SELECT 'lead', false, unnest('{taken_back,called_again}'::text[])
UNION ALL
SELECT 'lead', true, unnest('{undone}'::text[])
UNION ALL
SELECT 'deal', true, unnest('{deal_withdrawn,deal_mended,deal_next,deal_answered}'::text[]);

-- What acts take and give is text now; one signature for each.
DROP FUNCTION IF EXISTS desk.release(uuid, text);
DROP FUNCTION IF EXISTS desk.renew(uuid);
DROP FUNCTION IF EXISTS desk.record_attempt(uuid, text, text);
DROP FUNCTION IF EXISTS desk.add_answer(uuid, text, text);
DROP FUNCTION IF EXISTS desk.add_note(uuid, text);
DROP FUNCTION IF EXISTS desk.set_category(uuid, text, text);
DROP FUNCTION IF EXISTS desk.set_stage(uuid, text);
DROP FUNCTION IF EXISTS desk.postpone(uuid, timestamptz, text);
DROP FUNCTION IF EXISTS desk.refuse(uuid, text, text);
DROP FUNCTION IF EXISTS desk.mark_unreachable(uuid, text);
DROP FUNCTION IF EXISTS desk.mark_spam(uuid, text);
DROP FUNCTION IF EXISTS desk.reopen(uuid, text);
DROP FUNCTION IF EXISTS desk.hand_over(uuid, text, text);
DROP FUNCTION IF EXISTS desk.seen(uuid);
DROP FUNCTION IF EXISTS desk.second_verdict(uuid, text, text);
DROP FUNCTION IF EXISTS desk.merge(uuid, uuid, text);
DROP FUNCTION IF EXISTS desk.unmerge(uuid, text);
DROP FUNCTION IF EXISTS desk.keep_apart(uuid);
DROP FUNCTION IF EXISTS desk.client_history(uuid);
DROP FUNCTION IF EXISTS desk.add_staff(text, text, text, text[], boolean);
DROP FUNCTION IF EXISTS sales.take_deal(uuid);
DROP FUNCTION IF EXISTS sales.set_stage(uuid, text);
DROP FUNCTION IF EXISTS sales.add_note(uuid, text);
DROP FUNCTION IF EXISTS sales.close_deal(uuid, text, text, numeric, numeric);
DROP FUNCTION IF EXISTS sales.seen(uuid);
DROP FUNCTION IF EXISTS intake.decide(uuid, text, text, timestamptz, text, text);
DROP FUNCTION IF EXISTS intake.close_as(uuid, text, text);
DROP FUNCTION IF EXISTS intake.hold(uuid);
DROP FUNCTION IF EXISTS intake.hold_deal(uuid);
DROP FUNCTION IF EXISTS intake.client_before(uuid, timestamptz);
DROP POLICY IF EXISTS qualifier_work ON intake.work;
DROP POLICY IF EXISTS qualifier_queue ON intake.waiting;
DROP POLICY IF EXISTS qualifier_history ON intake.lead_event;
DROP POLICY IF EXISTS qualifier_notices ON intake.notice;
DROP POLICY IF EXISTS own_team ON intake.deal;
DROP POLICY IF EXISTS own_team ON intake.work;
DROP POLICY IF EXISTS own_team ON intake.lead_event;
DROP POLICY IF EXISTS own_team ON intake.notice;
DROP FUNCTION IF EXISTS intake.session_name();
DROP FUNCTION IF EXISTS intake.client_members(uuid);

\endif
