/* Rows of profile buffers to columns in one pass: what vectors.py does, for the usual rows.

   Plain C without Python, so that one build serves all versions of Python. A buffer that has anything
   unusual is odd, and its rows are as if they had not been: vectors.py and the row reader decide on it.
   Nothing outside of `data[first..end]` of a buffer is read, and no more rows are written than it says it has,
   which the caller has made room for. */

#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* core.py has the same numbers and the same structures. */
enum { VALUES, REALS, TIMES };
enum { NONE, NUMBERS, OCTETS, TEXT };
enum { ALL_FIELDS, LOCAL, UTC };
enum { UNKNOWN_STEP, FIXED_STEP, MONTHS, ODD_STEP };

enum { WIDEST = 127, NO_DEVIATION = -0x8000, NOT_SPECIFIED = 0xFF };
static const int64_t SAFE = INT64_C(1) << 61, EXACT = INT64_C(1) << 53;
static const int64_t DAY = 86400000, FIRST = INT64_C(-62135596800000), END = INT64_C(253402300800000);
static const int64_t LEFT_OUT = INT64_MIN; /* what stands for a time until all of them are known */

typedef struct {
    void *values;        /* int64 of each row: a number, the place of a string, milliseconds; or double */
    uint8_t *known;      /* a bit for each row, as Arrow has them: set by the caller */
    uint8_t *sent;       /* ALL_FIELDS: 1 where the row has a time; the rest are its other fields */
    int16_t *deviation;
    uint8_t *weekday, *hundredths, *status;
    uint64_t tags;       /* a bit for each tag that cells may have */
    double power;        /* REALS: numbers are multiplied by it, or divided where `divides`; 0: neither */
    int32_t divides;
    int32_t role;
    int32_t seen;        /* VALUES: what there is, of which one column has one */
    int32_t is_total;
    int32_t form;        /* TIMES: what `values` are to be */
    int32_t gaps;        /* whether there may be rows that are not known */
} Column;

typedef struct {
    int64_t step;        /* milliseconds, or 1 for MONTHS */
    int32_t step_kind;
    int32_t direction;   /* 0: as the rows show */
    int32_t expands;
    int32_t wide;
} Profile;

/* What is known of a column from the rows of a buffer so far. */
typedef struct {
    int64_t number, whole, moment, balance, day;
    double real;
    uint32_t date;       /* the octets of the last date, which is that `day` */
    uint8_t known, is_real, has_whole, rises, falls, has_real;
    uint8_t left_out, left_below; /* times: some; some below one that was sent */
} State;

static uint16_t of_16_bits(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }
static uint32_t of_32_bits(const uint8_t *at) { return (uint32_t)of_16_bits(at) << 16 | of_16_bits(at + 2); }
static uint64_t of_64_bits(const uint8_t *at) { return (uint64_t)of_32_bits(at) << 32 | of_32_bits(at + 4); }

/* Octets behind each tag; 0 for those that are not read here. */
static const uint8_t SIZES[64] = {
    [0x03] = 1, [0x0F] = 1, [0x11] = 1, [0x16] = 1, [0x1C] = 1, [0x1F] = 1,
    [0x10] = 2, [0x12] = 2, [0x1D] = 2, [0x20] = 2,
    [0x05] = 4, [0x06] = 4, [0x17] = 4, [0x1E] = 4, [0x21] = 4,
    [0x14] = 8, [0x15] = 8, [0x18] = 8,
};

static int64_t number_of(int tag, const uint8_t *at) {
    switch (tag) {
    case 0x0F: case 0x1C: return (int8_t)at[0];
    case 0x10: case 0x1D: return (int16_t)of_16_bits(at);
    case 0x12: case 0x20: return of_16_bits(at);
    case 0x05: case 0x1E: return (int32_t)of_32_bits(at);
    case 0x06: case 0x21: return of_32_bits(at);
    case 0x14: case 0x15: return (int64_t)of_64_bits(at);
    default: return at[0];
    }
}

static int is_known(const Column *column, int64_t row) { return column->known[row >> 3] >> (row & 7) & 1; }

