/* bounds: every limit of the program, by name. Octets unless the name says otherwise.
 * A loop over input or a queue names its bound from here, and a test stands at each bound
 * and one past it. */
#ifndef BASE_BOUNDS_H
#define BASE_BOUNDS_H

/* a request, as nginx sends it */
#define PARAMS_MAX 128             /* FastCGI parameters looked at */
#define PARAM_BYTES_MAX (8 * 1024) /* of one parameter that is kept; the rest is cut off */
#define BODY_BYTES_MAX (64 * 1024) /* a body of any type; files will have a bound of their own */
#define PAIRS_MAX 200              /* fields or parts in one submission */
#define PAIR_NAME_MAX 64           /* a longer name is cut, and is no field's */
#define PAIR_VALUE_MAX (8 * 1024)  /* of a field; of others the rest is cut off in the record */
#define FILE_NAME_MAX 255
#define BOUNDARY_MAX 200 /* RFC 2046, 5.1.1 says 70; clients send what they like */
#define JSON_DEPTH_MAX 16
#define JSON_NODES_MAX 2000
#define ARENA_BYTES_MAX                                                                            \
    (4 * 1024 * 1024) /* memory of one request; escaping can make six of one                       \
                       */
#define RESPONSE_BYTES_MAX (1024 * 1024)
#define TALLY_BYTES_MAX (768 * 1024) /* counters of rules in one answer of /metrics */

/* a lead */
#define CONTACTS_MAX 8
#define PHONE_RUN_MAX 64 /* digits that may be several numbers */
#define PHONE_NUMBERS_MAX 3
#define PHONE_TRIES_MAX 16    /* runs of digits in one field that are tried as numbers */
#define PHONE_READS_MAX 64    /* times that libphonenumber is asked for one field */
#define PHONE_PIECES_MAX 32   /* pieces of a run, between blanks, slashes and brackets */
#define PHONE_EXTENSION_MAX 7 /* digits */
#define NUMBER_DIGITS_MAX 15  /* what a double holds exactly */
#define EMAIL_BYTES_MAX 254   /* RFC 5321, 4.5.3.1.3 less the angle brackets */
#define EMAIL_LOCAL_MAX 64    /* RFC 5321, 4.5.3.1.1 */
#define EMAIL_ADDRESSES_MAX 8 /* in one field */
#define URL_BYTES_MAX 2048
#define HOST_BYTES_MAX 1020 /* 255 characters (RFC 1035, 2.3.4) of any alphabet */
#define CLICK_IDS_MAX 16
#define TOUCH_NOTE_BYTES_MAX (16 * 1024) /* of what touch.js says */
#define TOUCH_AGE_DAYS_MAX 400           /* a browser keeps nothing longer */
#define TOUCHES_MAX 9999
#define EVIDENCE_MAX RULE_CONDITIONS_MAX
#define EVIDENCE_TEXT_MAX 200              /* characters of a match that are kept */
#define FAULT_MESSAGE_BYTES_MAX (8 * 1024) /* what is said of one field */
#define RECORD_BYTES_MAX (512 * 1024)      /* a body of control characters grows six times */
#define GEO_FILE_BYTES_MAX (1024LL * 1024 * 1024)
#define GEO_FILES_MAX 8
#define GEO_NAME_BYTES_MAX 200
#define GEO_OLD_DAYS 45 /* since it was built; the licence of GeoLite2 gives 30 */
#define ZONES_MAX 1024  /* time zones of the system; 418 in 2026 */
#define ZONE_NAME_MAX 63
#define ZONE_CHANGES_MAX 24 /* of its offset, in TODAY_YEARS and one */
#define TODAY_YEARS 4
#define GEO_WALK_CPU_S 20 /* the child that walks a new geo database */
#define GEO_WALK_WALL_MS 60000
#define GEO_WALK_MEMORY_MAX (256LL * 1024 * 1024) /* beside the file itself */

