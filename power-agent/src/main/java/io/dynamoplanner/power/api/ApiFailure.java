package io.dynamoplanner.power.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The API server did not do what it was asked for. The message is for people. */
public final class ApiFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int INTERNAL = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int UNREADABLE = -1;

    /** The HTTP status, or that of an error inside a watch; 0 if there was no answer, less if it makes no sense. */
    private final int status;

    private final transient Optional<Duration> retryAfter;

    /** What to do about it. */
    public enum Kind {
        /** The credentials are not accepted, or lack rights: somebody has to help. */
        DENIED,
        /** The state that a watch was to go on from is not kept any more: list again. */
        GONE,
        /** The server asks for patience or is in trouble itself, or what stands in front of it does not reach it. */
        BUSY,
        /** Any other status, or an answer that makes no sense. */
        REFUSED,
        /** The server cannot be reached, or fell silent. */
        NO_ANSWER
    }

    private ApiFailure(int status, String message, Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** An answer with this status. */
    public static ApiFailure refused(int status, String message, Optional<Duration> retryAfter) {
        return new ApiFailure(status, status + " " + message, retryAfter);
    }

    /** An answer that makes no sense. */
    public static ApiFailure unreadable(String message) {
        return new ApiFailure(UNREADABLE, message, Optional.empty());
    }

    /** No answer. */
    public static ApiFailure silent(String message) {
        return new ApiFailure(0, message, Optional.empty());
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return switch (status) {
            case 0 -> Kind.NO_ANSWER;
            case UNAUTHORIZED, FORBIDDEN -> Kind.DENIED;
            case GONE -> Kind.GONE;
            case TOO_MANY, INTERNAL, BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT -> Kind.BUSY;
            default -> Kind.REFUSED;
        };
    }

    /** How long the server asked to wait. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
