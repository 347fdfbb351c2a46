-- What a qualifier reads in \d+ or in the tool tips of a grid.

COMMENT ON VIEW desk.queue IS
    'Leads that wait for somebody, the next one first: repeat clients, then by category, then the oldest. Take '
    'one with SELECT * FROM desk.claim_next().';
COMMENT ON VIEW desk.my_leads IS
    'The leads you have taken, until lease_until. Give one back with SELECT desk.release(receipt, reason).';

DO $comments$
DECLARE
    view_name   text;
    column_name text;
    meaning     text;
BEGIN
    FOREACH view_name IN ARRAY ARRAY['queue', 'my_leads'] LOOP
        FOR column_name, meaning IN VALUES
            ('receipt',     'The number of the lead; the visitor was given it, too.'),
            ('colour',      'The colour of the category.'),
            ('category',    'The category of the lead.'),
            ('repeat',      'We know this client: it wrote before.'),
            ('name',        'How the visitor signed.'),
            ('phone',       'Ready to dial, with the extension.'),
            ('email',       'E-mail.'),
            ('place',       'From where the visitor wrote, as far as the network address tells.'),
            ('answers',     'Everything the visitor answered, in the order of the form.'),
            ('source',      'How the visitor came: utm_source / utm_medium, or else the site that linked to us.'),
            ('rule',        'The rule that gave the category; empty: none held.'),
            ('why',         'What the rule found in the answers.'),
            ('marks',       'What looked odd on the way in. Never a reason by itself.'),
            ('form',        'The form that was filled in.'),
            ('received_at', 'When the visitor pressed the button.')
        LOOP
            EXECUTE format('COMMENT ON COLUMN desk.%I.%I IS %L', view_name, column_name, meaning);
        END LOOP;
    END LOOP;
END
$comments$;

COMMENT ON COLUMN desk.queue.waiting IS 'For how long the visitor has been waiting.';
COMMENT ON COLUMN desk.my_leads.lease_until IS 'Till then the lead is yours; after that it goes back to the queue.';

COMMENT ON VIEW   desk.lead_history         IS 'Who did what when, for every lead.';
COMMENT ON COLUMN desk.lead_history.receipt IS 'The number of the lead.';
COMMENT ON COLUMN desk.lead_history.step    IS 'Counts the events of a lead from 1.';
COMMENT ON COLUMN desk.lead_history.at      IS 'When.';
COMMENT ON COLUMN desk.lead_history.who     IS 'Who did it; for an expired lease, whose it was.';
COMMENT ON COLUMN desk.lead_history.what IS
    'received, claimed, released (given back), expired (the lease ran out) or due (its time has come).';
COMMENT ON COLUMN desk.lead_history.reason  IS 'The reason that was given.';
