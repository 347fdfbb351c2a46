-- Won deals for the networks that sold the click, so that these learn which clicks are worth it.

-- No personal data: the click's own number and that of Metrica's counter, which the network has given.
-- Deals are looked for by their day (199), and their leads by key: an index of the leads with a click would cost every lead.
CREATE OR REPLACE VIEW marketing.offline_conversions WITH (security_barrier) AS
SELECT n.network, n.click_id, n.client_id, 'deal_won' AS target, d.closed_at AS happened_at, d.amount,
       (SELECT s.currency FROM intake.setting AS s) AS currency
  FROM intake.deal AS d
  JOIN intake.lead AS l ON l.id = d.lead
 CROSS JOIN LATERAL (VALUES ('metrica', l.touch #>> '{clicks,yclid}', l.touch #>> '{clicks,ym_uid}'),
                            ('google', l.touch #>> '{clicks,gclid}', NULL)) AS n (network, click_id, client_id)
 WHERE d.outcome = 'won' AND coalesce(n.click_id, n.client_id) IS NOT NULL AND (SELECT intake.reader()) IS NOT NULL;

COMMENT ON VIEW   marketing.offline_conversions             IS
    'Deals won of leads that came by a click whose number is known: firstline report --conversions makes the files that the networks take.';
COMMENT ON COLUMN marketing.offline_conversions.network     IS 'metrica or google.';
COMMENT ON COLUMN marketing.offline_conversions.click_id    IS 'The number of the click: yclid or gclid.';
COMMENT ON COLUMN marketing.offline_conversions.client_id   IS 'Metrica''s number of the browser, if the site has told it.';
COMMENT ON COLUMN marketing.offline_conversions.target      IS 'The name of the goal: deal_won.';
COMMENT ON COLUMN marketing.offline_conversions.happened_at IS 'When the deal was won.';
COMMENT ON COLUMN marketing.offline_conversions.amount      IS 'What it is worth.';
COMMENT ON COLUMN marketing.offline_conversions.currency    IS 'In this currency.';
