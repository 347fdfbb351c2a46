-- For freeze.sh, after the demo's week: what a company has besides it. Two merges, one of them undone, contact points
-- learned on the phone, a lead reopened after its deal was won, somebody who has left.
SELECT desk.add_staff('irina', 'Ирина', 'desk', head => true) \g /dev/null
DO $$
DECLARE
    clients uuid[] := ARRAY(SELECT c.id FROM intake.client AS c ORDER BY c.id LIMIT 4);
    won     uuid := (SELECT d.lead FROM intake.deal AS d WHERE d.outcome = 'won' ORDER BY d.lead LIMIT 1);
    mine    uuid;
BEGIN
    SET LOCAL ROLE irina;
    PERFORM desk.merge(clients[1], clients[2], 'one firm'), desk.merge(clients[3], clients[4], 'one firm');
    PERFORM desk.unmerge(clients[4], 'two firms after all');
    SELECT k.receipt INTO mine FROM desk.claim_next() AS k;
    PERFORM desk.record_attempt(mine, 'talked', 'перезвонить после обеда'),
            desk.add_answer(mine, 'email', 'Learned.on.the.phone@Example.com'),
            desk.add_answer(mine, 'phone', '8 912 000-00-10'), desk.add_answer(mine, 'price_floor', '15000'),
            desk.set_category(mine, 'high-margin', 'крупный заказ');
    SELECT k.receipt INTO mine FROM desk.claim_next() AS k;
    PERFORM desk.add_answer(mine, 'email', 'another@example.com'), desk.postpone(mine, now() + interval '3 days', 'thinking: до аванса');
    PERFORM desk.reopen(won, 'came_back'), desk.add_note(won, 'хочет ещё одну машину');
    RESET ROLE;
    UPDATE intake.reason SET in_use = false WHERE act = 'won' AND name = 'knows_us';
    INSERT INTO intake.reason (act, name, position, ru, en) VALUES ('refuse', 'own', 90, 'своя причина', 'a reason of our own');
    UPDATE intake.verdict SET ru = 'годен' WHERE name = 'qualified';
    DELETE FROM intake.staff_team WHERE login = 'vera';
    DELETE FROM intake.staff WHERE login = 'vera';
END $$;
