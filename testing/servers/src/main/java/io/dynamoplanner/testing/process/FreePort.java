package io.dynamoplanner.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;

/** Ports of the loopback interface for servers that cannot choose one themselves. */
public final class FreePort {
    private static final int ATTEMPTS = 5;

    private FreePort() {}

    /** The port was taken by somebody else between the moment it was found free and the start of the server. */
    public static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** With what the server said. */
        public TakenException(Throwable cause) {
            super(cause);
        }
    }

    /** Starts a server on a port that is free now; tries another one when the start ends with {@link TakenException}. */
    public static <T> T with(IntFunction<T> start) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start.apply(find());
            } catch (TakenException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** A port that is free now. Prefer {@link #with}: somebody else may take it before it is used. */
    public static int find() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }
}