static void set_unknown(Column *column, int64_t row) {
    column->known[row >> 3] &= (uint8_t)~(1 << (row & 7));
    column->gaps = 1;
}

/* ---- dates, of the Gregorian calendar, where years begin in March ---- */

static int is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int last_of(int year, int month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static int64_t days_of(int year, int month, int day) {
    year += 400; /* so that all is positive */
    year -= month <= 2;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return (era - 1) * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int *year, int *month, int *day) {
    days += 719468 + 146097;
    int64_t era = days / 146097, of_era = days - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5) + 1;
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(years + (era - 1) * 400) + (*month <= 2);
}

static int64_t day_of(int64_t local) { return (local - FIRST) / DAY + FIRST / DAY; }
static uint8_t weekday_of(int64_t day) { return (uint8_t)((day - FIRST / DAY) % 7 + 1); }

/* ---- cells: each gives the place behind it, or NULL for what is odd ---- */

/* A number into the state; its size is known to be there. */
static int take_number(const Column *column, State *state, int tag, const uint8_t *at) {
    int64_t number = number_of(tag, at);
    if (tag >= 0x1C) {
        if (column->is_total) state->rises |= number > 0, state->falls |= number < 0;
        if (!state->known) return 1; /* a difference to nothing known */
        if (state->is_real || state->number >= SAFE || state->number <= -SAFE) return 0;
        state->number += number;
        return 1;
    }
    if (tag == 0x15 && number < 0) return 0;
    if (column->is_total) {
        if (state->has_whole) state->rises |= number > state->whole, state->falls |= number < state->whole;
        state->whole = number;
        state->has_whole = 1;
    }
    state->number = number;
    state->is_real = 0;
    state->known = 1;
    return 1;
}

/* The same of a column of rows that are alike, each `size` octets behind the one before. */
static int take_numbers(Column *column, State *state, int tag, const uint8_t *at, int64_t size, int64_t row, int64_t count) {
    int64_t *values = (int64_t *)column->values + row, number = state->number;
    int rises = 0, falls = 0;
#define EACH(tag) case tag: for (int64_t i = 0; i < count; i++, at += size) values[i] = number_of(tag, at); break;
    switch (tag) {
    EACH(0x05) EACH(0x06) EACH(0x0F) EACH(0x10) EACH(0x12) EACH(0x14) EACH(0x15)
    EACH(0x1C) EACH(0x1D) EACH(0x1E) EACH(0x20) EACH(0x21) default: EACH(0x11)
    }
#undef EACH
    if (tag >= 0x1C) {
        for (int64_t i = 0; i < count && column->is_total; i++) rises |= values[i] > 0, falls |= values[i] < 0;
        if (state->known && state->is_real) return 0;
        for (int64_t i = 0; i < count; i++) {
            if (number >= SAFE || number <= -SAFE) return 0;
            if (state->known) number += values[i];
            else set_unknown(column, row + i);
            values[i] = number;
        }
        state->number = number;
    } else {
        number = state->has_whole ? state->whole : values[0];
        for (int64_t i = 0; i < count; i++) {
            if (tag == 0x15 && values[i] < 0) return 0;
            rises |= values[i] > number;
            falls |= values[i] < number;
            number = values[i];
        }
        state->number = state->whole = number;
        state->has_whole = state->known = 1;
        state->is_real = 0;
    }
    state->rises |= rises && column->is_total;
    state->falls |= falls && column->is_total;
    return 1;
}

static const uint8_t *value(Column *column, State *state, int tag, const uint8_t *data, const uint8_t *at, const uint8_t *end, int64_t row) {
    int kind, size;
    if (tag == 0x09 || tag == 0x0A || tag == 0x0C) {
        if (at == end || at[0] > 0x7F || end - at - 1 < at[0]) return NULL;
        size = 1 + at[0];
        kind = tag == 0x09 ? OCTETS : TEXT;
        if (kind == TEXT)
            for (int place = 1; place < size; place++)
                if (at[place] > 0x7F) return NULL;
        state->number = at - data;
        state->known = 1;
    } else {
        size = SIZES[tag];
        kind = NUMBERS;
        if (!size || end - at < size || !take_number(column, state, tag, at)) return NULL;
    }
    if (column->seen == NONE) column->seen = kind;
    if (column->seen != kind) return NULL;
    ((int64_t *)column->values)[row] = state->number;
    if (!state->known) set_unknown(column, row);
    return at + size;
}

