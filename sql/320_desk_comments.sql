-- What a qualifier reads in \d+ or in the tool tips of a grid.

COMMENT ON VIEW desk.queue IS
    'Clients that wait for somebody, the next one first: promised calls, clients we had worked with who wrote again, then by category, then '
    'the oldest. Take one with SELECT * FROM desk.claim_next().';
COMMENT ON VIEW desk.my_leads IS
    'The leads you have, as a grid. Write into attempt, answer, category, stage, note, or into verdict, reason, not_before, '
    'team, and save the row, or use the functions of desk: it is the same.';
COMMENT ON VIEW desk.screen IS 'The leads you have, to read: with the client''s clock, and until when they are yours.';

DO $comments$
DECLARE
    view_name   text;
    column_name text;
    meaning     text;
BEGIN
    FOREACH view_name IN ARRAY ARRAY['queue', 'my_leads', 'screen'] LOOP
        FOR column_name, meaning IN VALUES
            ('receipt',     'The number of the lead; the visitor was given it, too.'),
            ('colour',      'The colour of the category.'),
            ('category',    'The category of the lead.'),
            ('repeat',      'We know this client: it wrote before.'),
            ('earlier_leads', 'How often the client wrote before.'),
            ('earlier_deals', 'How many of these leads became deals.'),
            ('last_verdict',  'What became of the last of them, and why.'),
            ('last_owner',    'Who dealt with the client last.'),
            ('name',        'How the visitor signed.'),
            ('phone',       'Ready to dial, with the extension. In «quotes»: what was typed, where it says more, or was no number.'),
            ('zone',        'Where the client''s clock is; empty: not certain.'),
            ('local_time',  'What time it is now where the client is; empty: not certain.'),
            ('email',       'E-mail. In «quotes»: what was typed, where it says more, or was no address.'),
            ('place',       'From where the visitor wrote, as far as the network address tells.'),
            ('answers',     'Everything that is known, in the order of the form, then what qualifiers added, then what could '
                            'not be read. In «quotes»: as it was typed.'),
            ('source',      'How the visitor came: utm_source / utm_medium, or else the site that linked to us.'),
            ('rule',        'The rule that gave the category; empty: none held.'),
            ('why',         'What the rule found in the answers.'),
            ('marks',       'What looked odd on the way in. Never a reason by itself.'),
            ('attempts',    'How often we have tried to reach the client.'),
            ('call_at',     'For when a call was agreed on.'),
            ('form',        'The form that was filled in.'),
            ('received_at', 'When the visitor pressed the button.'),
            ('known',       'Of a client who wrote before: whether that it is the same one is known from one lead only.')
        LOOP
            IF EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = ('desk.' || view_name)::regclass AND a.attname = column_name) THEN
                EXECUTE format('COMMENT ON COLUMN desk.%I.%I IS %L', view_name, column_name, meaning);
            END IF;
        END LOOP;
    END LOOP;
END
$comments$;

COMMENT ON COLUMN desk.queue.waiting IS 'For how long the visitor has been waiting, by the clock.';
COMMENT ON COLUMN desk.queue.waiting_hours IS 'How much of that was in our working hours.';
COMMENT ON COLUMN desk.queue.wrote IS 'How many leads of this client wait: you get all of them together.';
COMMENT ON COLUMN desk.queue.last_wrote IS 'For how long the newest of them has been waiting.';
COMMENT ON COLUMN desk.queue.talks_with IS 'Who has this client at the moment; empty: nobody.';
COMMENT ON COLUMN desk.screen.lease_until IS
    'Till then the lead is yours; after that it goes back to the queue. Everything you do with it begins anew.';
COMMENT ON COLUMN desk.screen.stage IS 'How far the talk has come.';
COMMENT ON COLUMN desk.my_leads.verdict IS
    'Write: qualified (with team), second chance (with not_before and reason), redirected (with reason; where to, in '
    'note), or another of the list "verdict" in desk.choices (with reason).';
COMMENT ON COLUMN desk.my_leads.reason     IS 'Write: from the list of the verdict, see desk.choices.';
COMMENT ON COLUMN desk.my_leads.not_before IS 'Write: when to call again.';
COMMENT ON COLUMN desk.my_leads.team       IS 'Write: hand the lead over to this team.';
COMMENT ON COLUMN desk.my_leads.stage      IS 'Write: how far the talk has come.';
COMMENT ON COLUMN desk.my_leads.note       IS 'Write: goes into the history.';
COMMENT ON COLUMN desk.my_leads.attempt    IS 'Write: what came of a call, from the list "reason: attempt".';
COMMENT ON COLUMN desk.my_leads.answer     IS 'Write: what you have learned, as field: value; several with ; between.';

COMMENT ON VIEW   desk.lead_history         IS 'Who did what when, for every lead.';
COMMENT ON COLUMN desk.lead_history.receipt IS 'The number of the lead.';
COMMENT ON COLUMN desk.lead_history.step    IS 'Counts what you see of a lead from 1.';
COMMENT ON COLUMN desk.lead_history.at      IS 'When. Empty, as who: you are to judge the lead without knowing.';
COMMENT ON COLUMN desk.lead_history.who     IS 'Who did it; for an expired lease, whose it was.';
COMMENT ON COLUMN desk.lead_history.what IS
    'received, claimed, released (given back), expired (the lease ran out), due (its time has come), attempted, '
    'answered, handed_over and so on; from deal_taken on it is the work of sales.';
COMMENT ON COLUMN desk.lead_history.event   IS 'The same in words.';
COMMENT ON COLUMN desk.lead_history.reason  IS 'The reason that was given, from the list.';
COMMENT ON COLUMN desk.lead_history.because IS 'The same in words; of a hand-over, the team.';
COMMENT ON COLUMN desk.lead_history.note    IS 'What was noted.';
COMMENT ON COLUMN desk.lead_history.details IS 'What goes with it: field and value, from and to, team, time.';

COMMENT ON VIEW   desk.notices             IS 'Clients who have written again while you have a lead of theirs.';
COMMENT ON COLUMN desk.notices.made_at     IS 'When the client wrote again.';
COMMENT ON COLUMN desk.notices.receipt     IS 'The lead you have. SELECT desk.seen(receipt) when you have read it.';
COMMENT ON COLUMN desk.notices.wrote_again IS 'The new lead.';
COMMENT ON COLUMN desk.notices.name        IS 'How the visitor signed the new one.';
COMMENT ON COLUMN desk.notices.phone       IS 'The phone of the new one.';
COMMENT ON COLUMN desk.notices.answers     IS 'The answers of the new one.';

COMMENT ON VIEW   desk.other_receipts          IS 'Receipts of submissions that repeated a lead: look here for a number that is in no other view.';
COMMENT ON COLUMN desk.other_receipts.receipt  IS 'The number that the visitor quotes.';
COMMENT ON COLUMN desk.other_receipts.lead     IS 'The receipt of the lead that it repeats.';
COMMENT ON COLUMN desk.other_receipts.noted_at IS 'When the repetition was stored.';
