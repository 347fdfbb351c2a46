<?php
/* handler: what firstline does with a cargo request, as one would write it in PHP without a
 * framework: the same checks, the same rules, the same record and the same SQL, one transaction a
 * lead over a persistent connection. It is kept lean, so that the comparison is with PHP at its
 * best: opcache, no autoloader, no template, one round trip to the database, and a phone number is
 * put right by a regular expression, not by a port of libphonenumber (some 20 times slower). */
declare(strict_types=1);

const FAR = '~(?xi) \b (?: хабаровск | владивосток | новосибирск | иркутск | красноярск | якут
    | магадан | норильск | благовещенск | южно[ -]?сахалинск | сахалин | улан[ -]?удэ
    | петропавловск\w{0,3}[ -]?камчатск | камчатк | комсомольск\w{0,3}[ -]на[ -]амур
    | уссурийск | биробиджан | анадыр | чит(?:а|ы|е|у|ой)\b
    | khabarovsk | vladivostok | novosibirsk | irkutsk | krasnoyarsk | yakut
    | magadan | norilsk | blagoveshchensk | yuzhno[ -]?sakhalinsk | sakhalin
    | ulan[ -]?ude | petropavlovsk[ -]?kamchatsk | kamchatka
    | komsomolsk[ -]on[ -]amur | ussuriysk | birobidzhan | anadyr | chita\b )~u';
const VILLAGE = '~(?xi) \b (?: дерев(?:н\w{1,3}|ень|ушк\w{1,2}) | дер | сел(?:о|а|е|у|ом)
    | пос[её]л(?:ок|ка|ке|ку|ком) | пос | хутор\w{0,2} | станиц\w{1,2} | аул\w{0,2}
    | village | hamlet ) \b | \b [дсх] \. \s? (?!\d|\s)~u';
const FROZEN = '~(?i)морожен|заморож|глубок\w+ заморозк|рефрижератор|frozen|ice[ -]?cream|refrigerat|\breefer~u';
const KILOGRAMS = ['кг' => 1, 'kg' => 1, 'т' => 1000, 'тн' => 1000, 'тонн' => 1000, 'тонна' => 1000,
    'тонны' => 1000, 't' => 1000, 'ц' => 100, '' => 1];
const LENGTHS = ['name' => 100, 'cargo' => 300, 'from' => 200, 'to' => 200, 'comment' => 2000];

function uuid7(int $ms): string
{
    $h = sprintf('%012x', $ms) . bin2hex(random_bytes(10));
    $h[12] = '7';
    $h[16] = dechex(hexdec($h[16]) & 3 | 8);
    return sprintf('%s-%s-%s-%s-%s', substr($h, 0, 8), substr($h, 8, 4), substr($h, 12, 4), substr($h, 16, 4), substr($h, 20, 12));
}

function phone(string $text): ?string
{
    $digits = preg_replace('~\D+~', '', $text);
    if (preg_match('~^[78]?(9\d{9}|[348]\d{9})$~', $digits, $m)) {
        return '+7' . $m[1];
    }
    return preg_match('~^\s*\+\d~', $text) && preg_match('~^\d{8,15}$~', $digits) ? '+' . $digits : null;
}

function kilograms(string $text): ?float
{
    if (!preg_match('~^([\d  ]*\d(?:[.,]\d+)?)\s*(\pL*)\.?$~u', $text, $m) || !isset(KILOGRAMS[mb_lower($m[2])])) {
        return null;
    }
    return (float) str_replace([' ', ' ', ','], ['', '', '.'], $m[1]) * KILOGRAMS[mb_lower($m[2])];
}

function mb_lower(string $s): string
{
    return strtr($s, ['К' => 'к', 'Г' => 'г', 'Т' => 'т', 'О' => 'о', 'Н' => 'н', 'А' => 'а', 'Ы' => 'ы', 'Ц' => 'ц']);
}

