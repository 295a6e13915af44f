package io.dynamoplanner.power.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The token of a service account. The kubelet replaces it before it expires, so it is read again once a minute. */
public final class TokenFile implements Credentials {
    private static final long KEPT = TimeUnit.MINUTES.toNanos(1);

    private final Path file;
    private final LongSupplier nanos;
    private String token = "";
    private long readAt;

    /** @param nanos a clock that nobody sets */
    public TokenFile(Path file, LongSupplier nanos) {
        this.file = file;
        this.nanos = nanos;
    }

    @Override
    public synchronized String authorization() throws IOException {
        if (token.isEmpty() || nanos.getAsLong() - readAt >= KEPT) {
            read();
        }
        return "Bearer " + token;
    }

    @Override
    public synchronized boolean renew() throws IOException {
        String before = token;
        read();
        return !token.equals(before);
    }

    private void read() throws IOException {
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException(file + " is empty, so there is no token for the API server");
        }
        try {
            token = Credentials.clean(text, file.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        readAt = nanos.getAsLong();
    }
}
