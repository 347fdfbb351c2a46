// phone_number: libphonenumber behind a C interface. Whatever it throws ends here: an exception
// must not run through C frames, and a number that cannot be read is simply no number.
#include "lead/phone_number.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

constexpr int ONE = 1;               // North America's code
constexpr int SEVEN = 7;             // that of Russia and Kazakhstan
constexpr std::size_t NATIONAL = 10; // digits of their numbers

enum phone_source source_of(const PhoneNumber &number) {
    switch (number.country_code_source()) {
    case PhoneNumber::FROM_NUMBER_WITH_PLUS_SIGN:
        return PHONE_SOURCE_PLUS;
    case PhoneNumber::FROM_NUMBER_WITH_IDD:
        return PHONE_SOURCE_ABROAD;
    case PhoneNumber::FROM_NUMBER_WITHOUT_PLUS_SIGN:
        return PHONE_SOURCE_CODE;
    default:
        return PHONE_SOURCE_REGION;
    }
}

// false: it does not fit, out is untouched.
bool copy(const std::string &from, char *out, size_t bytes) {
    if (from.size() >= bytes)
        return false;
    std::memcpy(out, from.c_str(), from.size() + 1);
    return true;
}

// What the library knows of a parsed number. IsValidNumber would ask for the country once more.
bool describe(const PhoneNumber &number, bool likely, struct phone_number *out) {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    std::string e164, country;
    struct phone_number found = {};
    util->Format(number, PhoneNumberUtil::E164, &e164);
    if (number.country_code() == SEVEN && e164.size() != 2 + NATIONAL)
        return false;
    util->GetRegionCodeForNumber(number, &country);
    found.valid = util->IsValidNumberForRegion(number, country);
    found.likely = likely;
    found.code_digits = static_cast<int>(std::to_string(number.country_code()).size());
    found.source = source_of(number);
    if (country == "ZZ")
        country.clear();
    if (!copy(e164, found.e164, sizeof found.e164) ||
        !copy(country, found.country, sizeof found.country))
        return false;
    *out = found;
    return true;
}

// Ten digits behind +7, 7, 8 or nothing are nearly all numbers that come. Parse takes three
// quarters of the time and can only make +7 and these ten of them, if that is a valid number; and
// whether it is, is still the library's to say. Anything else goes the long way.
// test_phone_number compares both ways over a million numbers.
bool read_common(const char *digits, const char *region, struct phone_number *out) {
    const bool plus = digits[0] == '+';
    const char *p = digits + plus;
    const std::size_t count = std::strlen(p);
    if (plus ? count != NATIONAL + 1 || p[0] != '7' : std::strcmp(region, "RU") != 0)
        return false;
    PhoneNumber number;
    number.set_country_code_source(plus ? PhoneNumber::FROM_NUMBER_WITH_PLUS_SIGN
                                   : count == NATIONAL + 1 && p[0] == '7'
                                       ? PhoneNumber::FROM_NUMBER_WITHOUT_PLUS_SIGN
                                       : PhoneNumber::FROM_DEFAULT_COUNTRY);
    if (count == NATIONAL + 1 && (p[0] == '7' || p[0] == '8'))
        p++;
    else if (count != NATIONAL)
        return false;
    std::uint64_t national = 0;
    for (const char *d = p; *d != '\0'; d++) {
        if (*d < '0' || *d > '9')
            return false;
        national = national * 10 + static_cast<unsigned>(*d - '0');
    }
    number.set_country_code(SEVEN);
    number.set_national_number(national);
    struct phone_number found;
    if (*p == '0' || !describe(number, true, &found) || !found.valid)
        return false;
    *out = found;
    return true;
}

// Plans grow: Benin's eight digits became ten. A number longer than the tables know is kept where
// its code was typed, but where a length has stood for ten digits of NANP or of code 7. None
// shrinks.
bool may_have_grown(const PhoneNumber &number, PhoneNumberUtil::ValidationResult length) {
    return (length == PhoneNumberUtil::TOO_LONG || length == PhoneNumberUtil::INVALID_LENGTH) &&
           number.country_code_source() == PhoneNumber::FROM_NUMBER_WITH_PLUS_SIGN &&
           number.country_code() != ONE && number.country_code() != SEVEN;
}

// The library takes a country's own prefix off even where a number begins with it, premium ones of
// Belarus (+375 810…): whoever typed such a number as it is would get another.
bool is_found_again(const char *e164) {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    std::string again;
    if (util->Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    util->Format(number, PhoneNumberUtil::E164, &again);
    return again == e164;
}

bool read(const char *digits, const char *region, struct phone_number *out) {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (read_common(digits, region, out))
        return true;
    if (util->ParseAndKeepRawInput(digits, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    const PhoneNumberUtil::ValidationResult length = util->IsPossibleNumberWithReason(number);
    const bool likely = length == PhoneNumberUtil::IS_POSSIBLE;
    if ((!likely && !may_have_grown(number, length)) || !describe(number, likely, out))
        return false;
    out->valid = out->valid && is_found_again(out->e164);
    return true;
}

} // namespace

void phone_number_start(void) {
    struct phone_number unused;
    (void)phone_number_read("+74950000000", "RU", &unused);
}

int phone_number_read(const char *digits, const char *region, struct phone_number *out) {
    try {
        return read(digits, region, out);
    } catch (...) {
        return 0;
    }
}

int phone_number_same_code(const char *region, const char *other) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        const int code = util->GetCountryCodeForRegion(region); // 0: there is no such region
        return code != 0 && code == util->GetCountryCodeForRegion(other);
    } catch (...) {
        return 0;
    }
}
