-- For reports.sh: the last leads come in by the real way, and sales close deals; half of it is counted. Variable: last.
CREATE FUNCTION bench.sell(deals bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE intake.deal AS d SET outcome = 'won', reason = 'price', amount = 70000, margin = 9000, closed_at = now()
     WHERE d.lead IN (SELECT o.lead FROM intake.deal AS o WHERE o.outcome IS NULL ORDER BY o.lead DESC LIMIT deals) $$;
SELECT array_agg(200000000 + n ORDER BY n) AS numbers, array_agg(200050000 + n ORDER BY n) AS more, array_agg(p.link ORDER BY n) AS links,
       now() - interval '3 hours' AS then
  FROM generate_series(1, :last) AS n JOIN bench.pick AS p ON p.month = 23 AND p.slot = bench.part(n, 14, 4096) \gset
\timing on
CALL bench.come(:'numbers', :'links', :'then');
SELECT bench.sell(:last / 5);
SELECT intake.count_leads('1 hour') AS "of them counted";
CALL bench.come(:'more', :'links', :'then');
SELECT bench.sell(:last / 5);
\timing off
VACUUM ANALYZE intake.lead, intake.work, intake.lead_event, intake.deal, intake.uncounted, intake.counted, intake.touch_input;
