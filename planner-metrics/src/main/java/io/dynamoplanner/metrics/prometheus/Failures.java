package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.metrics.prometheus.QueryResult.Failure;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLException;

/** Tells from an exception of the HTTP client what went wrong. */
final class Failures {
    private Failures() {}

    static QueryResult.Failed of(Throwable error, PrometheusEndpoint endpoint, Credentials credentials) {
        Deque<Throwable> chain = chain(error);
        Failure why = Failure.BROKEN;
        String what = message(error);
        for (Throwable link : chain) {
            if (link instanceof SSLException) {
                why = Failure.TLS;
                break;
            }
            if (link instanceof HttpTimeoutException) {
                why = Failure.TIMEOUT;
                what = "no answer within " + endpoint.requestTimeout().toMillis() / 1e3 + " s";
                break;
            }
            if (link instanceof ConnectException) {
                boolean unknown = chain.stream().anyMatch(UnresolvedAddressException.class::isInstance);
                why = unknown ? Failure.UNKNOWN_HOST : Failure.REFUSED;
                what = unknown ? "the host name is not known" : refusal(link);
                break;
            }
        }
        return QueryResult.failed(why, credentials.line(endpoint.shown() + ": " + what, endpoint));
    }

    /** What an exception of our own says. */
    static String first(Exception error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    private static String refusal(Throwable link) {
        return link.getMessage() == null ? "the connection was refused" : link.getMessage();
    }

    /** The message closest to the cause, which for TLS says which check failed. */
    private static String message(Throwable error) {
        Deque<Throwable> chain = chain(error);
        while (!chain.isEmpty()) {
            Throwable last = chain.removeLast();
            String message = last.getMessage();
            if (message != null && !message.isBlank()) {
                return message;
            }
        }
        return error.getClass().getSimpleName();
    }

    private static Deque<Throwable> chain(Throwable error) {
        var chain = new ArrayDeque<Throwable>();
        for (Throwable e = error; e != null && chain.size() < 10; e = e.getCause()) {
            chain.add(e);
        }
        return chain;
    }
}
