-- desk.card: a lead as the pages show it, all in one piece. What of it the caller sees is what the views tell: all of what waits in the
-- queue, of what the caller has, and, but for the verdict and what hints at it, of what the caller is to judge a second time; of any
-- other lead what desk.find, desk.client_history and desk.checklist tell of it.

-- intake.card_words(russian boolean) returns json: what is chosen from. Reads verdict, reason, team, stage.
CREATE OR REPLACE FUNCTION intake.card_words(russian boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
    WITH lists AS MATERIALIZED (
        SELECT r.act, json_agg(json_build_object('name', r.name, 'caption', CASE WHEN russian THEN r.ru ELSE r.en END, 'note', r.name = 'other')
                               ORDER BY r.position, r.name) AS reasons
          FROM intake.reason AS r WHERE r.in_use GROUP BY r.act
    )
    SELECT json_build_object(
        'verdicts', (SELECT json_agg(json_build_object('name', v.name, 'caption', CASE WHEN russian THEN v.ru ELSE v.en END, 'judged_again', v.judged_again,
                                                       'reasons', coalesce(l.reasons, t.teams)) ORDER BY v.position)
                       FROM intake.verdict AS v LEFT JOIN lists AS l ON l.act = v.reasons
                      CROSS JOIN (SELECT json_agg(json_build_object('name', k.name, 'caption', CASE WHEN russian THEN k.ru ELSE k.en END, 'note', false)
                                                  ORDER BY k.position, k.name) AS teams FROM intake.team AS k WHERE k.in_use) AS t),
        'reasons', (SELECT json_object_agg(l.act, l.reasons) FROM lists AS l WHERE l.act IN ('attempt', 'release', 'reopen')),
        'stages', (SELECT json_agg(json_build_object('name', s.name, 'caption', CASE WHEN russian THEN s.ru ELSE s.en END) ORDER BY s.position)
                     FROM intake.stage AS s WHERE s.process = 'lead' AND s.in_use)));
END
$$;

-- intake.card_timeline(lead uuid, client uuid) returns json: the story of its client, oldest first: the last hundred things that happened,
-- with the newest fifty of the leads. Reads what intake.client_story reads; staff, event_name.
CREATE OR REPLACE FUNCTION intake.card_timeline(lead uuid, client uuid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object(
                       'at', s.at, 'kind', CASE WHEN s.what = 'received' THEN 'lead' WHEN n.process = 'deal' THEN 'deal'
                                                WHEN s.what IN ('merged', 'unmerged', 'split', 'unsplit') THEN 'client' ELSE 'event' END,
                       'what', s.what, 'caption', intake.word('event', s.what), 'who', coalesce(p.name::text, s.who),
                       'reason', s.reason, 'because', intake.reason_told(s.what, s.reason), 'note', intake.line(s.note),
                       'form', s.form, 'category', s.category, 'details', intake.card_details(s.what, s.details),
                       'receipt', s.lead, 'here', s.lead = card_timeline.lead) ORDER BY s.at, s.lead, s.what), '[]')
              FROM (SELECT h.* FROM intake.client_story(client, CASE WHEN client IS NULL THEN lead END, 50) AS h
                     ORDER BY h.at DESC NULLS FIRST LIMIT 100) AS s
              LEFT JOIN intake.event_name AS n ON n.name = s.what
              LEFT JOIN intake.staff AS p ON p.login = s.who);
END
$$;

-- intake.card_others(lead uuid, client uuid) returns json: the newest twenty other leads of the client, newest first. Reads work, lead, and
-- what intake.state_of and with_whom read.
CREATE OR REPLACE FUNCTION intake.card_others(lead uuid, client uuid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object(
                       'receipt', w.lead, 'short', intake.short_receipt(w.lead), 'received_at', w.received_at,
                       'form', (SELECT l.form FROM intake.lead AS l WHERE l.id = w.lead), 'state', s.state, 'caption', intake.word('state', s.state),
                       'held_by', intake.with_whom(w), 'mine', s.state = 'claimed' AND w.owner = desk.caller(),
                       'verdict', CASE WHEN w.state = 'closed' AND NOT intake.awaits_second(w.lead) THEN intake.word('verdict', w.verdict) END)
                   ORDER BY w.received_at DESC, w.lead), '[]')
              FROM (SELECT o.* FROM intake.work AS o WHERE o.client = card_others.client AND o.lead <> card_others.lead
                     ORDER BY o.received_at DESC LIMIT 20) AS w
             CROSS JOIN LATERAL (SELECT intake.state_of(w) AS state OFFSET 0) AS s);
END
$$;

-- intake.card_proposals(lead uuid) returns json: who may be the same client, since this lead names contacts of both and nobody has said yet
-- (desk.merge_proposals). Reads merge_proposal, contact_point, client_merge.
CREATE OR REPLACE FUNCTION intake.card_proposals(lead uuid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object('other', o.client, 'known_by',
                       (SELECT string_agg(intake.contact_shown(c.value), ', ' ORDER BY c.kind DESC, c.created_at)
                          FROM intake.contact_point AS c WHERE c.client = o.client)) ORDER BY o.n), '[]')
              FROM intake.merge_proposal AS p CROSS JOIN LATERAL unnest(p.others) WITH ORDINALITY AS o (client, n)
             WHERE p.lead = card_proposals.lead AND p.answer IS NULL AND intake.client_root(p.client) <> intake.client_root(o.client));
END
$$;

-- intake.card_price(w intake.work, russian boolean) returns json: what the teams want and what the client has agreed to. Reads team, setting.
CREATE OR REPLACE FUNCTION intake.card_price(w intake.work, russian boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT json_build_object('agreed', w.price, 'currency', r.currency, 'amount', min(t.price_floor),
                       'teams', json_agg(json_build_object('name', t.name, 'caption', CASE WHEN russian THEN t.ru ELSE t.en END,
                                                           'amount', t.price_floor, 'met', coalesce(w.price >= t.price_floor, false)) ORDER BY t.position))
              FROM intake.setting AS r CROSS JOIN intake.team AS t WHERE t.in_use AND t.price_floor IS NOT NULL GROUP BY r.currency);
END
$$;
