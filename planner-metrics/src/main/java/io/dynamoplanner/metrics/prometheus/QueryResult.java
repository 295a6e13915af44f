package io.dynamoplanner.metrics.prometheus;

import java.util.List;
import java.util.Objects;

/** What became of a query. */
public sealed interface QueryResult {

    /** The server answered, and completely; possibly with no series. */
    record Found(List<Series> series) implements QueryResult {
        public Found {
            series = List.copyOf(series);
        }
    }

    /**
     * There is no answer that one could use.
     *
     * @param detail one line for people, without secrets
     */
    record Failed(Failure why, String detail) implements QueryResult {
        public Failed {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** Classes of failure, by what one would do about them. */
    enum Failure {
        UNKNOWN_HOST("check the host name in the URL of Prometheus, and the DNS of this pod"),
        REFUSED("check the port in the URL of Prometheus, and that the server runs"),
        TLS("give the certificate of its authority as a CA bundle, and check http against https in the URL"),
        /** No complete answer in time. */
        TIMEOUT("check that Prometheus is reachable from here (network policy, proxy) and not overloaded"),
        /** The connection broke. */
        BROKEN("check the network between this pod and Prometheus"),
        /** The token could not be read or sent; nothing was asked. */
        CREDENTIALS("check the token and the token file"),
        /** HTTP status 401 or 403. */
        DENIED("give a token that may query, and the parameters that the proxy in front of Prometheus asks for"),
        /** HTTP status 404: something else listens there. */
        NOT_FOUND("check the URL of Prometheus: its path must be the part before /api/v1/query"),
        /** Another HTTP status; the detail has the server's text. */
        REJECTED("see the text of the server"),
        /** An answer that is no Prometheus answer, or one of the wrong type. */
        MALFORMED("check that the URL is that of Prometheus and not of a login page or another service"),
        /** The answer is larger than allowed. */
        TOO_LARGE("ask for fewer windows at once"),
        /** The server says that parts of its data are missing. */
        INCOMPLETE("check the stores behind the query server"),
        /** Asking was stopped: the client was closed or the thread interrupted. */
        STOPPED("");

        private final String remedy;

        Failure(String remedy) {
            this.remedy = remedy;
        }

        /** What to do about it, as the end of a sentence; empty if nothing. */
        public String remedy() {
            return remedy;
        }
    }

    static Failed failed(Failure why, String detail) {
        return new Failed(why, detail);
    }
}
