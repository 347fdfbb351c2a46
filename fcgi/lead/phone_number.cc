// phone_number: libphonenumber behind a C interface. Whatever it throws ends here: an exception
// must not run through C frames, and a number that cannot be read is simply no number.
#include "lead/phone_number.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

// false: it does not fit, out is untouched.
bool copy(const std::string &from, char *out, size_t bytes) {
    if (from.size() >= bytes)
        return false;
    std::memcpy(out, from.c_str(), from.size() + 1);
    return true;
}

bool read(const char *digits, const char *region, struct phone_number *out) {
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util->Parse(digits, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    if (util->IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
        return false;
    std::string e164, country;
    util->Format(number, PhoneNumberUtil::E164, &e164);
    util->GetRegionCodeForNumber(number, &country);
    if (country == "ZZ")
        country.clear();
    struct phone_number found = {};
    found.valid = util->IsValidNumber(number);
    if (!copy(e164, found.e164, sizeof found.e164) ||
        !copy(country, found.country, sizeof found.country))
        return false;
    *out = found;
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
