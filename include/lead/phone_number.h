/* phone_number: the one door to libphonenumber, which is C++; no exception leaves it. */
#ifndef LEAD_PHONE_NUMBER_H
#define LEAD_PHONE_NUMBER_H

#ifdef __cplusplus
extern "C" {
#endif

#define PHONE_E164_BYTES 19 /* +, 15 digits by E.164 (in Germany 17), NUL */
#define PHONE_COUNTRY_BYTES 4

struct phone_number {
    char e164[PHONE_E164_BYTES];
    char country[PHONE_COUNTRY_BYTES]; /* empty when unknown */
    int valid;                         /* else only possible: right length, but no such range */
};

/* Builds libphonenumber's tables. Before threads. */
void phone_number_start(void);

/* Reads digits, with or without a + in front, at most PHONE_TEXT_MAX of them; region is two
 * letters. 0: no number that could be dialled from abroad, a local one without its area code
 * included: it would be one contact for people of many towns. */
int phone_number_read(const char *digits, const char *region, struct phone_number *out);

#ifdef __cplusplus
}
#endif

#endif
