-- What the database must be like. Asked before anything else, in ASCII, since a wrong one may not even take the rest.

DO $database$
DECLARE
    command CONSTANT text := format('CREATE DATABASE %I TEMPLATE template0 ENCODING ''UTF8'' LOCALE_PROVIDER libc '
                                    'LOCALE ''C.UTF-8''', current_database());
    trouble text;
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        trouble := 'its encoding is ' || current_setting('server_encoding') || ', not UTF8: names would not be kept';
    ELSIF lower(chr(1046)) <> chr(1078) OR upper(chr(1078)) <> chr(1046) THEN
        trouble := 'its locale takes small and capital Cyrillic letters for different ones: nobody would be found by name';
    END IF;
    IF trouble IS NOT NULL THEN
        RAISE EXCEPTION 'firstline cannot live in the database %: %', current_database(), trouble
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'This makes a right one, in its place or under another name: ' || command;
    END IF;
END
$database$;
