package io.dynamoplanner.power.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer of HTTP/1.1, which ends where the answer ends and not where the connection does. */
final class HttpBody extends InputStream {
    private static final int HEXADECIMAL = 16;

    private final HttpLines connection;
    private final Framing framing;
    /** Bytes left in the body, or in the chunk that is being read. */
    private long left;

    private boolean ended;
    private boolean begun;

    /** How its end is told. */
    enum Framing {
        LENGTH,
        CHUNKS,
        UNTIL_CLOSED
    }

    HttpBody(HttpLines connection, Framing framing, long length) {
        this.connection = connection;
        this.framing = framing;
        this.left = framing == Framing.LENGTH ? length : 0;
        this.ended = framing == Framing.LENGTH && length == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (framing == Framing.CHUNKS && left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int wanted = framing == Framing.UNTIL_CLOSED ? most : (int) Math.min(most, left);
        int count = connection.read(into, from, wanted);
        if (framing == Framing.UNTIL_CLOSED) {
            ended = count < 0;
            return count;
        }
        if (count < 0) {
            throw new EOFException("the connection ended inside an answer");
        }
        left -= count;
        ended = framing == Framing.LENGTH && left == 0;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun && !connection.line().isEmpty()) {
            throw new IOException("an answer in chunks has no line break after one");
        }
        begun = true;
        String line = connection.line();
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        try {
            left = Long.parseUnsignedLong(size, HEXADECIMAL);
        } catch (NumberFormatException e) {
            throw new IOException("\"" + size + "\" is no size of a chunk", e);
        }
        if (left < 0) {
            throw new IOException("a chunk of " + size + " bytes is too large");
        }
        if (left == 0) {
            // what may follow on the last chunk says nothing that is used
            String trailer = connection.line();
            while (!trailer.isEmpty()) {
                trailer = connection.line();
            }
            ended = true;
        }
    }
}