static double real_of(const Column *column, const State *state) {
    double number = state->is_real ? state->real : (double)state->number;
    if (column->power == 0) return number;
    return column->divides ? number / column->power : number * column->power;
}

static const uint8_t *real(Column *column, State *state, int tag, const uint8_t *at, const uint8_t *end, int64_t row) {
    int size = SIZES[tag];
    if (!size || end - at < size) return NULL;
    if (tag == 0x17 || tag == 0x18) {
        if (tag == 0x17) {
            uint32_t bits = of_32_bits(at);
            float number;
            memcpy(&number, &bits, sizeof number);
            state->real = number;
        } else {
            uint64_t bits = of_64_bits(at);
            memcpy(&state->real, &bits, sizeof bits);
        }
        state->is_real = state->known = state->has_real = 1;
    } else {
        if (!take_number(column, state, tag, at)) return NULL;
        /* Quotients and products of what is exact are rounded once, as decimals are. */
        if (column->power != 0 && (state->number > EXACT || state->number < -EXACT)) return NULL;
    }
    ((double *)column->values)[row] = real_of(column, state);
    if (!state->known) set_unknown(column, row);
    return at + size;
}

static const uint8_t *moment(Column *column, State *state, int tag, const uint8_t *at, const uint8_t *end, int64_t row) {
    int size, deviation = 0;
    int64_t local;
    uint8_t weekday, hundredths = NOT_SPECIFIED, status = NOT_SPECIFIED;
    if (tag == 0x09) {
        if (end - at < 13 || at[0] != 12) return NULL;
        uint32_t date = of_32_bits(at + 1);
        deviation = (int16_t)of_16_bits(at + 10);
        if (date != state->date || !date) { /* most rows are of the day of the one above */
            int year = of_16_bits(at + 1), month = at[3], day = at[4];
            if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > last_of(year, month)) return NULL;
            state->date = date;
            state->day = days_of(year, month, day);
        }
        if (at[6] > 23 || at[7] > 59 || at[8] > 59) return NULL;
        if (at[9] > 99 && at[9] != NOT_SPECIFIED) return NULL;
        if ((at[5] < 1 || at[5] > 7) && at[5] != NOT_SPECIFIED) return NULL;
        if ((deviation <= -1440 || deviation >= 1440) && deviation != NO_DEVIATION) return NULL;
        local = state->day * DAY + ((at[6] * 60 + at[7]) * 60 + at[8]) * INT64_C(1000);
        weekday = at[5];
        hundredths = at[9];
        status = at[12];
        size = 13;
    } else { /* seconds since 1970 */
        size = SIZES[tag];
        if (!size || end - at < size) return NULL;
        local = number_of(tag, at);
        if (local < 0 || local >= END / 1000) return NULL;
        local *= 1000;
        weekday = weekday_of(local / DAY);
    }
    int64_t utc = local + (deviation == NO_DEVIATION ? 0 : deviation * INT64_C(60000));
    if (state->known) state->balance += (utc > state->moment) - (utc < state->moment);
    state->moment = utc;
    state->known = 1;
    if (column->form == ALL_FIELDS) {
        column->weekday[row] = weekday;
        column->hundredths[row] = hundredths;
        column->deviation[row] = (int16_t)deviation;
        column->status[row] = status;
        column->sent[row] = 1;
        ((int64_t *)column->values)[row] = local;
    } else {
        int64_t time = (column->form == UTC ? utc : local) + (hundredths == NOT_SPECIFIED ? 0 : hundredths * 10);
        ((int64_t *)column->values)[row] = time;
        if (column->form == UTC && (deviation == NO_DEVIATION || time < FIRST || time >= END)) set_unknown(column, row);
    }
    return at + size;
}