function day(string $text): ?DateTimeImmutable
{
    foreach (['!Y-m-d', '!d.m.Y'] as $format) {
        $date = DateTimeImmutable::createFromFormat($format, $text);
        if ($date !== false && DateTimeImmutable::getLastErrors() === false) {
            return $date;
        }
    }
    return null;
}

/** The typed answers and the errors. */
function check(array $sent): array
{
    $errors = $answers = [];
    foreach (['name', 'phone', 'email', 'cargo', 'weight_kg', 'from', 'to', 'ready_on', 'comment', 'consent'] as $field) {
        $value = $sent[$field] ?? '';
        if (!is_string($value) || preg_match('~[\x00-\x08\x0b\x0c\x0e-\x1f]~', $value) || !preg_match('~~u', $value)) {
            $errors[$field] = 'text';
            continue;
        }
        $answers[$field] = trim($value);
    }
    foreach (LENGTHS as $field => $max) {
        if (iconv_strlen($answers[$field] ?? '', 'UTF-8') > $max) {
            $errors[$field] = 'too_long';
        }
    }
    foreach (['name', 'cargo', 'weight_kg', 'from', 'to', 'consent'] as $field) {
        if (($answers[$field] ?? '') === '') {
            $errors[$field] ??= 'required';
        }
    }
    if (($answers['phone'] ?? '') === '' && ($answers['email'] ?? '') === '') {
        $errors['phone'] = 'contact';
    }
    if (($answers['phone'] ?? '') !== '' && ($answers['phone'] = phone($answers['phone'])) === null) {
        $errors['phone'] = 'phone';
    }
    if (($answers['email'] ?? '') !== '' && !filter_var($answers['email'], FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE)) {
        $errors['email'] = 'email';
    }
    if (($answers['weight_kg'] ?? '') !== '') {
        $answers['weight_kg'] = kilograms($answers['weight_kg']);
        if ($answers['weight_kg'] === null || $answers['weight_kg'] < 0.1 || $answers['weight_kg'] > 100000) {
            $errors['weight_kg'] = 'number';
        }
    }
    if (($answers['ready_on'] ?? '') !== '') {
        $date = day($answers['ready_on']);
        $ahead = $date === null ? -1 : ($date->getTimestamp() - strtotime('today')) / 86400;
        if ($ahead < 0 || $ahead > 365) {
            $errors['ready_on'] = 'date';
        } else {
            $answers['ready_on'] = $date->format('Y-m-d');
        }
    }
    $answers['consent'] = in_array($answers['consent'] ?? '', ['on', 'true', '1', 'yes', 'да'], true);
    if (!$answers['consent']) {
        $errors['consent'] = 'consent';
    }
    return [array_filter($answers, fn ($a) => $a !== ''), $errors];
}

function found(string $field, string $pattern, array $answers): ?array
{
    if (!preg_match($pattern, $answers[$field] ?? '', $m, PREG_OFFSET_CAPTURE)) {
        return null;
    }
    return ['field' => $field, 'matched' => $m[0][0], 'start' => $m[0][1], 'end' => $m[0][1] + strlen($m[0][0])];
}

function why(array $evidence): string
{
    return implode('; ', array_map(fn($e) => $e['field'] . (isset($e['not']) ? ' does not match'
        : (isset($e['matched']) ? " has \"{$e['matched']}\"" : " is {$e['value']}")), $evidence));
}

/** Category, colour, rank, rule, evidence and the same in words, by the rules of forms/cargo.yaml. */
function classify(array $a): array
{
    $frozen = found('cargo', FROZEN, $a);
    if ($frozen) {
        return ['unfit', 'brown', 90, 'frozen goods need special equipment', [$frozen], why([$frozen])];
    }
    $far = found('to', FAR, $a);
    $days = isset($a['ready_on']) ? (strtotime($a['ready_on']) - strtotime('today')) / 86400 : null;
    if ($a['weight_kg'] >= 1000 && $days !== null && $days <= 7 && $far) {
        $evidence = [['field' => 'weight_kg', 'value' => $a['weight_kg']], ['field' => 'ready_on', 'value' => $days], $far];
        return ['high-margin', 'red', 10, 'far city, heavy, this week', $evidence, why($evidence)];
    }
    $village = found('from', VILLAGE, $a);
    if ($a['weight_kg'] <= 500 && $village && !$far) {
        $evidence = [['field' => 'weight_kg', 'value' => $a['weight_kg']], $village, ['field' => 'to', 'value' => $a['to'], 'not' => true]];
        return ['low-margin', 'green', 30, 'light, from a village, not far', $evidence, why($evidence)];
    }
    return ['other', 'grey', 20, null, [], null];
}