/* definitions */
#define FORM_FILE_BYTES_MAX (256 * 1024)
#define FORMS_MAX 64
#define FORM_FIELDS_MAX 64
#define FORM_RULES_MAX 128
#define FORM_SCRIPT_MAX 32 /* questions */
#define RULE_CONDITIONS_MAX 16
#define RULE_EXAMPLES_MAX 32
#define FIELD_CHOICES_MAX 64
#define LANGUAGES_MAX 16 /* that one set of definitions speaks */
#define FORM_ORIGINS_MAX 16
#define SITE_ALLOW_MAX 16
#define SITE_ALLOW_BYTES_MAX 800 /* of origins in a policy, which names them three times */
#define SITE_TOUCH_DAYS 90       /* that a browser keeps a touch, unless site.yaml says otherwise */
#define KNOWN_HOSTS_MAX 200      /* of one list in hosts.yaml */
#define KNOWN_HOST_BYTES_MAX 253 /* RFC 1035, 2.3.4 */
#define SITE_PHONE_DIGITS_MAX 15 /* ITU-T E.164 */
#define CATEGORIES_MAX 32
#define FIELD_UNITS_MAX 16
#define CONDITION_WORDS_MAX 256
#define DEFINITION_KEYS_MAX 128   /* keys of one mapping */
#define DEFINITION_OPEN_MAX 1000  /* brackets opened and not closed */
#define DEFINITION_WORD_MAX 200   /* characters of a name, a choice or a word in a list */
#define DEFINITION_DAYS_MAX 36500 /* a hundred years, either way */
#define PATTERN_BYTES_MAX (4 * 1024)
#define FORM_SET_BYTES_MAX ((size_t)256 * 1024 * 1024) /* far above what the files can ask for */
#define TEXT_LENGTH_MAX 200      /* characters, when a field gives no max_length */
#define TEXTAREA_LENGTH_MAX 4000 /* so that two octets each stay below PAIR_VALUE_MAX */
#define HIDDEN_LENGTH_MAX 500
#define CONFIG_ERRORS_MAX 200
#define PLACE_WORDS_MAX 4096 /* regions and cities of all rules that firstline check looks for */
#define PLACE_SUGGEST_MAX 16 /* and for which it looks for what is near */

/* patterns: past one of these the rule does not hold and the lead carries a mark */
#define PATTERN_MATCH_LIMIT 10000
#define PATTERN_DEPTH_LIMIT 1000
#define PATTERN_HEAP_LIMIT_KIB 1024
#define PATTERN_TIME_MAX_MS 20

/* the process */
#define SETTINGS_FILE_BYTES_MAX (64 * 1024)
#define SETTINGS_LIST_MAX GEO_FILES_MAX /* values of one setting */
#define THREADS_MAX 512
#define PENDING_MAX 1024 /* records that wait for the writer; past it 503 */
#define BATCH_RECORDS_MAX 256
#define BATCH_BYTES_MAX (4 * 1024 * 1024)
#define BATCH_DEADLINE_MS 2000
#define CONNECT_DEADLINE_MS 2000
#define HOSTS_MAX 16        /* servers that are tried, each address of a name counted as one */
#define HOST_ADDRESS_MAX 64 /* an IP address as text, with its scope and the NUL */
#define SPOOL_FILE_BYTES_MAX                                                                       \
    (64 * 1024 * 1024)          /* looked at; ours have BATCH_BYTES_MAX and a bit                  \
                                 */
#define SPOOL_LIST_MAX 8192     /* file names held at once, the oldest */
#define SPOOL_NAME_MAX 120      /* a file name in the spool */
#define SPOOL_REASON_MAX 240    /* why a record or a file was set aside */
#define HISTORY_NAME_MAX 48     /* characters of a name that a server gives to its history */
#define RECENT_LIST_MAX 8192    /* files of what was delivered lately; past it the oldest go */
#define RECENT_MINUTES_MAX 1200 /* a file each RECENT_GROWS_MS has to fit into RECENT_LIST_MAX */
#define RECENT_MIB_MAX 4096
#define RECENT_GROWS_MS 10000 /* how long one of them is appended to */
#define RECENT_ROOM_BYTES                                                                          \
    (64LL * 1024 * 1024)     /* free space above the spool's floor that they leave to it           \
                              */