static void left_out(Column *column, State *state, int expands, int64_t row) {
    if (column->role == TIMES) {
        if (column->form == ALL_FIELDS) column->sent[row] = 0;
        else ((int64_t *)column->values)[row] = LEFT_OUT;
        state->left_out = 1;
        state->left_below |= state->known;
        return;
    }
    int known = expands && state->known;
    if (column->role == REALS) ((double *)column->values)[row] = known ? real_of(column, state) : 0;
    else ((int64_t *)column->values)[row] = known ? state->number : 0;
    if (!known) set_unknown(column, row);
}

/* ---- times that were left out ---- */

/* 1 where totals rise from row to row, -1 where they fall, 0 where they do not tell; -2 for what is odd. */
static int totals_go(const Column *columns, const State *states, int wide) {
    int rises = 0, falls = 0;
    for (int place = 0; place < wide; place++) {
        if (!columns[place].is_total) continue;
        if (states[place].has_real) return -2; /* the row reader compares numbers of two kinds */
        rises |= states[place].rises;
        falls |= states[place].falls;
    }
    return rises - falls;
}

static int fill_fields(Column *column, int64_t first, int64_t rows, const Profile *profile, int direction) {
    int64_t *values = column->values, above = -1, far = 0;
    int year = 0, month = 0, day = 0;
    for (int64_t row = first; row < first + rows; row++) {
        if (column->sent[row]) {
            above = row;
            far = 0;
            continue;
        }
        if (above < 0) continue;
        int64_t local = values[row - 1];
        if (profile->step_kind == MONTHS) {
            if (!far) {
                /* Seconds in UTC do not tell the month of the meter. */
                if (column->hundredths[above] == NOT_SPECIFIED && !column->deviation[above] && column->status[above] == NOT_SPECIFIED)
                    return 0;
                date_of(day_of(values[above]), &year, &month, &day);
            }
            far += direction;
            int64_t months = (int64_t)year * 12 + month - 1 + far;
            if (months < 12 || months >= 120000) return 0;
            int to_year = (int)(months / 12), to_month = (int)(months % 12) + 1, last = last_of(to_year, to_month);
            local = days_of(to_year, to_month, day < last ? day : last) * DAY + (values[above] - FIRST) % DAY;
        } else {
            local += profile->step * direction;
        }
        if (local < FIRST || local >= END) return 0;
        values[row] = local;
        column->sent[row] = 1;
        column->weekday[row] = column->weekday[above] == NOT_SPECIFIED ? NOT_SPECIFIED : weekday_of(day_of(local));
        column->hundredths[row] = column->hundredths[above];
        column->deviation[row] = column->deviation[above];
        column->status[row] = column->status[above];
    }
    return 1;
}

/* The same where nothing but the time is wanted, and a step is no month. Near the first and the last year it is
   odd: only the fields tell whether there is such a time. */
static int fill_times(Column *column, int64_t first, int64_t rows, const Profile *profile, int direction) {
    int64_t *values = column->values, above = -1;
    for (int64_t row = first; row < first + rows; row++) {
        if (values[row] != LEFT_OUT) {
            above = row;
        } else if (above < 0 || !direction) {
            values[row] = 0;
            set_unknown(column, row);
        } else {
            values[row] = values[row - 1] + profile->step * direction;
            if (values[row] < FIRST + DAY || values[row] >= END - DAY) return 0;
            if (!is_known(column, above)) set_unknown(column, row);
        }
    }
    return 1;
}

static int finish_times(Column *columns, State *states, int place, int64_t first, int64_t rows, const Profile *profile) {
    Column *column = columns + place;
    const State *state = states + place;
    int direction = 0;
    if (state->left_below && profile->expands && profile->step_kind != UNKNOWN_STEP) {
        if (profile->step_kind == ODD_STEP) return 0;
        direction = profile->direction;
        if (!direction) direction = (state->balance > 0) - (state->balance < 0);
        if (!direction) direction = totals_go(columns, states, profile->wide);
        if (direction == -2) return 0;
    }
    if (column->form != ALL_FIELDS) return !state->left_out || fill_times(column, first, rows, profile, direction);
    return !direction || fill_fields(column, first, rows, profile, direction);
}

