-- Groups of so few leads that a person might be told from them are shown together, where the owner wants that.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_small_group') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.setting ADD COLUMN small_group integer CONSTRAINT setting_small_group CHECK (small_group > 1);
COMMENT ON COLUMN intake.setting.small_group IS
    'In marketing''s reports groups of fewer leads than this are shown together; null: each group is shown.';

\endif
