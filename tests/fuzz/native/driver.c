/* In the place of libFuzzer, for a compiler that has none: replays files, then so many mutations of them, by a seed.
 *
 *     driver RUNS SEED [FILE …]      prints how many inputs were tried; a sanitizer or a broken invariant ends it.
 * The input that it was at is in the file that CHORDWORK_FUZZ_INPUT names, where there is one. */
#include "input.h"

enum { LONGEST = 4096, MOST_FILES = 4096 };

static uint64_t state;

static uint32_t draw(void) { /* splitmix64 */
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ (z >> 31)) >> 16);
}

static size_t read_file(const char *name, uint8_t *into) {
    FILE *file = fopen(name, "rb");
    CHECK(file != NULL);
    const size_t size = fread(into, 1, LONGEST, file);
    fclose(file);
    return size;
}

static size_t mutate(uint8_t *data, size_t size) {
    for (uint32_t edits = 1 + draw() % 8; edits > 0; edits--) {
        const size_t place = size > 0 ? draw() % size : 0;
        switch (draw() % 6) {
        case 0: /* a bit turned over */
            if (size > 0)
                data[place] ^= (uint8_t)(1u << draw() % 8);
            break;
        case 1: /* another byte */
            if (size > 0)
                data[place] = (uint8_t)draw();
            break;
        case 2: /* shorter */
            size = place;
            break;
        case 3: /* a piece said twice */
            if (size > 0 && size < LONGEST) {
                size_t length = 1 + draw() % 16;
                length = length < size - place ? length : size - place;
                length = length < LONGEST - size ? length : LONGEST - size;
                memmove(data + place + length, data + place, size - place);
                size += length;
            }
            break;
        default: /* longer */
            for (uint32_t more = 1 + draw() % 64; more > 0 && size < LONGEST; more--)
                data[size++] = (uint8_t)draw();
        }
    }
    return size;
}

static void run(const uint8_t *data, size_t size, const char *note) {
    if (note != NULL) {
        FILE *file = fopen(note, "wb");
        CHECK(file != NULL);
        fwrite(data, 1, size, file);
        fclose(file);
    }
    uint8_t *exact = exactly(size, 1);
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

int main(int count, char **words) {
    static uint8_t data[LONGEST];
    CHECK(count >= 3 && count < MOST_FILES);
    const char *note = getenv("CHORDWORK_FUZZ_INPUT");
    const unsigned long runs = strtoul(words[1], NULL, 10);
    state = strtoul(words[2], NULL, 10);
    for (int i = 3; i < count; i++)
        run(data, read_file(words[i], data), note);
    for (unsigned long i = 0; i < runs; i++) {
        size_t size = count > 3 ? read_file(words[3 + draw() % (uint32_t)(count - 3)], data) : 0;
        size = mutate(data, size);
        run(data, size, note);
    }
    printf("%lu inputs\n", runs + (unsigned long)(count - 3));
    return 0;
}
