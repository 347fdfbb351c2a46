/* phone_number: the one door to libphonenumber, which is C++; no exception leaves it. */
#ifndef LEAD_PHONE_NUMBER_H
#define LEAD_PHONE_NUMBER_H

#ifdef __cplusplus
extern "C" {
#endif

#define PHONE_E164_BYTES 17 /* +, 15 digits, NUL */
#define PHONE_COUNTRY_BYTES 4

/* What said which country it is. */
enum phone_source {
    PHONE_SOURCE_PLUS = 0,
    PHONE_SOURCE_ABROAD, /* the region's prefix for calls abroad, and the code */
    PHONE_SOURCE_CODE,   /* the region's own country code, without + */
    PHONE_SOURCE_REGION  /* nothing typed: the region */
};

struct phone_number {
    char e164[PHONE_E164_BYTES];
    char country[PHONE_COUNTRY_BYTES]; /* empty when unknown */
    int valid;  /* else only possible: no such range is known, or e164 would be read as another */
    int likely; /* its length is one that its country is known to have */
    int code_digits; /* of e164, the country code's */
    enum phone_source source;
};

/* Builds libphonenumber's tables. Before threads. */
void phone_number_start(void);

/* Reads digits, with or without a + in front, at most PHONE_RUN_MAX of them; region is two
 * letters. 0: no number that could be dialled from abroad, a local one without its area code
 * included: it would be one contact for people of many towns. Nor one of more than the 15 digits
 * of E.164, or of code 7 with other than ten digits behind it, of which the library calls 14
 * possible: that is a number with an hour or a room glued to it. */
int phone_number_read(const char *digits, const char *region, struct phone_number *out);

/* Whether two regions share a country code, as Russia and Kazakhstan do: then they read a number
 * without one alike. */
int phone_number_same_code(const char *region, const char *other);

#ifdef __cplusplus
}
#endif

#endif