#define RECENT_SLOW_MS 500   /* an append that took longer: the disk is let alone */
#define RECENT_REST_MS 10000 /* for so long */
#define LEDGER_SLOT_S 900    /* of time that is counted together: days of every zone end with one */
#define LEDGER_SLOTS 768     /* of them kept: eight days */
#define LEDGER_BOOKS_MAX 16  /* files of one process, its own and those taken over */
#define LEDGER_ROWS_MAX 96   /* slots that the database is told of at once */
#define COUNT_BUSY_MS 40    /* of a second, for counting leads (store/counter) while some come in */
#define COUNT_IDLE_MS 300   /* and while none do */
#define LEDGER_TELL_MS 2000 /* how often, when something was counted */
#define LEDGER_AGAIN_MS 600000    /* and all of it once more, for a server that forgets */
#define LEDGER_REST_MS 10000      /* after one that did not take it */
#define LEDGER_KEEP_S (2 * 86400) /* what was taken over is kept so long after it was counted */
#define PEER_SILENCE_MAX_S 5      /* one read from or write to nginx */
#define RETRY_AFTER_S 5           /* with a 503: when to send again */
#define CONNECTIONS_MAX 65536     /* descriptors of connections are below it */
#define PARKED_MAX 1024           /* connections that wait without a thread; two descriptors each */
#define LET_GO_MS 3000            /* at a stop, for nginx to close what it keeps: after 1 s idle */
#define REQUEST_DEADLINE_MS 10000 /* all reading and writing of one request */
#define REQUEST_STUCK_MS 30000    /* after that deadline */
#define LISTEN_BACKLOG 4096
#define TOKEN_KEYS_MAX 2
#define TOKEN_KEY_BYTES_MIN 32
#define TOKEN_KEY_BYTES_MAX 64
#define TOKEN_AGE_MAX_S (24 * 3600)
#define TOKEN_CLOCK_BACK_MAX_S (10 * 60)
#define KEY_AGE_MAX_S (30 * 24 * 3600) /* of a program's own key that tells its time */
#define KEY_AHEAD_MAX_S (10 * 60)
#define FILL_TIME_MIN_S 3
#define SENT_MAX 4096                    /* submissions that the next page may show */
#define SENT_BYTES_MAX (2 * 1024 * 1024) /* of them together */
#define SENT_TEXT_MAX (64 * 1024)        /* of one */
#define SENT_AGE_MAX_S (10 * 60)

/* the desk of the staff */
#define DESK_BODY_BYTES_MAX (4 * 1024 * 1024)   /* of a piece of an imported file */
#define DESK_JSON_BYTES_MAX (128 * 1024)        /* of any other body */
#define DESK_ARENA_BYTES_MAX (32 * 1024 * 1024) /* memory of one request */
#define DESK_ANSWER_BYTES_MAX (1024 * 1024)     /* of rows in one answer */
#define DESK_ROWS_MAX 500                       /* of a view in one answer */
#define DESK_ROWS 50                            /* unless the request says otherwise */
#define DESK_SKIP_MAX 1000000                   /* rows before the first */
#define DESK_ARGUMENTS_MAX 64 /* of a function, and columns that are filtered by */
#define DESK_STATEMENT_MS 5000
#define DESK_TRIP_MS 8000 /* waiting for the database; longer than it works on a statement */
#define DESK_CONNECT_S 5
#define DESK_SESSION_S 43200 /* twelve hours; written into a query as it stands here */
#define DESK_PASSWORD_MAX STAFF_PASSWORD_MAX
#define DESK_TRIES_S (5 * 60) /* in which wrong passwords are counted together: */
#define DESK_TRIES_LOGIN 5    /* for a login from an address */
#define DESK_TRIES_ADDRESS 30 /* from an address */
#define DESK_TRIES_KEPT 8192  /* logins and addresses that are counted */

