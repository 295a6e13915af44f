package io.dynamoplanner.data.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a plain or gzip text file, as byte ranges of one reused buffer, so that a parser can work on millions of
 * lines without an object per line.
 *
 * <p>Gzip is told by its first two bytes, not by the name. Blank lines are skipped but counted; white space at both
 * ends of a line, a carriage return and a byte order mark are not part of it.
 *
 * <p>Every fault (missing, a directory, unreadable, cut off, damaged, a line without end) is thrown as the exception
 * that the {@link Complaint} makes.
 */
public final class LineSource implements AutoCloseable {
    /** No line of a trace comes near this; a file without line breaks must not fill the heap. */
    private static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int GZIP_CHUNK_BYTES = 1 << 16;

    /** Makes the exception for a problem in a file. */
    @FunctionalInterface
    public interface Complaint {
        /**
         * @param line line number from 1, or 0 when the file as a whole is meant
         */
        RuntimeException about(Path file, long line, String problem);
    }

    private final Path file;
    private final Complaint complaint;
    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int limit;
    private int start;
    private int end;
    private long line;

    private LineSource(Path file, Complaint complaint, InputStream in) {
        this.file = file;
        this.complaint = complaint;
        this.in = in;
    }

    public static LineSource open(Path file, Complaint complaint) {
        if (Files.isDirectory(file)) {
            throw complaint.about(file, 0, "is a directory; give a file");
        }
        try {
            InputStream raw = Files.newInputStream(file);
            try {
                return new LineSource(file, complaint, decoded(file, raw, complaint));
            } catch (IOException | RuntimeException e) {
                raw.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw complaint.about(file, 0, "does not exist; check the path");
        } catch (AccessDeniedException e) {
            throw complaint.about(file, 0, "may not be read; check its permissions");
        } catch (IOException e) {
            throw broken(file, complaint, 0, e);
        }
    }

    private static InputStream decoded(Path file, InputStream raw, Complaint complaint) throws IOException {
        byte[] head = raw.readNBytes(2);
        var whole = new PushbackInputStream(raw, 2);
        whole.unread(head);
        boolean gzip = head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
        if (gzip) {
            return new GZIPInputStream(whole, GZIP_CHUNK_BYTES);
        }
        if (head.length > 0 && file.toString().endsWith(".gz")) {
            throw complaint.about(file, 0, "is named .gz but holds no gzip data; rename it or compress it");
        }
        return whole;
    }

    /** Moves to the next line that is not blank; false at the end of the file. */
    public boolean next() {
        while (nextRaw()) {
            trim();
            if (start < end) {
                return true;
            }
        }
        return false;
    }

    /** The buffer that holds the current line; its content changes with {@link #next()}. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index of the first byte of the current line. */
    public int start() {
        return start;
    }

    /** Index after the last byte of the current line. */
    public int end() {
        return end;
    }

    /** Number of the current line, from 1. */
    public long line() {
        return line;
    }

    /** The current line as text. */
    public String text() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    public Path file() {
        return file;
    }

    /** An exception about the current line. */
    public RuntimeException fault(String problem) {
        return complaint.about(file, line, problem);
    }

    /** An exception about the file as a whole. */
    public RuntimeException fileFault(String problem) {
        return complaint.about(file, 0, problem);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw broken(file, complaint, line, e);
        }
    }

    private boolean nextRaw() {
        int scanned = next;
        while (true) {
            for (int i = scanned; i < limit; i++) {
                if (buffer[i] == '\n') {
                    return take(i, i + 1);
                }
            }
            scanned = limit - next;
            if (!refill()) {
                return next < limit && take(limit, limit);
            }
        }
    }

    private boolean take(int lineEnd, int following) {
        start = next;
        end = lineEnd;
        next = following;
        line++;
        return true;
    }

    /** Moves the unfinished line to the front of the buffer and reads on behind it; false at the end of the file. */
    private boolean refill() {
        int kept = limit - next;
        if (kept == buffer.length) {
            if (kept >= MAX_LINE_BYTES) {
                throw complaint.about(file, line + 1, "is longer than 64 MiB; this is not a file of lines");
            }
            buffer = Arrays.copyOf(buffer, 2 * kept);
        } else {
            System.arraycopy(buffer, next, buffer, 0, kept);
        }
        next = 0;
        limit = kept;
        try {
            int read = in.read(buffer, kept, buffer.length - kept);
            limit = kept + Math.max(0, read);
            return read > 0;
        } catch (IOException e) {
            throw broken(file, complaint, line, e);
        }
    }

    private void trim() {
        if (line == 1
                && end - start >= 3
                && (buffer[start] & 0xff) == 0xef
                && (buffer[start + 1] & 0xff) == 0xbb
                && (buffer[start + 2] & 0xff) == 0xbf) {
            start += 3;
        }
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (start < end && isBlank(buffer[end - 1])) {
            end--;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private static RuntimeException broken(Path file, Complaint complaint, long line, IOException e) {
        if (e instanceof EOFException) {
            return complaint.about(file, 0, "gzip data is cut off after line " + line + "; copy the file again");
        }
        if (e instanceof ZipException) {
            return complaint.about(
                    file, 0, "gzip data is damaged after line " + line + " (" + e.getMessage() + "); copy it again");
        }
        return complaint.about(file, 0, "cannot be read after line " + line + ": " + e.getMessage());
    }
}
