package io.dynamoplanner.app.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer over HTTP.
 *
 * @param body sent in UTF-8
 */
record Answer(int status, String contentType, String body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    static Answer text(int status, String line) {
        return new Answer(status, "text/plain; charset=utf-8", line + "\n");
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
