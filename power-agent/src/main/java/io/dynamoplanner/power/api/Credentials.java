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
        return fixed("Bearer " + token);
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