/* the administrator's commands */
#define ADMIN_BYTES_MAX ((size_t)256 * 1024 * 1024) /* memory of one command */
#define ADMIN_FILE_BYTES_MAX (4 * 1024 * 1024) /* a file of the machine that is read as a whole */
#define CHILD_OUTPUT_MAX ((size_t)4 * 1024 * 1024) /* of another program; the rest is dropped */
#define CHILD_TIMEOUT_MS 30000
#define SETUP_LINE_MAX 2048          /* of what is said; the rest is dropped */
#define SETUP_SOCKETS_MAX 64         /* local servers of PostgreSQL that are listed */
#define SETUP_SITES_MAX 256          /* server blocks of nginx that are chosen from */
#define UNIT_TIMEOUT_MS (11 * 60000) /* a start that checks thousands of rules takes minutes */
#define SETUP_TRIES 50 /* a tenth of a second apart: until a server has done what it was told */
#define SETUP_TRY_MS 100
#define INSTALL_TIMEOUT_MS (15 * 60000) /* install.sql on a large database */
#define OPTION_ROWS_MAX 32              /* options of one command */
#define TABLE_COLUMNS_MAX 16            /* of a table for people */
#define STAFF_PASSWORD_MIN 8            /* characters; NIST SP 800-63B */
#define STAFF_PASSWORD_MAX 1024         /* octets; PostgreSQL's own programs take no more */
#define LOGINS_MAX 4096                 /* of people, when one is looked for */
#define LOGIN_BYTES_MAX 63              /* PostgreSQL cuts longer names */
#define REPORT_DAYS 30                  /* of a report whose days are not given */
#define REPORT_DAYS_MAX 3653            /* ten years */
#define REPORT_BYTES_MAX ((size_t)64 * 1024 * 1024) /* of one file of a report */
#define NGINX_CONNECTIONS 16384 /* what is proposed: nginx/firstline.nft says why */
#define NGINX_FILES 40000
#define CSV_CELLS_MAX 192 /* of one row: other systems export every field they have */
#define CSV_CELL_BYTES_MAX 8192
#define CSV_WINDOW_BYTES (4 * 1024 * 1024) /* of a file read in pieces: the longest row fits in */
#define IMPORT_PIECE_BYTES_MAX (4 * 1024 * 1024) /* that a page sends at once */
#define IMPORT_LOOKED_AT 10000                   /* rows of a preview */
#define IMPORT_SHOWN 5                           /* of these, as they would be kept */
#define IMPORT_REASONS_MAX 12                    /* different ones that a preview counts */
#define IMPORT_ID_BYTES_MAX 256
#define STORED_NAME_MAX 256 /* of a name in the database: intake.label */
#define IMPORT_TRIES 40     /* of a batch whose clients somebody is at */
#define COST_FILE_BYTES_MAX ADMIN_FILE_BYTES_MAX
#define COST_ROWS_MAX 10000    /* of one file; as marketing.load_costs() has it */
#define COST_SOURCE_MAX 256    /* of source and medium; as intake.cost has it */
#define COST_CAMPAIGN_MAX 1024 /* as well */
#define COST_DIGITS_MAX 12     /* of an amount before its decimal mark */
#define COST_DECIMALS_MAX 6
#define LIST_SERVICES_MAX 4000 /* of one public list; Matomo's longest has 310 in 2026 */
#define LIST_ROWS_MAX 40000    /* hosts of all lists, as they are written */
#define DOCTOR_CHECKS_MAX 96
#define DOCTOR_FOUND_MAX 600
#define DOCTOR_REMEDY_MAX 800
#define DOCTOR_CHECK_MS 5000 /* a check that takes longer is ended */
#define DOCTOR_TIME_MS 15000 /* all of them */
#define DOCTOR_WAIT_MAX_S 600
#define DOCTOR_KEY_DAYS 365
#define DOCTOR_GEO_DAYS 40
#define DOCTOR_FILES_MAX 10000 /* looked at in one folder */
#define NGINX_DIRECTIVES_MAX 100000
#define NGINX_INCLUDES_MAX 512 /* files that wait to be read on */
#define NGINX_BLOCKS_MAX 32    /* one in another */
#define NGINX_WORDS_MAX 1024   /* of one directive: server_name of a large site */
#define NGINX_WORD_MAX 4096    /* of a longer one the rest is dropped */

#endif
