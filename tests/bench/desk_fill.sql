-- desk_fill.sql: a desk with :clients people q0, q1, ... and :queued leads that wait, beside :closed ones. One lead comes in the
-- usual way; the others are its copies, one a second until now, for what is measured is working them off. After
-- ../sql/lib/helper.sql.
SELECT date_trunc('second', now()) - (:queued + :closed) * interval '1 second' AS began \gset
SELECT desk.add_staff('q' || n, 'Q' || n, 'desk') FROM generate_series(0, :clients - 1) AS n;
UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00';
SELECT test.outcomes(test.record(0, test.contacts()));
CREATE TABLE test.copy AS
SELECT n, test.uuid7(timestamptz :'began' + n * interval '1 second', n) AS id,
       timestamptz :'began' + n * interval '1 second' AS at
  FROM generate_series(1, :queued + :closed - CASE WHEN :queued > 0 THEN 1 ELSE 0 END) AS n;
INSERT INTO intake.lead (id, form, language, received_at, stored_at, client, repeat, keyed, fingerprint, contacts, answers, raw,
       address, user_agent, place, touch, category, colour, rank, rule, rule_set, evidence, why, marks)
SELECT c.id, l.form, l.language, c.at, c.at, c.id, false, l.keyed, l.fingerprint, l.contacts, l.answers, l.raw,
       l.address, l.user_agent, l.place, l.touch, l.category, l.colour, l.rank, l.rule, l.rule_set, l.evidence, l.why, l.marks
  FROM test.copy AS c, intake.lead AS l WHERE l.id = test.lead(0);
INSERT INTO intake.work (lead, state, category, rank, repeat, verdict, reason, received_at, party, client)
SELECT c.id, CASE WHEN c.n <= :closed THEN 'closed' ELSE 'new' END, 'high-margin', 10 + c.n % 3, false,
       CASE WHEN c.n <= :closed THEN 'spam' END, CASE WHEN c.n <= :closed THEN 'robot' END, c.at, c.id, c.id
  FROM test.copy AS c;
INSERT INTO intake.lead_event (lead, step, who, what, at)
SELECT c.id, 1, 'firstline_intake', 'received', c.at FROM test.copy AS c;
