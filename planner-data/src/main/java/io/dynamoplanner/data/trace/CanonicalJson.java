package io.dynamoplanner.data.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Mooncake lines in the shape in which every known tool writes them: {@code timestamp}, {@code input_length} and
 * {@code output_length} in this order as plain digits, then perhaps {@code hash_ids}, with or without a space behind
 * colons and commas. It works on bytes and makes no object per line.
 *
 * <p>Any other line is not judged here but left to {@link JsonLine}, which also words the errors. So a line may only be
 * accepted here if the general parser reads the same numbers from it.
 */
final class CanonicalJson {
    private static final byte[] TIMESTAMP = "{\"timestamp\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INPUT = "\"input_length\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OUTPUT = "\"output_length\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HASH_IDS = "\"hash_ids\":".getBytes(StandardCharsets.US_ASCII);

    /** Up to here every number fits a double exactly, or an int. */
    private static final int MAX_TIME_DIGITS = 14;

    private static final int MAX_TOKEN_DIGITS = 9;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private long number;

    private double timestampMs;
    private int isl;
    private int osl;

    /** Whether the bytes are such a line; if so the fields have its values. */
    boolean read(byte[] buffer, int from, int to) {
        bytes = buffer;
        at = from;
        end = to;
        if (!key(TIMESTAMP) || !digits(MAX_TIME_DIGITS)) {
            return false;
        }
        timestampMs = (double) number;
        if (!comma() || !key(INPUT) || !digits(MAX_TOKEN_DIGITS)) {
            return false;
        }
        isl = (int) number;
        if (!comma() || !key(OUTPUT) || !digits(MAX_TOKEN_DIGITS)) {
            return false;
        }
        osl = (int) number;
        return closes() || (comma() && key(HASH_IDS) && numbers() && closes());
    }

    double timestampMs() {
        return timestampMs;
    }

    int isl() {
        return isl;
    }

    int osl() {
        return osl;
    }

    private boolean key(byte[] key) {
        int after = at + key.length;
        if (after >= end || !Arrays.equals(bytes, at, after, key, 0, key.length)) {
            return false;
        }
        at = bytes[after] == ' ' ? after + 1 : after;
        return true;
    }

    private boolean comma() {
        if (at + 1 >= end || bytes[at] != ',') {
            return false;
        }
        at += bytes[at + 1] == ' ' ? 2 : 1;
        return true;
    }

    private boolean closes() {
        return at == end - 1 && bytes[at] == '}';
    }

    private boolean digits(int max) {
        int from = at;
        int stop = Math.min(end, from + max);
        long value = 0;
        int i = from;
        while (i < stop) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = 10 * value + digit;
            i++;
        }
        boolean leadingZero = i > from + 1 && bytes[from] == '0';
        number = value;
        at = i;
        return i > from && !leadingZero;
    }

    private boolean numbers() {
        if (at >= end || bytes[at] != '[') {
            return false;
        }
        at++;
        do {
            if (!digits(MAX_TIME_DIGITS)) {
                return false;
            }
        } while (comma());
        return at < end && bytes[at++] == ']';
    }
}