function raw(): array
{
    $pairs = [];
    foreach ($_POST as $name => $value) {
        if ($name[0] !== '_') {
            $pairs[] = [$name, $value];
        }
    }
    return $pairs;
}

function touch_of(array $sent): array
{
    $landing = $sent['_landing'] ?? null;
    $referrer = $sent['_referrer'] ?? null;
    parse_str((string) parse_url((string) $landing, PHP_URL_QUERY), $query);
    $touch = ['landing' => $landing, 'referrer' => $referrer,
        'referrer_host' => $referrer ? parse_url($referrer, PHP_URL_HOST) : null];
    foreach (['source', 'medium', 'campaign', 'term', 'content'] as $utm) {
        $touch['utm_' . $utm] = $query['utm_' . $utm] ?? null;
    }
    $touch['clicks'] = (object) array_intersect_key($query, ['gclid' => 0, 'yclid' => 0, 'fbclid' => 0]);
    return $touch + ['seen' => $landing !== null];
}

function record(array $answers, int $ms): array
{
    $contacts = [];
    foreach (['phone', 'email'] as $kind) {
        if (isset($answers[$kind])) {
            $contacts[] = ['kind' => $kind, 'value' => strtolower($answers[$kind]), 'field' => $kind];
        }
    }
    [$category, $colour, $rank, $rule, $evidence, $why] = classify($answers);
    return [
        'id' => uuid7($ms), 'spare_id' => uuid7($ms), 'keyed' => false,
        'fingerprint' => hash('sha256', serialize(['cargo', $contacts, $answers])),
        'form' => 'cargo', 'language' => 'ru',
        'received_at' => gmdate('Y-m-d\TH:i:s', intdiv($ms, 1000)) . sprintf('.%03dZ', $ms % 1000),
        'contacts' => $contacts, 'answers' => $answers, 'raw' => raw(),
        'address' => $_SERVER['REMOTE_ADDR'], 'user_agent' => $_SERVER['HTTP_USER_AGENT'] ?? '', 'place' => null,
        'touch' => touch_of($_POST), 'category' => $category, 'colour' => $colour, 'rank' => $rank,
        'rule' => $rule, 'rule_set' => '0123456789ab', 'evidence' => $evidence, 'why' => $why, 'marks' => [],
    ];
}

function answer(int $status, string $body): void
{
    http_response_code($status);
    header('Content-Type: application/json; charset=utf-8');
    header('Content-Length: ' . strlen($body));
    echo $body;
}

function main(): void
{
    [$answers, $errors] = check($_POST);
    if ($errors) {
        answer(422, json_encode(['ok' => false, 'errors' => $errors]));
        return;
    }
    $records = json_encode([record($answers, (int) (microtime(true) * 1000))], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    $db = pg_pconnect('application_name=handler');
    $result = $db ? pg_query_params($db, 'SELECT n, receipt, outcome FROM intake.submit($1)', [$records]) : false;
    $row = $result ? pg_fetch_row($result) : false;
    if (!$row || $row[2] === 'racing') {
        answer(503, '{"ok":false}');
        return;
    }
    header('Location: /f/cargo/thanks?lang=ru&receipt=' . $row[1], true, 303);
    header('Cache-Control: private, no-cache');
    header('X-Content-Type-Options: nosniff');
    header('Content-Length: 0');
}

main();
