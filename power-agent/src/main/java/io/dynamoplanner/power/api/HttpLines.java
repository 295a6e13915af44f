package io.dynamoplanner.power.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What comes in on a connection: lines of the head of an answer, then bytes. Reads ahead what is there, and never waits for more. */
final class HttpLines {
    private static final int LONGEST_LINE = 16 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[8 << 10];
    private int next;
    private int end;

    HttpLines(InputStream in) {
        this.in = in;
    }

    /** A line without its end. */
    String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (next == end && !fill()) {
                throw new EOFException("the API server closed the connection");
            }
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            line.append(new String(buffer, from, next - from, StandardCharsets.ISO_8859_1));
            if (line.length() > LONGEST_LINE) {
                throw new IOException("an answer has a line of more than " + LONGEST_LINE + " bytes in its head");
            }
            if (next < end) {
                next++;
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
        }
    }

    /** Like {@link InputStream#read(byte[], int, int)}. */
    int read(byte[] into, int from, int most) throws IOException {
        if (next == end && !fill()) {
            return -1;
        }
        int count = Math.min(most, end - next);
        System.arraycopy(buffer, next, into, from, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        next = 0;
        end = Math.max(0, count);
        return count > 0;
    }
}
