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

constexpr std::size_t NATIONAL = 10; // digits of a number of Russia or Kazakhstan

// false: it does not fit, out is untouched.
bool copy(const std::string &from, char *out, size_t bytes) {
    if (from.size() >= bytes)
        return false;
    std::memcpy(out, from.c_str(), from.size() + 1);
    return true;
}

// What the library knows of a parsed number. IsValidNumber would ask for the country once more.
bool describe(const PhoneNumber &number, struct phone_number *out) {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    std::string e164, country;
    struct phone_number found = {};
    util->Format(number, PhoneNumberUtil::E164, &e164);
    util->GetRegionCodeForNumber(number, &country);
    found.valid = util->IsValidNumberForRegion(number, country);
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
    PhoneNumber number;
    number.set_country_code(7);
    number.set_national_number(national);
    struct phone_number found;
    if (*p == '0' || !describe(number, &found) || !found.valid)
        return false;
    *out = found;
    return true;
}

bool read(const char *digits, const char *region, struct phone_number *out) {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (read_common(digits, region, out))
        return true;
    if (util->Parse(digits, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    if (util->IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
        return false;
    return describe(number, out);
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
