package io.dynamoplanner.power.api;

import java.io.IOException;

/** As whom the API server is asked. Thread safe. */
public interface Credentials {
    /** The value of the header {@code Authorization}; empty text for none. */
    String authorization() throws IOException;

    /** Looks for newer ones after a refusal. @return whether there are */
    boolean renew() throws IOException;

    /** None, or a certificate in their place. */
    static Credentials none() {
        return fixed("");
    }

    /** A token that never changes. */
    static Credentials token(String token) {
        return fixed("Bearer " + clean(token, "the token"));
    }

    /**
     * A token as it may stand in a header.
     *
     * @param where it is from, for people
     * @throws IllegalArgumentException if it would end the header and begin another; the message does not show it
     */
    static String clean(String token, String where) {
        if (token.chars().anyMatch(c -> c < ' ' || c >= 127)) {
            throw new IllegalArgumentException(where + " holds line breaks or other characters that no token has");
        }
        return token;
    }

    private static Credentials fixed(String header) {
        return new Credentials() {
            @Override
            public String authorization() {
                return header;
            }

            @Override
            public boolean renew() {
                return false;
            }
        };
    }
}