/* ---- buffers ---- */

/* What a row is like: the tag of each cell, and where its octets behind the tag are. */
typedef struct {
    int64_t size;
    int32_t places[WIDEST];
    uint8_t tags[WIDEST];
} Shape;

/* The shape of a row that was read; 0 where it has strings, whose sizes are no part of it. */
static int shape_of(const uint8_t *row, const uint8_t *tags, const Column *columns, int wide, Shape *shape) {
    const uint8_t *at = tags ? row : row + 2;
    for (int place = 0; place < wide; place++) {
        int tag = tags ? tags[place] : *at++;
        shape->tags[place] = (uint8_t)tag;
        shape->places[place] = (int32_t)(at - row);
        if (tag && !SIZES[tag] && columns[place].role == VALUES) return 0;
        at += tag == 0x09 ? 13 : SIZES[tag];
    }
    shape->size = at - row;
    return 1;
}

/* How many rows from `at` on, but no more than `most`, have the shape of the one before. */
static int64_t alike(const uint8_t *at, const uint8_t *end, const Shape *shape, int wide, int64_t most) {
    int64_t count = 0;
    for (; count < most && end - at >= shape->size; count++, at += shape->size) {
        if (at[0] != 0x02 || at[1] != wide) break;
        for (int place = 0; place < wide; place++)
            if (at[shape->places[place] - 1] != shape->tags[place]) return count;
    }
    return count;
}

/* Rows of one shape, column by column. */
static int read_alike(const uint8_t *at, const uint8_t *end, const Shape *shape, int64_t first, int64_t rows, Column *columns, State *states, const Profile *profile) {
    int64_t size = shape->size, last = first + rows;
    for (int place = 0; place < profile->wide; place++) {
        Column *column = columns + place;
        State *state = states + place;
        int tag = shape->tags[place];
        const uint8_t *from = at + shape->places[place];
        if (!tag) {
            for (int64_t row = first; row < last; row++) left_out(column, state, profile->expands, row);
        } else if (column->role == VALUES) {
            if (!take_numbers(column, state, tag, from, size, first, rows)) return 0;
        } else {
            for (int64_t row = first; row < last; row++, from += size)
                if (!(column->role == TIMES ? moment(column, state, tag, from, end, row) : real(column, state, tag, from, end, row)))
                    return 0;
        }
    }
    return 1;
}

static int read_buffer(const uint8_t *data, const uint8_t *at, const uint8_t *end, int64_t first, int64_t rows, Column *columns, State *states, const Profile *profile, const uint8_t *tags) {
    int wide = profile->wide;
    int64_t size = 0, above;
    Shape shape;
    memset(states, 0, sizeof(State) * (size_t)wide);
    for (int64_t row = first; row < first + rows; row++) {
        const uint8_t *start = at;
        if (!tags) {
            if (end - at < 2 + wide || at[0] != 0x02 || at[1] != wide) return 0;
            at += 2;
        }
        for (int place = 0; place < wide; place++) {
            Column *column = columns + place;
            if (at == end) return 0;
            int tag = tags ? tags[place] : *at++;
            if (!tag) {
                left_out(column, states + place, profile->expands, row);
                continue;
            }
            if (tag > 63 || !(column->tags >> tag & 1)) return 0;
            if (column->role == TIMES) at = moment(column, states + place, tag, at, end, row);
            else if (column->role == REALS) at = real(column, states + place, tag, at, end, row);
            else at = value(column, states + place, tag, data, at, end, row);
            if (!at) return 0;
        }
        above = size;
        size = at - start;
        /* Two rows of one size, and perhaps a third: so rows that change do not pay for those that do not. */
        if (!size || size != above || end - at < size + 2) continue;
        if (!tags && (at[size] != 0x02 || at[size + 1] != wide)) continue;
        if (!shape_of(start, tags, columns, wide, &shape)) continue;
        int64_t more = first + rows - row - 1;
        if (!tags) more = alike(at, end, &shape, wide, more);
        else if (more > (end - at) / size) return 0;
        if (more && !read_alike(at, end, &shape, row + 1, more, columns, states, profile)) return 0;
        at += more * size;
        row += more;
    }
    if (at != end) return 0;
    for (int place = 0; place < wide; place++)
        if (columns[place].role == TIMES && !finish_times(columns, states, place, first, rows, profile)) return 0;
    return 1;
}

