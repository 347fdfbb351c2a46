-- Installs firstline into the database psql is connected to, or brings it up to date:
--
--     psql -X -v ON_ERROR_STOP=1 --single-transaction -f sql/install.sql
--
-- The same command the first time and every time, by a superuser. The whole of it is one transaction: a server that
-- stops half-way is left as it was. A 1nn runs once, guards itself by its name in intake.migration, and is never edited
-- after a release; all others run each time. All views are taken down first and made anew, so that both may change what a
-- view is made of; your own views over them come back at the end, or the installation stops and names them.

SET LOCAL client_min_messages = warning;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL search_path = pg_catalog, pg_temp;    -- every other name is written with its schema
\ir 000_database.sql
SELECT pg_advisory_xact_lock(hashtextextended('firstline install', 0)) \g /dev/null

\ir 001_schema.sql
\ir 002_roles.sql
\ir 010_quiet_moment.sql
\ir 090_take_views_down.sql
\ir 092_remember.sql

-- From here on everything that is made belongs to the owner role, which cannot log in.
SET LOCAL ROLE firstline_owner;

\ir 105_domain.sql
\ir 110_setting.sql
\ir 112_words.sql
\ir 114_team.sql
\ir 116_hours.sql
\ir 118_local_zone.sql
\ir 119_staff.sql
\ir 120_client.sql
\ir 130_lead.sql
\ir 140_work.sql
\ir 142_waiting.sql
\ir 150_record.sql
\ir 160_deal.sql
\ir 170_client_merge.sql
\ir 180_second_verdict.sql
\ir 181_channel_dictionary.sql
\ir 182_channel_rule.sql
\ir 184_record_keys.sql
\ir 185_balance.sql
\ir 186_verdict_kinds.sql
\ir 187_price.sql
\ir 188_reserved_field.sql
\ir 189_baseline.sql
\ir 189_cost.sql
\ir 189_lingering.sql
\ir 190_lead_rows.sql
\ir 191_shared_desk.sql
\ir 192_landline.sql
\ir 192_own_recent.sql
\ir 192_spent_number.sql
\ir 193_also_called.sql
\ir 194_bounds.sql
\ir 195_unpicked.sql
\ir 196_queue_index.sql
\ir 197_contact_link.sql
\ir 198_client_past.sql
\ir 198_lead_channel.sql
\ir 198_undo_and_sales.sql
\ir 199_desk_session.sql
\ir 199_edits.sql
\ir 199_head.sql
\ir 199_import.sql
\ir 199_judgement.sql
\ir 199_pulse.sql
\ir 199_small_group.sql
\ir 199_sums.sql

\ir 200_caller.sql
\ir 201_say.sql
\ir 202_staff.sql
\ir 203_limits.sql
\ir 204_shown.sql
\ir 205_captions.sql
\ir 206_working_time.sql
\ir 207_why.sql
\ir 208_local_time.sql
\ir 209_moment.sql
\ir 210_facts_stay.sql
\ir 211_plain.sql
\ir 212_channel_text.sql
\ir 213_channel_host.sql
\ir 214_channel_change.sql
\ir 214_note_counts.sql
\ir 215_channel_list.sql
\ir 216_hello.sql
\ir 217_read_tags.sql
\ir 218_group_of.sql
\ir 219_channel_of.sql
\ir 220_read_records.sql
\ir 221_offline_group.sql
\ir 222_sane.sql
\ir 223_channel_rules.sql
\ir 224_channel_seed.sql
\ir 225_click_seed.sql
\ir 226_matomo_list.sql
\ir 227_why_channel.sql
\ir 228_lead_named.sql
\ir 229_contact_named.sql
\ir 230_lock_names.sql
\ir 231_not_locked.sql
\ir 232_take_spare.sql
\ir 234_claim_contacts.sql
\ir 236_store_run.sql
\ir 238_note_categories.sql
\ir 240_submit.sql
\ir 242_keep_queue.sql
\ir 244_pulse.sql
\ir 250_wake_leads.sql
\ir 260_work_step.sql
\ir 262_choose.sql
\ir 264_answers.sql
\ir 266_close.sql
\ir 270_tell_owners.sql
\ir 272_blind.sql
\ir 273_clients.sql
\ir 274_client_of.sql
\ir 276_known_by.sql
\ir 278_lingering.sql
\ir 281_touch_of.sql
\ir 282_cells.sql
\ir 283_uncounted.sql
\ir 284_count_leads.sql
\ir 286_regroup.sql
\ir 285_office_so_far.sql
\ir 287_session.sql
\ir 288_once.sql
\ir 289_by_hand.sql
\ir 289_import.sql
\ir 289_submit_import.sql
\ir 289_withdraw.sql
\ir 290_choices.sql
\ir 298_told.sql

\ir 300_lead_card.sql
\ir 310_desk.sql
\ir 312_glance.sql
\ir 320_desk_comments.sql
\ir 322_by_client.sql
\ir 324_promised.sql
\ir 330_marketing.sql
\ir 332_source_daily.sql
\ir 338_office.sql
\ir 340_sales.sql
\ir 342_sales_board.sql
\ir 344_pulse.sql
\ir 350_kpi.sql
\ir 360_funnel.sql
\ir 362_speed.sql
\ir 364_conversion.sql
\ir 366_rule_quality.sql
\ir 368_offline_conversions.sql
\ir 370_balance.sql

-- Functions for people; some answer with the row of a view, and so come after it.
\ir 400_claim.sql
\ir 410_release.sql
\ir 420_talk.sql
\ir 430_verdicts.sql
\ir 432_close_client.sql
\ir 440_reopen.sql
\ir 450_hand_over.sql
\ir 460_edit_my_leads.sql
\ir 461_lock_grid.sql
\ir 470_deals.sql
\ir 472_deal_card.sql
\ir 474_seen.sql
\ir 480_second_verdict.sql
\ir 486_merges.sql
\ir 488_split.sql
\ir 490_client_history.sql
\ir 491_card_parts.sql
\ir 491_card_told.sql
\ir 492_find.sql
\ir 492_search.sql
\ir 493_card.sql
\ir 494_card_json.sql
\ir 495_done_and_next.sql
\ir 495_undo.sql
\ir 496_checklist.sql
\ir 497_head.sql
\ir 497_edits.sql
\ir 497_edit_answers.sql
\ir 497_edit_categories.sql
\ir 497_edit_members.sql
\ir 497_edit_reasons.sql
\ir 497_edit_teams.sql
\ir 497_kpi_days.sql
\ir 497_queue_ages.sql
\ir 497_preview_hours.sql
\ir 498_costs.sql
\ir 499_baseline.sql
\ir 499_imports.sql
\ir 499_report.sql

\ir 880_row_security.sql
RESET ROLE;
\ir 280_keeper.sql
\ir 890_put_views_back.sql
\ir 900_privileges.sql
\ir 910_limit_staff.sql