/* Where the rows of `count` buffers of `wide` columns begin, how many each says it has, and which are odd[]: no array, of a
   length in a longer form, or with fewer octets than so many rows have at least. Gives the number of all rows. */
EXPORT int64_t cosem_heads(const uint8_t *data, int64_t count, const int64_t *starts, const int64_t *ends, int32_t wide, int64_t *first, int64_t *rows, uint8_t *odd) {
    int64_t total = 0;
    for (int64_t each = 0; each < count; each++) {
        int64_t at = starts[each], end = ends[each];
        first[each] = at;
        rows[each] = 0;
        odd[each] = 1;
        if (end - at < 2 || data[at] != 0x01) continue;
        int64_t number = data[at + 1];
        at += 2;
        if (number > 0x7F) {
            int more = number & 0x7F;
            if (!more || more > 4 || end - at < more) continue;
            for (number = 0; more--; at++) number = number << 8 | data[at];
        }
        if (number * (2 + wide) > end - at || (!number && at != end)) continue;
        first[each] = at;
        total += rows[each] = number;
        odd[each] = 0;
    }
    return total;
}

/* Reads `count` buffers whose rows begin at first[] and end at ends[], and of which each has rows[] rows unless it
   is odd[]. Says in odd[] which others are, sets their rows[] to 0, and gives the number of rows of those that are not.
   With `tags`, those of the columns, rows are as in a compact-array: without a head, and cells without a tag. */
EXPORT int64_t cosem_read(const uint8_t *data, int64_t count, const int64_t *first, const int64_t *ends, int64_t *rows, uint8_t *odd, Column *columns, const Profile *profile, const uint8_t *tags) {
    State states[WIDEST];
    int32_t seen[WIDEST];
    int64_t total = 0;
    if (profile->wide < 1 || profile->wide > WIDEST) return -1;
    for (int64_t each = 0; each < count; each++) {
        if (!odd[each]) {
            for (int place = 0; place < profile->wide; place++) seen[place] = columns[place].seen;
            if (read_buffer(data, data + first[each], data + ends[each], total, rows[each], columns, states, profile, tags)) {
                total += rows[each];
                continue;
            }
            for (int place = 0; place < profile->wide; place++) {
                Column *column = columns + place;
                column->seen = seen[place];
                for (int64_t row = total; row < total + rows[each]; row++) column->known[row >> 3] |= (uint8_t)(1 << (row & 7));
            }
            odd[each] = 1;
        }
        rows[each] = 0;
    }
    return total;
}

/* The contents of the strings at places[], one after another, and the offsets[] between them; with `contents` NULL
   only how many octets they are. A string whose bit in `known` is not set is empty. */
EXPORT int64_t cosem_strings(const uint8_t *data, const int64_t *places, const uint8_t *known, int64_t count, int32_t *offsets, uint8_t *contents) {
    int64_t total = 0;
    for (int64_t each = 0; each < count; each++) {
        const uint8_t *at = data + places[each];
        int size = known[each >> 3] >> (each & 7) & 1 ? at[0] : 0;
        if (contents) {
            offsets[each] = (int32_t)total;
            memcpy(contents + total, at + 1, (size_t)size);
        }
        total += size;
    }
    if (contents) offsets[count] = (int32_t)total;
    return total;
}

/* What a build was made of, as the build says, so that one of another source is not used. */
#ifndef SOURCE
#define SOURCE 0
#endif
EXPORT int64_t cosem_source(void) { return SOURCE; }

/* Sizes of the structures, so that a build that lays them out otherwise is not used. */
EXPORT int64_t cosem_layout(void) { return (int64_t)(sizeof(Column) * 1000 + sizeof(Profile)); }
